/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * One brick of a volume. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class Brick {

    private final UUID id;
    private final int index;
    private final int subvolume;
    private final BrickRole role;
    private final NodeName node;
    private final String address;
    private final @Nullable DeviceId device;
    private final String path;
    private final Capacity size;
    private final BrickState state;
    private final @Nullable Integer port;
    private final boolean behind;

    private Brick(Builder builder) {
        Problems problems = new Problems("brick");
        id = problems.required("id", builder.id);
        index = builder.index;
        subvolume = builder.subvolume;
        role = builder.role;
        node = problems.required("node", builder.node);
        address = problems.required("address", builder.address);
        device = builder.device;
        path = problems.required("path", builder.path);
        size = problems.required("size", builder.size);
        state = builder.state;
        port = builder.port;
        behind = builder.behind;
        problems.check(index >= 0, "index is negative: " + index);
        problems.check(subvolume >= 0, "subvolume is negative: " + subvolume);
        problems.check(port == null || (port > 0 && port < 65536), "port is not between 1 and 65535: " + port);
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
        builder.index = index;
        builder.subvolume = subvolume;
        builder.role = role;
        builder.node = node;
        builder.address = address;
        builder.device = device;
        builder.path = path;
        builder.size = size;
        builder.state = state;
        builder.port = port;
        builder.behind = behind;
        return builder;
    }

    /** Returns its id. */
    public UUID id() {
        return id;
    }

    /** Returns its place in the volume, from 0. */
    public int index() {
        return index;
    }

    /** Returns the replica or disperse set it is in, from 0. */
    public int subvolume() {
        return subvolume;
    }

    /** Returns what it holds. */
    public BrickRole role() {
        return role;
    }

    /** Returns the node it is on. */
    public NodeName node() {
        return node;
    }

    /** Returns the address clients reach it at. */
    public String address() {
        return address;
    }

    /** Returns the device it is on; empty for a directory that the request named, which is on none. */
    public Optional<DeviceId> device() {
        return Optional.ofNullable(device);
    }

    /** Returns the directory it exports. */
    public String path() {
        return path;
    }

    /** Returns what it holds of its device; 0 for a directory that the request named. */
    public Capacity size() {
        return size;
    }

    /** Returns where it stands. */
    public BrickState state() {
        return state;
    }

    /** Returns the TCP port it is served on; empty while it is not served. */
    public OptionalInt port() {
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /**
     * Returns whether it has not taken the volume's latest settings yet, because its device is ill and nothing serves it. It
     * takes them when the device is back.
     */
    public boolean behind() {
        return behind;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Brick that
                        && id.equals(that.id)
                        && index == that.index
                        && subvolume == that.subvolume
                        && role.equals(that.role)
                        && node.equals(that.node)
                        && address.equals(that.address)
                        && Objects.equals(device, that.device)
                        && path.equals(that.path)
                        && size.equals(that.size)
                        && state.equals(that.state)
                        && Objects.equals(port, that.port)
                        && behind == that.behind);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, index, subvolume, role, node, address, device, path, size, state, port, behind);
    }

    @Override
    public String toString() {
        return "Brick[id=" + id + ", index=" + index + ", subvolume=" + subvolume + ", role=" + role + ", node=" + node
                + ", address=" + address + ", device=" + device + ", path=" + path + ", size=" + size + ", state="
                + state + ", port=" + port + ", behind=" + behind + "]";
    }

    /** Builds a {@link Brick}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable UUID id;
        private int index;
        private int subvolume;
        private BrickRole role = BrickRole.DATA;
        private @Nullable NodeName node;
        private @Nullable String address;
        private @Nullable DeviceId device;
        private @Nullable String path;
        private @Nullable Capacity size;
        private BrickState state = BrickState.PENDING;
        private @Nullable Integer port;
        private boolean behind;

        private Builder() {}

        /** Sets its id; required. */
        public Builder id(UUID id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Sets its place in the volume, from 0; 0 by default. */
        public Builder index(int index) {
            this.index = index;
            return this;
        }

        /** Sets the replica or disperse set it is in, from 0; 0 by default. */
        public Builder subvolume(int subvolume) {
            this.subvolume = subvolume;
            return this;
        }

        /** Sets what it holds where it is not the default. */
        public Builder role(BrickRole role) {
            this.role = Objects.requireNonNull(role, "role");
            return this;
        }

        /** Sets the node it is on; required. */
        public Builder node(NodeName node) {
            this.node = Objects.requireNonNull(node, "node");
            return this;
        }

        /** Sets the address clients reach it at; required. */
        public Builder address(String address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /** Sets the device it is on; none by default. */
        public Builder device(DeviceId device) {
            this.device = Objects.requireNonNull(device, "device");
            return this;
        }

        /** Sets the directory it exports; required. */
        public Builder path(String path) {
            this.path = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Sets what it holds of its device; required. */
        public Builder size(Capacity size) {
            this.size = Objects.requireNonNull(size, "size");
            return this;
        }

        /** Sets where it stands where it is not the default. */
        public Builder state(BrickState state) {
            this.state = Objects.requireNonNull(state, "state");
            return this;
        }

        /** Sets the TCP port it is served on; absent by default. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Sets whether it has not taken the latest settings yet; false by default. */
        public Builder behind(boolean behind) {
            this.behind = behind;
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Brick build() {
            return new Brick(this);
        }
    }
}
