/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Objects;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.option.OptionValue;
import org.jspecify.annotations.Nullable;

/** What one option is on one volume, and why. */
public record OptionValueJson(
        String key,
        @Nullable String value,
        @Nullable String defaultValue,
        OptionOrigin origin,
        @Nullable String group) {

    /** Checks that nothing is missing. */
    public OptionValueJson {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(origin, "origin");
    }

    /** Returns the JSON of a value. */
    public static OptionValueJson of(OptionValue value) {
        return new OptionValueJson(
                value.key(),
                value.value().orElse(null),
                value.defaultValue().orElse(null),
                value.origin(),
                value.group().orElse(null));
    }

    /** Returns the value. */
    public OptionValue toValue() {
        OptionValue.Builder builder = OptionValue.builder().key(key);
        Given.when(defaultValue, builder::defaultValue);
        if (origin != OptionOrigin.DEFAULT) {
            Given.when(value, builder::value);
            Given.when(group, builder::group);
        }
        return builder.build();
    }
}
