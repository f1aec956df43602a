/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A translator that is still being written. As in glusterd, what is set last is written first. */
final class Draft {
    private final String name;
    private final String type;
    private final Map<String, String> options = new LinkedHashMap<>();
    private List<String> subvolumes = List.of();

    Draft(String name, String type) {
        this.name = name;
        this.type = type;
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    boolean is(String other) {
        return type.equals(other);
    }

    /** Sets an option; one that is set already keeps its place. */
    Draft with(String key, String value) {
        options.put(key, value);
        return this;
    }

    Draft over(List<String> below) {
        subvolumes = below;
        return this;
    }

    Translator finished() {
        List<String> keys = new ArrayList<>(options.keySet());
        Collections.reverse(keys);
        Map<String, String> written = new LinkedHashMap<>();
        keys.forEach(key -> written.put(key, options.getOrDefault(key, "")));
        return new Translator(name, type, written, subvolumes);
    }
}
