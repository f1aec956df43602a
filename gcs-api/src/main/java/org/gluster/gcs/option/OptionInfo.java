/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** One option that volumes have: what may be said, and what it does. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class OptionInfo {

    private final String key;
    private final OptionType type;
    private final List<String> choices;
    private final @Nullable String minimum;
    private final @Nullable String maximum;
    private final @Nullable String defaultValue;
    private final String allowed;
    private final boolean advanced;
    private final SortedSet<OptionScope> scopes;
    private final OptionEffect effect;
    private final @Nullable String refusal;

    private OptionInfo(Builder builder) {
        Problems problems = new Problems("option");
        key = problems.required("key", builder.key);
        type = problems.required("type", builder.type);
        choices = builder.choices;
        minimum = builder.minimum;
        maximum = builder.maximum;
        defaultValue = builder.defaultValue;
        allowed = builder.allowed;
        advanced = builder.advanced;
        scopes = builder.scopes;
        effect = problems.required("effect", builder.effect);
        refusal = builder.refusal;
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns its name, such as {@code performance.cache-size}. */
    public String key() {
        return key;
    }

    /** Returns what its values are. */
    public OptionType type() {
        return type;
    }

    /** Returns the values of a {@link OptionType#CHOICE}, else none; unmodifiable. */
    public List<String> choices() {
        return choices;
    }

    /** Returns the least value as a decimal number, where there is one: bytes of a size, seconds of a time. */
    public Optional<String> minimum() {
        return Optional.ofNullable(minimum);
    }

    /** Returns the greatest value as a decimal number, where there is one: bytes of a size, seconds of a time. */
    public Optional<String> maximum() {
        return Optional.ofNullable(maximum);
    }

    /** Returns the value that holds when nobody says another, where there is one. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** Returns what may be said, for a person. */
    public String allowed() {
        return allowed;
    }

    /** Returns whether one should know GlusterFS well to change it. */
    public boolean advanced() {
        return advanced;
    }

    /** Returns whom it concerns; unmodifiable. */
    public SortedSet<OptionScope> scopes() {
        return scopes;
    }

    /** Returns what it takes until a change holds on a started volume. */
    public OptionEffect effect() {
        return effect;
    }

    /** Returns whether volumes can be given a value of it by this control plane. */
    public boolean settable() {
        return refusal == null;
    }

    /** Returns why no volume can be given a value of it, where that is so. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OptionInfo that
                        && key.equals(that.key)
                        && type.equals(that.type)
                        && choices.equals(that.choices)
                        && Objects.equals(minimum, that.minimum)
                        && Objects.equals(maximum, that.maximum)
                        && Objects.equals(defaultValue, that.defaultValue)
                        && allowed.equals(that.allowed)
                        && advanced == that.advanced
                        && scopes.equals(that.scopes)
                        && effect.equals(that.effect)
                        && Objects.equals(refusal, that.refusal));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                key, type, choices, minimum, maximum, defaultValue, allowed, advanced, scopes, effect, refusal);
    }

    @Override
    public String toString() {
        return "OptionInfo[key=" + key + ", type=" + type + ", choices=" + choices + ", minimum=" + minimum
                + ", maximum=" + maximum + ", defaultValue=" + defaultValue + ", allowed=" + allowed + ", advanced="
                + advanced
                + ", scopes=" + scopes + ", effect=" + effect + ", refusal=" + refusal + "]";
    }

    /** Builds an {@link OptionInfo}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable String key;
        private @Nullable OptionType type;
        private List<String> choices = List.of();
        private @Nullable String minimum;
        private @Nullable String maximum;
        private @Nullable String defaultValue;
        private String allowed = "";
        private boolean advanced;
        private SortedSet<OptionScope> scopes = Collections.emptySortedSet();
        private @Nullable OptionEffect effect;
        private @Nullable String refusal;

        private Builder() {}

        /** Sets its name; required. */
        public Builder key(String key) {
            this.key = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Sets what its values are; required. */
        public Builder type(OptionType type) {
            this.type = Objects.requireNonNull(type, "type");
            return this;
        }

        /** Sets the values that may be chosen; none by default. */
        public Builder choices(List<String> choices) {
            this.choices = List.copyOf(choices);
            return this;
        }

        /** Sets the least value, a decimal number. */
        public Builder minimum(String minimum) {
            this.minimum = Objects.requireNonNull(minimum, "minimum");
            return this;
        }

        /** Sets the greatest value, a decimal number. */
        public Builder maximum(String maximum) {
            this.maximum = Objects.requireNonNull(maximum, "maximum");
            return this;
        }

        /** Sets the value that holds when nobody says another. */
        public Builder defaultValue(String defaultValue) {
            this.defaultValue = Objects.requireNonNull(defaultValue, "defaultValue");
            return this;
        }

        /** Sets what may be said, for a person; empty by default. */
        public Builder allowed(String allowed) {
            this.allowed = Objects.requireNonNull(allowed, "allowed");
            return this;
        }

        /** Sets whether one should know GlusterFS well to change it; not by default. */
        public Builder advanced(boolean advanced) {
            this.advanced = advanced;
            return this;
        }

        /** Sets whom it concerns; nobody by default. */
        public Builder scopes(SortedSet<OptionScope> scopes) {
            this.scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
            return this;
        }

        /** Sets what it takes until a change holds; required. */
        public Builder effect(OptionEffect effect) {
            this.effect = Objects.requireNonNull(effect, "effect");
            return this;
        }

        /** Says why no volume can be given a value of it. */
        public Builder refusal(String refusal) {
            this.refusal = Objects.requireNonNull(refusal, "refusal");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public OptionInfo build() {
            return new OptionInfo(this);
        }
    }
}
