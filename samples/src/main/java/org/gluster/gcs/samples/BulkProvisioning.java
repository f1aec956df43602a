/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.volume.Volume;

/** Many volumes by one durable operation, planned together; running it again makes nothing twice. */
public final class BulkProvisioning {
    private BulkProvisioning() {}

    /** Runs it on the cluster that the arguments name, or a simulated one. */
    public static void main(String[] arguments) {
        List<String> claims =
                IntStream.rangeClosed(1, 20).mapToObj(i -> "bulk-" + i).toList();
        try (SampleCluster cluster = SampleCluster.of(arguments)) {
            SortedMap<String, Volume> made =
                    provide(cluster.gcs(), claims, Capacity.ofGiB(1), Duration.ofMinutes(10), System.out);
            made.values().forEach(volume -> System.out.println(volume.name() + " is " + volume.state()));
        }
    }

    /** Creates a volume for each claim; says which could not be made, and why. */
    static SortedMap<String, Volume> provide(
            Gcs gcs, List<String> claims, Capacity size, Duration limit, PrintStream out) {
        // Best effort: one claim that is refused stops no other. All or none would be the default.
        BulkResult<Volume> result = gcs.volumes()
                .createAll(all -> {
                    all.bestEffort();
                    claims.forEach(claim -> all.volume(request -> request.name(claim)
                            .capacity(size)
                            .start(true)
                            .idempotencyKey(claim))); // the same claim can be asked for again
                })
                .await(limit);
        result.failures()
                .forEach(failure -> out.println(
                        failure.subject() + ": " + failure.error().orElseThrow().message()));
        SortedMap<String, Volume> made = new TreeMap<>();
        result.values().forEach(volume -> made.put(volume.name().value(), volume));
        return made;
    }
}
