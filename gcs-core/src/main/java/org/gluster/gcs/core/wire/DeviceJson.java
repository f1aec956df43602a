/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.DeviceUsage;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.volume.VolumeName;
import org.jspecify.annotations.Nullable;

/**
 * A device or a directory that a node gives to the cluster; sizes are bytes, the policy is as {@link DevicePolicy} prints
 * it. What is not given has its default; {@code total} is told only, since it follows from size and policy.
 */
public record DeviceJson(
        UUID id,
        String node,
        String path,
        DeviceState state,
        long size,
        long reserved,
        long free,
        String fileSystem,
        @Nullable Boolean enabled,
        @Nullable String reason,
        @Nullable String policy,
        @Nullable SortedMap<String, String> labels,
        @Nullable Long total,
        @Nullable Long lost,
        @Nullable Usage usage,
        @Nullable List<Use> usedBy) {

    /** How full its file system really is. */
    public record Usage(long size, long used) {}

    /** What one brick has of a device. */
    public record Use(String volume, int index, UUID id, long reserved) {

        /** Checks that nothing is missing. */
        public Use {
            Objects.requireNonNull(volume, "volume");
            Objects.requireNonNull(id, "id");
        }

        static Use of(DeviceBrick brick) {
            return new Use(
                    brick.volume().value(),
                    brick.index(),
                    brick.id(),
                    brick.reserved().bytes());
        }

        DeviceBrick toBrick() {
            return new DeviceBrick(VolumeName.of(volume), index, id, Capacity.ofBytes(reserved));
        }
    }

    /** Checks that nothing is missing. */
    public DeviceJson {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(fileSystem, "fileSystem");
    }

    /** Returns the JSON of a device. */
    public static DeviceJson of(Device device) {
        return new DeviceJson(
                device.id().value(),
                device.node().value(),
                device.path(),
                device.state(),
                device.size().bytes(),
                device.reserved().bytes(),
                device.free().bytes(),
                device.fileSystem(),
                device.enabled(),
                device.reason(),
                device.policy().toString(),
                device.labels(),
                device.total().bytes(),
                device.lost().bytes(),
                device.usage()
                        .map(usage ->
                                new Usage(usage.size().bytes(), usage.used().bytes()))
                        .orElse(null),
                device.usedBy().stream().map(Use::of).toList());
    }

    /** Returns the device. */
    public Device toDevice() {
        Device.Builder device = Device.builder()
                .id(DeviceId.of(id))
                .node(NodeName.of(node))
                .path(path)
                .state(state)
                .size(Capacity.ofBytes(size))
                .reserved(Capacity.ofBytes(reserved))
                .free(Capacity.ofBytes(free))
                .fileSystem(fileSystem)
                .labels(Given.map(labels))
                .usedBy(Given.list(usedBy).stream().map(Use::toBrick).toList());
        Given.when(enabled, device::enabled);
        Given.when(reason, device::reason);
        Given.when(policy, text -> device.policy(DevicePolicy.parse(text)));
        Given.when(lost, bytes -> device.lost(Capacity.ofBytes(bytes)));
        Given.when(
                usage,
                given -> device.usage(new DeviceUsage(Capacity.ofBytes(given.size()), Capacity.ofBytes(given.used()))));
        return device.build();
    }
}
