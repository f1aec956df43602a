/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One translator of a graph. Immutable; {@link #with} and {@link #over} answer changed copies.
 *
 * @param name unique within its graph; one word
 * @param type e.g. {@code cluster/replicate}
 * @param options in the order in which they are written; no value is empty or holds a control character, quote, back
 *     quote or backslash
 * @param subvolumes names of the translators right below, in order
 */
public record Translator(String name, String type, Map<String, String> options, List<String> subvolumes) {

    /** @throws IllegalArgumentException when a name, type, key or value cannot stand in a volfile */
    public Translator {
        Tokens.word("the translator's name", name);
        Tokens.word("the type of translator " + name, type);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        options.forEach((key, value) -> {
            Tokens.word("an option's key of translator " + name, key);
            if (value.isEmpty()) {
                throw new IllegalArgumentException("option " + key + " of translator " + name
                        + " is empty, which GlusterFS refuses; leave the option out");
            }
            Tokens.value("option " + key + " of translator " + name, value);
        });
        subvolumes = List.copyOf(subvolumes);
        subvolumes.forEach(below -> Tokens.word("a subvolume of translator " + name, below));
    }

    /** A translator without options and subvolumes. */
    public static Translator of(String name, String type) {
        return new Translator(name, type, Map.of(), List.of());
    }

    /** The same with one option more, written last, or with that option's value replaced in place. */
    public Translator with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(options);
        changed.put(key, value);
        return new Translator(name, type, changed, subvolumes);
    }

    /** The same over these subvolumes. */
    public Translator over(String... below) {
        return over(Arrays.asList(below));
    }

    /** The same over these subvolumes. */
    public Translator over(List<String> below) {
        return new Translator(name, type, options, below);
    }

    /** Shows everything but passwords. */
    @Override
    public String toString() {
        String shown = options.entrySet().stream()
                .map(option ->
                        option.getKey() + "=" + (option.getKey().endsWith("password") ? "(hidden)" : option.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "Translator[" + name + ", " + type + ", " + shown + ", subvolumes=" + subvolumes + "]";
    }
}
