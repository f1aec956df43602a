/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import org.gluster.gcs.gluster.option.OptionRefusal.Reason;

/**
 * A row of options that GlusterFS knows and that cannot be set here.
 *
 * @param pattern a key, or the begin of keys with {@code *} at the end
 * @param reason why: {@link Reason#FEATURE_MISSING}, {@link Reason#MANAGED} or {@link Reason#UNSAFE}
 * @param feature the feature that it belongs to
 * @param unless the one value that is taken, since it says what holds anyway; empty: none
 * @param why for people
 */
public record Unavailable(String pattern, Reason reason, String feature, String unless, String why) {

    /** Whether this row is about the key. */
    public boolean covers(String key) {
        return pattern.endsWith("*") ? key.startsWith(pattern.substring(0, pattern.length() - 1)) : key.equals(pattern);
    }

    /** Whether the value says what holds anyway. */
    boolean takes(String value) {
        if (unless.isEmpty()) {
            return false;
        }
        return value.equals(unless)
                || (ValueType.bool(unless).isPresent() && ValueType.bool(value).equals(ValueType.bool(unless)));
    }

    OptionRefusal refusal(String name, String value) {
        String instead = unless.isEmpty() ? "leave it out" : "only '" + unless + "' is taken";
        return new OptionRefusal(reason, name, value, why, instead);
    }
}
