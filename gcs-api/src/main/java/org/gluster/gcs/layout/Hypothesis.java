/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** A cluster that differs from the real one by nodes. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class Hypothesis {

    private static final Hypothesis NONE = builder().build();

    private final SortedSet<NodeName> without;
    private final List<NewNode> with;

    private Hypothesis(Builder builder) {
        Problems problems = new Problems("hypothesis");
        TreeSet<NodeName> removed = new TreeSet<>();
        for (String text : builder.without) {
            NodeName node = problems.optional(text, NodeName::of);
            if (node != null) {
                removed.add(node);
            }
        }
        without = Collections.unmodifiableSortedSet(removed);
        with = List.copyOf(builder.with);
        SortedSet<NodeName> added = new TreeSet<>();
        for (NewNode node : with) {
            problems.check(added.add(node.name()), "node " + node.name() + " is added twice");
        }
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static Hypothesis of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the one that changes nothing. */
    public static Hypothesis none() {
        return NONE;
    }

    /** Returns the nodes that are taken away; unmodifiable. */
    public SortedSet<NodeName> without() {
        return without;
    }

    /** Returns the nodes that are added; unmodifiable. */
    public List<NewNode> with() {
        return with;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Hypothesis that && without.equals(that.without) && with.equals(that.with));
    }

    @Override
    public int hashCode() {
        return Objects.hash(without, with);
    }

    @Override
    public String toString() {
        return "Hypothesis[without=" + without + ", with=" + with + "]";
    }

    /** Builds a {@link Hypothesis}; not safe to share between threads. No text is checked before {@link #build()}. */
    public static final class Builder {

        private final List<String> without = new ArrayList<>();
        private final List<NewNode> with = new ArrayList<>();

        private Builder() {}

        /** Takes nodes away, with their devices; what is on them stays where it is. */
        public Builder withoutNodes(String... nodes) {
            without.addAll(List.of(nodes));
            return this;
        }

        /** Adds a node. */
        public Builder withNode(NewNode node) {
            with.add(Objects.requireNonNull(node, "node"));
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Hypothesis build() {
            return new Hypothesis(this);
        }
    }
}
