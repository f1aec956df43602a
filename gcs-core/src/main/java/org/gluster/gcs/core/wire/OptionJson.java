/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.option.OptionEffect;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionScope;
import org.gluster.gcs.option.OptionType;
import org.jspecify.annotations.Nullable;

/** An option that volumes have: what may be said, and what it does. One that cannot be set has a refusal. */
public record OptionJson(
        String key,
        OptionType type,
        List<String> choices,
        @Nullable String minimum,
        @Nullable String maximum,
        @Nullable String defaultValue,
        String allowed,
        boolean advanced,
        List<OptionScope> scopes,
        OptionEffect effect,
        @Nullable String refusal) {

    /** Checks that nothing is missing. */
    public OptionJson {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        choices = Given.list(choices);
        Objects.requireNonNull(allowed, "allowed");
        scopes = Given.list(scopes);
        Objects.requireNonNull(effect, "effect");
    }

    /** Returns the JSON of an option. */
    public static OptionJson of(OptionInfo option) {
        return new OptionJson(
                option.key(),
                option.type(),
                option.choices(),
                option.minimum().orElse(null),
                option.maximum().orElse(null),
                option.defaultValue().orElse(null),
                option.allowed(),
                option.advanced(),
                List.copyOf(option.scopes()),
                option.effect(),
                option.refusal().orElse(null));
    }

    /** Returns the option. */
    public OptionInfo toOption() {
        SortedSet<OptionScope> sorted = new TreeSet<>(scopes);
        OptionInfo.Builder builder = OptionInfo.builder()
                .key(key)
                .type(type)
                .choices(choices)
                .allowed(allowed)
                .advanced(advanced)
                .scopes(sorted)
                .effect(effect);
        Given.when(minimum, builder::minimum);
        Given.when(maximum, builder::maximum);
        Given.when(defaultValue, builder::defaultValue);
        Given.when(refusal, builder::refusal);
        return builder.build();
    }
}
