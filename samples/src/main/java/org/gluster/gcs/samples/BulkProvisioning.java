/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.volume.Volume;

/** Many volumes at once: all are asked for before the first is awaited, and running it again makes only what is missing. */
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
        Map<String, CompletableFuture<Volume>> creations = new LinkedHashMap<>();
        SortedMap<String, Volume> made = new TreeMap<>();
        for (String claim : claims) {
            try {
                // Returns when space is reserved and the intent is recorded; the future ends when the volume is there.
                creations.put(
                        claim,
                        gcs.volumes()
                                .create(request -> request.name(claim)
                                        .capacity(size)
                                        .start(true)
                                        .idempotencyKey(claim))
                                .toFuture()
                                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
            } catch (GcsException refused) {
                out.println(claim + ": " + refused.getMessage());
            }
        }
        creations.forEach((claim, creation) -> {
            try {
                made.put(claim, creation.join());
            } catch (CompletionException failed) {
                // Whatever it was: the same claim can be asked for again, with the same key.
                out.println(claim + ": " + failed.getCause());
            }
        });
        return made;
    }
}
