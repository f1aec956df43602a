/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.gluster.gcs.internal.Labels;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;

/** What may be in the parts of a volume request that end up in volfiles and in metadata. */
final class VolumeRequestRules {

    private static final Pattern OPTION_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,127}");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:*?%/-]{1,255}");
    private static final int OPTION_VALUE = 1024;

    private VolumeRequestRules() {}

    static void checkLabels(SortedMap<String, String> labels, Problems problems) {
        Labels.check(labels, problems);
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

    static void checkAccessList(List<String> patterns, Problems problems) {
        for (String pattern : patterns) {
            problems.check(
                    CLIENT.matcher(pattern).matches(),
                    "client " + Texts.quoted(pattern) + " must be one address, host name or pattern with '*'");
        }
    }
}
