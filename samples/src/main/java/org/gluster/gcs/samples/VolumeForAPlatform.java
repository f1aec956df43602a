/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.volume.Volume;

/** What a platform does for a tenant that asks for storage: safe to repeat, whatever happened to the first attempt. */
public final class VolumeForAPlatform {
    private VolumeForAPlatform() {}

    /** Runs it on the cluster that the arguments name, or a simulated one. */
    public static void main(String[] arguments) {
        try (SampleCluster cluster = SampleCluster.of(arguments)) {
            Volume volume = provide(cluster.gcs(), "claim-7", "shop");
            System.out.println(volume.mountSpec().commandLine(Path.of("/mnt/shop")));
            withdraw(cluster.gcs(), volume);
        }
    }

    /** Creates the volume of a claim, or returns the one that an earlier attempt created. */
    static Volume provide(Gcs gcs, String claim, String tenant) {
        Operation<Volume> creation = gcs.volumes()
                .create(request -> request.name("vol-" + claim)
                        .capacity(Capacity.ofGiB(10))
                        .label("tenant", tenant)
                        .start(true)
                        .idempotencyKey(claim));
        // The id is worth storing: gcs.operations().get(id) finds the operation after a restart.
        return creation.await(Duration.ofMinutes(5));
    }

    /** Says no in words when there is no room. */
    static boolean hasRoomFor(Gcs gcs, Capacity size, PrintStream out) {
        try {
            gcs.layouts().plan(request -> request.capacity(size));
            return true;
        } catch (NoFitException full) {
            full.shortfalls().forEach(out::println);
            return false;
        }
    }

    static void withdraw(Gcs gcs, Volume volume) {
        gcs.volume(volume.name().value())
                .delete(request -> request.stopFirst().ifExists())
                .await();
    }
}
