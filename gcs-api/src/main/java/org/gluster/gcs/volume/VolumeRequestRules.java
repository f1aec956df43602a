/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;

/** What may be in the parts of a volume request that end up in volfiles and in metadata. */
final class VolumeRequestRules {

    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,62}");
    private static final Pattern OPTION_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,127}");
    private static final int LABEL_VALUE = 255;
    private static final int OPTION_VALUE = 1024;
    private static final int ALL_LABELS = 4096;
    private static final int WIDEST = 1024;

    private VolumeRequestRules() {}

    static void checkLabels(SortedMap<String, String> labels, Problems problems) {
        long bytes = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String key = label.getKey();
            String value = label.getValue();
            bytes += key.getBytes(StandardCharsets.UTF_8).length + value.getBytes(StandardCharsets.UTF_8).length;
            problems.check(
                    LABEL_KEY.matcher(key).matches(),
                    "label key " + Texts.quoted(key)
                            + " must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit");
            problems.check(
                    value.length() <= LABEL_VALUE && Texts.isPrintable(value),
                    "value of label " + Texts.quoted(key) + " must be at most 255 printable characters");
        }
        problems.check(bytes <= ALL_LABELS, "labels are " + bytes + " bytes together; at most 4096 are kept");
    }

    static void checkOptions(SortedMap<String, String> options, Problems problems) {
        for (Map.Entry<String, String> option : options.entrySet()) {
            String key = option.getKey();
            String value = option.getValue();
            problems.check(
                    OPTION_KEY.matcher(key).matches(),
                    "option " + Texts.quoted(key) + " must be a GlusterFS option, e.g. performance.cache-size");
            problems.check(
                    !value.isBlank() && value.length() <= OPTION_VALUE && Texts.isPrintable(value),
                    "value of option " + Texts.quoted(key) + " must be 1 to 1024 printable characters");
        }
    }

    /** The list, each entry once. */
    static List<ClientPattern> accessList(List<String> patterns, Problems problems) {
        List<ClientPattern> list = new ArrayList<>();
        for (String text : patterns) {
            ClientPattern pattern = problems.optional(text, ClientPattern::parse);
            if (pattern != null && !list.contains(pattern)) {
                list.add(pattern);
            }
        }
        problems.collect(
                () -> {
                    checkWidth(list);
                    return list;
                },
                list);
        return List.copyOf(list);
    }

    /** Refuses what would make volfiles too long: networks are given to GlusterFS in parts. */
    static void checkWidth(List<ClientPattern> list) {
        int width =
                list.stream().mapToInt(pattern -> pattern.addresses().size()).sum();
        if (width > WIDEST) {
            throw InvalidRequestException.of(
                    "access list",
                    List.of("the access list has " + width + " parts, more than " + WIDEST
                            + ": GlusterFS takes networks in parts that end at a whole number; use prefixes of 8, 16, 24"
                            + " or 32 bits, each of which is one"));
        }
    }
}
