/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.volume.Redundancy;

/** This project: three nodes in this JVM, one device each. */
final class GcsSide implements Side {
    private static final int NODES = 3;
    private static final double RATIO = 100;
    private static final double WATERMARK = 0.95;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EmbeddedGcs.Running gcs;
    private final Capacity size;

    /** @param thin whether devices may promise more than they have */
    GcsSide(Path root, long size, boolean thin) throws IOException {
        this.size = Capacity.ofBytes(size);
        Path data = Files.createDirectories(root.resolve("data"));
        gcs = EmbeddedGcs.builder().dataDirectory(data).awaitTimeout(PATIENCE).build();
        for (int node = 1; node <= NODES; node++) {
            String name = "node-" + node;
            String address = "127.0.0." + node;
            Path device = Files.createDirectories(root.resolve("device-" + node));
            gcs.peers().add(p -> p.name(name).address(address)).await();
            gcs.devices()
                    .add(d -> d.node(name)
                            .path(device.toString())
                            .policy(thin ? DevicePolicy.thin(RATIO, WATERMARK) : DevicePolicy.reserved()))
                    .await();
        }
    }

    @Override
    public String name() {
        return "gcs";
    }

    @Override
    public long create(String volume) {
        long from = System.nanoTime();
        gcs.volumes()
                .create(v -> v.name(volume)
                        .capacity(size)
                        .redundancy(Redundancy.replicated(NODES))
                        .start(true))
                .await();
        return System.nanoTime() - from;
    }

    /** The same in two calls. */
    long createThenStart(String volume) {
        long from = System.nanoTime();
        gcs.volumes()
                .create(v -> v.name(volume).capacity(size).redundancy(Redundancy.replicated(NODES)))
                .await();
        gcs.volume(volume).start().await();
        return System.nanoTime() - from;
    }

    @Override
    public long delete(String volume) {
        long from = System.nanoTime();
        gcs.volume(volume).stop().await();
        gcs.volume(volume).delete().await();
        return System.nanoTime() - from;
    }

    /** Deletes all there are. */
    void clear() {
        gcs.volumes()
                .list()
                .forEach(volume -> gcs.volume(volume.name().value())
                        .delete(d -> d.stopFirst().ifExists())
                        .await());
    }

    @Override
    public void close() {
        try {
            clear();
        } finally {
            gcs.shutdown(DataPlane.STOP);
        }
    }
}
