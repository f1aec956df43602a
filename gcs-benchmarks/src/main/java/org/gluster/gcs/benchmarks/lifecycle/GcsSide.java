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
import org.gluster.gcs.volume.VolumeRequest;

/** This project: three nodes in this JVM, one device each. */
final class GcsSide implements Side {
    private static final int NODES = 3;
    private static final double RATIO = 100;
    private static final double WATERMARK = 0.95;
    private static final String POLICY = "policy";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EmbeddedGcs.Running gcs;
    private final Capacity size;

    /** Each node has two devices: one that reserves, for what is measured, and one that may promise more than it has. */
    GcsSide(Path root, long size) throws IOException {
        this.size = Capacity.ofBytes(size);
        Path data = Files.createDirectories(root.resolve("data"));
        gcs = EmbeddedGcs.builder().dataDirectory(data).awaitTimeout(PATIENCE).build();
        for (int node = 1; node <= NODES; node++) {
            String name = "node-" + node;
            String address = "127.0.0." + node;
            gcs.peers().add(p -> p.name(name).address(address)).await();
            for (boolean reserved : new boolean[] {true, false}) {
                Path device = Files.createDirectories(root.resolve(policy(reserved) + "-" + node));
                gcs.devices()
                        .add(d -> d.node(name)
                                .path(device.toString())
                                .label(POLICY, policy(reserved))
                                .policy(reserved ? DevicePolicy.reserved() : DevicePolicy.thin(RATIO, WATERMARK)))
                        .await();
            }
        }
    }

    @Override
    public String name() {
        return "gcs";
    }

    private static String policy(boolean reserved) {
        return reserved ? "reserved" : "thin";
    }

    private VolumeRequest.Builder wish(VolumeRequest.Builder volume, String name, boolean reserved) {
        return volume.name(name)
                .capacity(size)
                .redundancy(Redundancy.replicated(NODES))
                .placement(where -> where.requireLabel(POLICY, policy(reserved)));
    }

    @Override
    public long create(String volume) {
        return create(volume, true);
    }

    /** A volume that is there beside those that are measured. */
    void fill(String volume) {
        create(volume, false);
    }

    long create(String volume, boolean reserved) {
        long from = System.nanoTime();
        gcs.volumes().create(v -> wish(v, volume, reserved).start(true)).await();
        return System.nanoTime() - from;
    }

    /** The same in two calls. */
    long createThenStart(String volume) {
        long from = System.nanoTime();
        gcs.volumes().create(v -> wish(v, volume, true)).await();
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

    /** Stops and deletes a volume, if there is one; returns how long it took, in nanoseconds. */
    long deleteWhatIsThere(String volume) {
        if (gcs.volumes().find(volume).isEmpty()) {
            return 0;
        }
        return delete(volume);
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
