/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;

/** Records of volumes for tests. */
public final class SampleVolumes {
    private static final String DEVICE = new UUID(3, 3).toString();

    private SampleVolumes() {}

    /** Of three copies, on node-1 to node-3; the same name has the same ids. */
    public static VolumeRecord volume(String name, long size, Intent intent) {
        List<BrickRecord> bricks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bricks.add(new BrickRecord(
                    new UUID(i, name.hashCode()).toString(),
                    i,
                    0,
                    "DATA",
                    "node-" + (i + 1),
                    "127.0.0." + (i + 1),
                    BrickRecord.Backing.IMAGE,
                    DEVICE,
                    "/data/d1",
                    size,
                    "/gcs/nodes/node-" + (i + 1) + "/bricks/" + name + "." + i + "/brick",
                    false,
                    0,
                    Map.of()));
        }
        return VolumeRecord.builder()
                .id(new UUID(7, name.hashCode()).toString())
                .name(name)
                .capacity(size)
                .usable(size)
                .averageFile(0)
                .redundancy("replicated:3")
                .accessMode("RWX")
                .intent(intent)
                .state("STARTED")
                .generation(1)
                .operation("")
                .bricks(bricks)
                .labels(new TreeMap<>())
                .metadata(new TreeMap<>())
                .clients(List.of())
                .user("user")
                .password("password")
                .idempotencyKey("")
                .createdAt("2026-01-01T00:00:00Z")
                .build();
    }
}
