/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.Objects;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.volume.BrickRole;
import org.jspecify.annotations.Nullable;

/**
 * Where one brick would go. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class PlannedBrick {

    private final int index;
    private final int subvolume;
    private final BrickRole role;
    private final NodeName node;
    private final Zone zone;
    private final DeviceId device;
    private final String devicePath;
    private final Capacity size;
    private final Capacity reserved;

    private PlannedBrick(Builder builder) {
        Problems problems = new Problems("planned brick");
        index = builder.index;
        subvolume = builder.subvolume;
        role = builder.role;
        node = problems.required("node", builder.node);
        zone = problems.required("zone", builder.zone);
        device = problems.required("device", builder.device);
        devicePath = problems.required("devicePath", builder.devicePath);
        size = problems.required("size", builder.size);
        reserved = problems.required("reserved", builder.reserved);
        problems.check(index >= 0, "index is negative: " + index);
        problems.check(subvolume >= 0, "subvolume is negative: " + subvolume);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.index = index;
        builder.subvolume = subvolume;
        builder.role = role;
        builder.node = node;
        builder.zone = zone;
        builder.device = device;
        builder.devicePath = devicePath;
        builder.size = size;
        builder.reserved = reserved;
        return builder;
    }

    /** Returns its place in the volume, from 0. */
    public int index() {
        return index;
    }

    /** Returns the replica or disperse set it is in, from 0. */
    public int subvolume() {
        return subvolume;
    }

    /** Returns what it would hold. */
    public BrickRole role() {
        return role;
    }

    /** Returns the node. */
    public NodeName node() {
        return node;
    }

    /** Returns the failure domain of the node. */
    public Zone zone() {
        return zone;
    }

    /** Returns the device. */
    public DeviceId device() {
        return device;
    }

    /** Returns the path of the device on the node. */
    public String devicePath() {
        return devicePath;
    }

    /**
     * Returns the size of its image or logical volume. Below 300 MiB its XFS is made with
     * {@code mkfs.xfs --unsupported -m reflink=0}.
     */
    public Capacity size() {
        return size;
    }

    /** Returns what it would reserve on the device, overheads included; at least {@link #size()}. */
    public Capacity reserved() {
        return reserved;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PlannedBrick that
                        && index == that.index
                        && subvolume == that.subvolume
                        && role.equals(that.role)
                        && node.equals(that.node)
                        && zone.equals(that.zone)
                        && device.equals(that.device)
                        && devicePath.equals(that.devicePath)
                        && size.equals(that.size)
                        && reserved.equals(that.reserved));
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, subvolume, role, node, zone, device, devicePath, size, reserved);
    }

    @Override
    public String toString() {
        return "PlannedBrick[index=" + index + ", subvolume=" + subvolume + ", role=" + role + ", node=" + node
                + ", zone=" + zone + ", device=" + device + ", devicePath=" + devicePath + ", size=" + size
                + ", reserved=" + reserved + "]";
    }

    /** Builds a {@link PlannedBrick}; not safe to share between threads. */
    public static final class Builder {

        private int index;
        private int subvolume;
        private BrickRole role = BrickRole.DATA;
        private @Nullable NodeName node;
        private @Nullable Zone zone;
        private @Nullable DeviceId device;
        private @Nullable String devicePath;
        private @Nullable Capacity size;
        private @Nullable Capacity reserved;

        private Builder() {}

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

        /** Sets what it would hold where it is not the default. */
        public Builder role(BrickRole role) {
            this.role = Objects.requireNonNull(role, "role");
            return this;
        }

        /** Sets the node; required. */
        public Builder node(NodeName node) {
            this.node = Objects.requireNonNull(node, "node");
            return this;
        }

        /** Sets the failure domain of the node; required. */
        public Builder zone(Zone zone) {
            this.zone = Objects.requireNonNull(zone, "zone");
            return this;
        }

        /** Sets the device; required. */
        public Builder device(DeviceId device) {
            this.device = Objects.requireNonNull(device, "device");
            return this;
        }

        /** Sets the path of the device on the node; required. */
        public Builder devicePath(String devicePath) {
            this.devicePath = Objects.requireNonNull(devicePath, "devicePath");
            return this;
        }

        /** Sets its usable size; required. */
        public Builder size(Capacity size) {
            this.size = Objects.requireNonNull(size, "size");
            return this;
        }

        /** Sets what it would reserve on the device, overheads included; required. */
        public Builder reserved(Capacity reserved) {
            this.reserved = Objects.requireNonNull(reserved, "reserved");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public PlannedBrick build() {
            return new PlannedBrick(this);
        }
    }
}
