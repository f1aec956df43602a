/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.internal;

import java.util.SortedMap;
import java.util.regex.Pattern;

/** What any option and its value look like; whether there is such an option is known elsewhere. */
public final class OptionRules {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,127}");
    private static final int VALUE = 1024;

    private OptionRules() {}

    /** Notes every key and value that can be none of GlusterFS. */
    public static void check(SortedMap<String, String> options, Problems problems) {
        options.forEach((key, value) -> {
            checkKey(key, problems);
            problems.check(
                    !value.isBlank() && value.length() <= VALUE && Texts.isPrintable(value),
                    "value of option " + Texts.quoted(key) + " must be 1 to 1024 printable characters");
        });
    }

    /** Notes a key that can be none of GlusterFS. */
    public static void checkKey(String key, Problems problems) {
        problems.check(
                KEY.matcher(key).matches(),
                "option " + Texts.quoted(key) + " must be a GlusterFS option, e.g. performance.cache-size");
    }
}
