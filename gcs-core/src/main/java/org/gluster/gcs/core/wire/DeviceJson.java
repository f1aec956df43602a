/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.NodeName;

/** A device or a directory that a node gives to the cluster; sizes are bytes. */
public record DeviceJson(
        UUID id, String node, String path, DeviceState state, long size, long reserved, long free, String fileSystem) {

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
                device.fileSystem());
    }

    /** Returns the device. */
    public Device toDevice() {
        return Device.builder()
                .id(DeviceId.of(id))
                .node(NodeName.of(node))
                .path(path)
                .state(state)
                .size(Capacity.ofBytes(size))
                .reserved(Capacity.ofBytes(reserved))
                .free(Capacity.ofBytes(free))
                .fileSystem(fileSystem)
                .build();
    }
}
