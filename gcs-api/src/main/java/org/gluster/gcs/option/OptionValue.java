/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.Objects;
import java.util.Optional;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** What one option is on one volume, and why. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class OptionValue {

    private final String key;
    private final @Nullable String value;
    private final @Nullable String defaultValue;
    private final OptionOrigin origin;
    private final @Nullable String group;

    private OptionValue(Builder builder) {
        Problems problems = new Problems("option value");
        key = problems.required("key", builder.key);
        value = builder.value == null ? builder.defaultValue : builder.value;
        defaultValue = builder.defaultValue;
        origin = builder.value == null
                ? OptionOrigin.DEFAULT
                : builder.group == null ? OptionOrigin.VOLUME : OptionOrigin.GROUP;
        group = builder.group;
        problems.check(group == null || builder.value != null, "a group without a value");
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the option's name. */
    public String key() {
        return key;
    }

    /** Returns what holds; empty when nothing was said and there is no default. */
    public Optional<String> value() {
        return Optional.ofNullable(value);
    }

    /** Returns what holds when nobody says another, where there is such a value. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** Returns where the value comes from. */
    public OptionOrigin origin() {
        return origin;
    }

    /** Returns the group that the value comes from, where the origin is {@link OptionOrigin#GROUP}. */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OptionValue that
                        && key.equals(that.key)
                        && Objects.equals(value, that.value)
                        && Objects.equals(defaultValue, that.defaultValue)
                        && origin.equals(that.origin)
                        && Objects.equals(group, that.group));
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value, defaultValue, origin, group);
    }

    @Override
    public String toString() {
        return "OptionValue[key=" + key + ", value=" + value + ", defaultValue=" + defaultValue + ", origin=" + origin
                + ", group=" + group + "]";
    }

    /** Builds an {@link OptionValue}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable String key;
        private @Nullable String value;
        private @Nullable String defaultValue;
        private @Nullable String group;

        private Builder() {}

        /** Sets the option's name; required. */
        public Builder key(String key) {
            this.key = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Sets what was said; by default the default holds. */
        public Builder value(String value) {
            this.value = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets the default; none by default. */
        public Builder defaultValue(String defaultValue) {
            this.defaultValue = Objects.requireNonNull(defaultValue, "defaultValue");
            return this;
        }

        /** Sets the group that says the value; by default the volume itself does. */
        public Builder group(String group) {
            this.group = Objects.requireNonNull(group, "group");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public OptionValue build() {
            return new OptionValue(this);
        }
    }
}
