/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.junit.jupiter.api.Test;

class PublishedVolfilesTest {
    private static final String DEVICE = new UUID(3, 3).toString();

    private final PublishedVolfiles published = new PublishedVolfiles(Path.of("/gcs/run/self-heal.pid"));

    /** A process that is given the graph of a brick which was detached from it a moment ago begins to serve it anew, by itself. */
    @Test
    void aBrickOfAVolumeThatIsNotStarted_hasNoVolfile() {
        VolumeRecord started = volume("v", 1 << 30, Intent.STARTED);
        String key = VolfileKey.brick("v", started.bricks().get(0).id()).toString();

        published.publish(started, true, new TreeMap<>());
        assertThat(published.volfile(key, true)).isPresent();
        assertThat(published.volfile(key, false)).isEmpty();

        published.publish(volume("v", 1 << 30, Intent.STOPPED), false, new TreeMap<>());
        assertThat(published.volfile(key, true)).isEmpty();
        assertThat(published.volfile("v", true)).isEmpty();
    }

    private static VolumeRecord volume(String name, long size, Intent intent) {
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
