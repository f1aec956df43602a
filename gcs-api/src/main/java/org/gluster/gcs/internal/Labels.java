/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** What labels may be, of volumes and devices alike. */
public final class Labels {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,62}");
    private static final int VALUE = 255;
    private static final int ALL = 4096;

    private Labels() {}

    /** Notes everything wrong with labels. */
    public static void check(SortedMap<String, String> labels, Problems problems) {
        long bytes = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String key = label.getKey();
            String value = label.getValue();
            bytes += key.getBytes(StandardCharsets.UTF_8).length + value.getBytes(StandardCharsets.UTF_8).length;
            checkKey(key, problems);
            problems.check(
                    value.length() <= VALUE && Texts.isPrintable(value),
                    "value of label " + Texts.quoted(key) + " must be at most 255 printable characters");
        }
        problems.check(bytes <= ALL, "labels are " + bytes + " bytes together; at most 4096 are kept");
    }

    /** Notes what is wrong with a label's key. */
    public static void checkKey(String key, Problems problems) {
        problems.check(
                KEY.matcher(key).matches(),
                "label key " + Texts.quoted(key)
                        + " must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit");
    }
}
