/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, written down together with the change that it tells of. Immutable and safe to share between
 * threads.
 */
@Incubating(since = "0.1.0")
public final class ClusterEvent {

    private final long id;
    private final String name;
    private final Instant at;
    private final @Nullable NodeName node;
    private final SortedMap<String, String> data;

    private ClusterEvent(Builder builder) {
        Problems problems = new Problems("event");
        id = builder.id;
        name = problems.required("name", builder.name);
        at = problems.required("at", builder.at);
        node = builder.node;
        data = Collections.unmodifiableSortedMap(new TreeMap<>(builder.data));
        problems.check(id > 0, "id is not positive: " + id);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns its id: greater than those of all events before it, and never given again. */
    public long id() {
        return id;
    }

    /** Returns what happened. */
    public EventType type() {
        return EventType.ofWord(name);
    }

    /** Returns the word for what happened, which a later release may have added. */
    public String name() {
        return name;
    }

    /** Returns when it was written down. */
    public Instant at() {
        return at;
    }

    /** Returns the node where it happened; empty when it is not about one node. */
    public Optional<NodeName> node() {
        return Optional.ofNullable(node);
    }

    /**
     * Returns what it is about, e.g. {@code volume.name}, {@code volume.id}, {@code peer.name}, {@code device.path}, {@code
     * brick.path}; unmodifiable.
     */
    public SortedMap<String, String> data() {
        return data;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ClusterEvent that
                        && id == that.id
                        && name.equals(that.name)
                        && at.equals(that.at)
                        && Objects.equals(node, that.node)
                        && data.equals(that.data));
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, at, node, data);
    }

    @Override
    public String toString() {
        return "ClusterEvent[id=" + id + ", name=" + name + ", at=" + at + ", node=" + node + ", data=" + data + "]";
    }

    /** Builds a {@link ClusterEvent}; not safe to share between threads. */
    public static final class Builder {

        private long id;
        private @Nullable String name;
        private @Nullable Instant at;
        private @Nullable NodeName node;
        private SortedMap<String, String> data = new TreeMap<>();

        private Builder() {}

        /** Sets its id; required. */
        public Builder id(long id) {
            this.id = id;
            return this;
        }

        /** Sets the word for what happened; required. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets when it was written down; required. */
        public Builder at(Instant at) {
            this.at = Objects.requireNonNull(at, "at");
            return this;
        }

        /** Sets the node where it happened; none by default. */
        public Builder node(NodeName node) {
            this.node = Objects.requireNonNull(node, "node");
            return this;
        }

        /** Sets what it is about; nothing by default. */
        public Builder data(SortedMap<String, String> data) {
            this.data = new TreeMap<>(data);
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public ClusterEvent build() {
            return new ClusterEvent(this);
        }
    }
}
