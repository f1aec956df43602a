/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
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

    /** Returns what it may give to bricks. */
    public Capacity size() {
        return size;
    }

    /** Returns what bricks have reserved, those being deleted included. */
    public Capacity reserved() {
        return reserved;
    }

    /** Returns what a new brick could still get. */
    public Capacity free() {
        return free;
    }

    /** Returns the type of the file system, e.g. {@code xfs}. */
    public String fileSystem() {
        return fileSystem;
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
                        && fileSystem.equals(that.fileSystem));
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, node, path, state, size, reserved, free, fileSystem);
    }

    @Override
    public String toString() {
        return "Device[id=" + id + ", node=" + node + ", path=" + path + ", state=" + state + ", size=" + size
                + ", reserved=" + reserved + ", free=" + free + ", fileSystem=" + fileSystem + "]";
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

        /** Sets what it may give to bricks; required. */
        public Builder size(Capacity size) {
            this.size = Objects.requireNonNull(size, "size");
            return this;
        }

        /** Sets what bricks have reserved, those being deleted included; required. */
        public Builder reserved(Capacity reserved) {
            this.reserved = Objects.requireNonNull(reserved, "reserved");
            return this;
        }

        /** Sets what a new brick could still get; required. */
        public Builder free(Capacity free) {
            this.free = Objects.requireNonNull(free, "free");
            return this;
        }

        /** Sets the type of the file system, e.g. {@code xfs}; required. */
        public Builder fileSystem(String fileSystem) {
            this.fileSystem = Objects.requireNonNull(fileSystem, "fileSystem");
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
