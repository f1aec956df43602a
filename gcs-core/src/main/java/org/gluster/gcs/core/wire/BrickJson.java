/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.jspecify.annotations.Nullable;

/** One brick of a volume; its size is bytes. */
public record BrickJson(
        UUID id,
        int index,
        int subvolume,
        BrickRole role,
        String node,
        String address,
        @Nullable UUID device,
        String path,
        long size,
        BrickState state,
        @Nullable Integer port,
        boolean behind) {

    /** Checks that nothing is missing. */
    public BrickJson {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(state, "state");
    }

    /** Returns the JSON of a brick. */
    public static BrickJson of(Brick brick) {
        return new BrickJson(
                brick.id(),
                brick.index(),
                brick.subvolume(),
                brick.role(),
                brick.node().value(),
                brick.address(),
                brick.device().map(DeviceId::value).orElse(null),
                brick.path(),
                brick.size().bytes(),
                brick.state(),
                brick.port().isPresent() ? (Integer) brick.port().getAsInt() : null,
                brick.behind());
    }

    /** Returns the brick. */
    public Brick toBrick() {
        Brick.Builder builder = Brick.builder()
                .id(id)
                .index(index)
                .subvolume(subvolume)
                .role(role)
                .node(NodeName.of(node))
                .address(address)
                .path(path)
                .size(Capacity.ofBytes(size))
                .state(state)
                .behind(behind);
        if (device != null) {
            builder.device(DeviceId.of(device));
        }
        Given.when(port, builder::port);
        return builder.build();
    }
}
