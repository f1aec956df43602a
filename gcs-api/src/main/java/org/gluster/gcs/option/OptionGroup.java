/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Options under one name. A volume that it is applied to takes a copy: what becomes of the group afterwards changes no
 * volume. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class OptionGroup {

    private final OptionGroupName name;
    private final String description;
    private final SortedMap<String, String> options;
    private final boolean builtIn;

    private OptionGroup(Builder builder) {
        Problems problems = new Problems("option group");
        name = problems.required("name", builder.name);
        description = builder.description;
        options = builder.options;
        builtIn = builder.builtIn;
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns its name. */
    public OptionGroupName name() {
        return name;
    }

    /** Returns what it is for; may be empty. */
    public String description() {
        return description;
    }

    /** Returns its options; unmodifiable. */
    public SortedMap<String, String> options() {
        return options;
    }

    /** Returns whether it comes with this control plane, so that it cannot be deleted or replaced. */
    public boolean builtIn() {
        return builtIn;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OptionGroup that
                        && name.equals(that.name)
                        && description.equals(that.description)
                        && options.equals(that.options)
                        && builtIn == that.builtIn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, description, options, builtIn);
    }

    @Override
    public String toString() {
        return "OptionGroup[name=" + name + ", description=" + description + ", options=" + options + ", builtIn="
                + builtIn + "]";
    }

    /** Builds an {@link OptionGroup}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable OptionGroupName name;
        private String description = "";
        private SortedMap<String, String> options = Collections.emptySortedMap();
        private boolean builtIn;

        private Builder() {}

        /** Sets its name; required. */
        public Builder name(OptionGroupName name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets what it is for; empty by default. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Sets its options; none by default. */
        public Builder options(Map<String, String> options) {
            this.options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
            return this;
        }

        /** Sets whether it comes with this control plane; not by default. */
        public Builder builtIn(boolean builtIn) {
            this.builtIn = builtIn;
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public OptionGroup build() {
            return new OptionGroup(this);
        }
    }
}
