/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A device or a directory that a node gives to the cluster. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class Device {

    private final DeviceId id;
    private final NodeName node;
    private final String path;
    private final DeviceState state;
    private final Capacity size;
    private final Capacity reserved;
    private final Capacity free;
    private final String fileSystem;
    private final boolean enabled;
    private final String reason;
    private final DevicePolicy policy;
    private final SortedMap<String, String> labels;
    private final Capacity lost;
    private final @Nullable DeviceUsage usage;
    private final List<DeviceBrick> usedBy;

    private Device(Builder builder) {
        Problems problems = new Problems("device");
        id = problems.required("id", builder.id);
        node = problems.required("node", builder.node);
        path = problems.required("path", builder.path);
        state = problems.required("state", builder.state);
        size = problems.required("size", builder.size);
        reserved = problems.required("reserved", builder.reserved);
        free = problems.required("free", builder.free);
        fileSystem = problems.required("fileSystem", builder.fileSystem);
        enabled = builder.enabled;
        reason = builder.reason;
        policy = builder.policy;
        labels = builder.labels;
        lost = builder.lost;
        usage = builder.usage;
        usedBy = builder.usedBy;
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.node = node;
        builder.path = path;
        builder.state = state;
        builder.size = size;
        builder.reserved = reserved;
        builder.free = free;
        builder.fileSystem = fileSystem;
        builder.enabled = enabled;
        builder.reason = reason;
        builder.policy = policy;
        builder.labels = labels;
        builder.lost = lost;
        builder.usage = usage;
        builder.usedBy = usedBy;
        return builder;
    }

    /** Returns its id. */
    public DeviceId id() {
        return id;
    }

    /** Returns the node it is on. */
    public NodeName node() {
        return node;
    }

    /** Returns its path on the node. */
    public String path() {
        return path;
    }

    /** Returns where it stands. */
    public DeviceState state() {
        return state;
    }

    /** Returns what bricks may really occupy of it. */
    public Capacity size() {
        return size;
    }

    /** Returns what bricks may reserve on it together: its size, or more of it where its policy overcommits. */
    public Capacity total() {
        return policy.reservable(size);
    }

    /** Returns what bricks have reserved, those being deleted included. */
    public Capacity reserved() {
        return reserved;
    }

    /**
     * Returns what new bricks could still reserve: {@link #total()} less {@link #reserved()} and {@link #lost()}, and
     * never less than 0.
     */
    public Capacity free() {
        return free;
    }

    /** Returns the type of the file system, e.g. {@code xfs}. */
    public String fileSystem() {
        return fileSystem;
    }

    /** Returns whether new bricks may go there, as was asked; its state tells whether they can. */
    public boolean enabled() {
        return enabled;
    }

    /** Returns why it is in its state, for a person; empty when there is nothing to say. */
    public String reason() {
        return reason;
    }

    /** Returns how much bricks may reserve on it, and when they take it. */
    public DevicePolicy policy() {
        return policy;
    }

    /** Returns its labels; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /**
     * Returns what others took of what bricks could have reserved, as its node saw it last. What bricks reserved already
     * is not part of it: on a device of the policy {@link DevicePolicy#reserved()} that is safe.
     */
    public Capacity lost() {
        return lost;
    }

    /** Returns how full its file system really is, as its node saw it last; empty when it has not seen it yet. */
    public Optional<DeviceUsage> usage() {
        return Optional.ofNullable(usage);
    }

    /**
     * Returns the bricks that have reserved something on it, those being deleted included, by volume and index;
     * unmodifiable. Their reservations are {@link #reserved()}.
     */
    public List<DeviceBrick> usedBy() {
        return usedBy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Device that
                        && id.equals(that.id)
                        && node.equals(that.node)
                        && path.equals(that.path)
                        && state.equals(that.state)
                        && size.equals(that.size)
                        && reserved.equals(that.reserved)
                        && free.equals(that.free)
                        && fileSystem.equals(that.fileSystem)
                        && enabled == that.enabled
                        && reason.equals(that.reason)
                        && policy.equals(that.policy)
                        && labels.equals(that.labels)
                        && lost.equals(that.lost)
                        && Objects.equals(usage, that.usage)
                        && usedBy.equals(that.usedBy));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                id,
                node,
                path,
                state,
                size,
                reserved,
                free,
                fileSystem,
                enabled,
                reason,
                policy,
                labels,
                lost,
                usage,
                usedBy);
    }

    @Override
    public String toString() {
        return "Device[id=" + id + ", node=" + node + ", path=" + path + ", state=" + state + ", size=" + size
                + ", reserved=" + reserved + ", free=" + free + ", fileSystem=" + fileSystem + ", enabled="
                + enabled + ", reason=" + reason + ", policy=" + policy + ", labels=" + labels + ", lost=" + lost
                + ", usage=" + usage + ", usedBy=" + usedBy + "]";
    }

    /** Builds a {@link Device}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable DeviceId id;
        private @Nullable NodeName node;
        private @Nullable String path;
        private @Nullable DeviceState state;
        private @Nullable Capacity size;
        private @Nullable Capacity reserved;
        private @Nullable Capacity free;
        private @Nullable String fileSystem;
        private boolean enabled = true;
        private String reason = "";
        private DevicePolicy policy = DevicePolicy.reserved();
        private SortedMap<String, String> labels = Collections.emptySortedMap();
        private Capacity lost = Capacity.ofBytes(0);
        private @Nullable DeviceUsage usage;
        private List<DeviceBrick> usedBy = List.of();

        private Builder() {}

        /** Sets its id; required. */
        public Builder id(DeviceId id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Sets the node it is on; required. */
        public Builder node(NodeName node) {
            this.node = Objects.requireNonNull(node, "node");
            return this;
        }

        /** Sets its path on the node; required. */
        public Builder path(String path) {
            this.path = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Sets where it stands; required. */
        public Builder state(DeviceState state) {
            this.state = Objects.requireNonNull(state, "state");
            return this;
        }

        /** Sets what bricks may really occupy of it; required. */
        public Builder size(Capacity size) {
            this.size = Objects.requireNonNull(size, "size");
            return this;
        }

        /** Sets what bricks have reserved, those being deleted included; required. */
        public Builder reserved(Capacity reserved) {
            this.reserved = Objects.requireNonNull(reserved, "reserved");
            return this;
        }

        /** Sets what new bricks could still reserve; required. */
        public Builder free(Capacity free) {
            this.free = Objects.requireNonNull(free, "free");
            return this;
        }

        /** Sets the type of the file system, e.g. {@code xfs}; required. */
        public Builder fileSystem(String fileSystem) {
            this.fileSystem = Objects.requireNonNull(fileSystem, "fileSystem");
            return this;
        }

        /** Sets whether new bricks may go there, as was asked; true by default. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Sets why it is in its state; empty by default. */
        public Builder reason(String reason) {
            this.reason = Objects.requireNonNull(reason, "reason");
            return this;
        }

        /** Sets its policy; {@link DevicePolicy#reserved()} by default. */
        public Builder policy(DevicePolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Sets its labels; none by default. */
        public Builder labels(Map<String, String> labels) {
            this.labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            return this;
        }

        /** Sets what others took of what bricks could have reserved; nothing by default. */
        public Builder lost(Capacity lost) {
            this.lost = Objects.requireNonNull(lost, "lost");
            return this;
        }

        /** Sets how full its file system really is; not known by default. */
        public Builder usage(DeviceUsage usage) {
            this.usage = Objects.requireNonNull(usage, "usage");
            return this;
        }

        /** Sets the bricks that have reserved something on it; none by default. */
        public Builder usedBy(List<DeviceBrick> usedBy) {
            this.usedBy = List.copyOf(usedBy);
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Device build() {
            return new Device(this);
        }
    }
}
