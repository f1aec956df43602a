/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gluster.gcs.engine.server.Credentials;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.testkit.workload.MixedOperations.Report;
import org.junit.jupiter.api.Test;

/**
 * The remote client over our front door, through a proxy that drops, delays, duplicates and cuts. Prints its seed;
 * {@code -Dgcs.operations=10000} runs as many, {@code -Dgcs.seed=N} replays.
 */
final class FrontDoorUnderChaosTest {
    private static final double LIKELIHOOD = 0.2;

    @Test
    void every_change_happens_once_and_every_call_ends_in_time() throws IOException {
        long seed = Chaos.seed();
        List<String> before = Chaos.threads();
        try (SimulatedGcs cluster = SimulatedGcs.create(3, seed);
                FrontDoor door = FrontDoor.serve(
                        cluster, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Credentials.none());
                Chaos chaos = new Chaos(door.address(), seed, LIKELIHOOD)) {
            Report report = MixedOperations.over(chaos.gcs())
                    .seed(seed)
                    .operations(Chaos.operations())
                    .threads(8)
                    .build()
                    .run()
                    .report(cluster);
            chaos.gcs().close();
            boolean released = Chaos.eventually(() -> chaos.proxy().openConnections() == 0);
            print(seed, report, chaos, door);

            assertThat(report.violations())
                    .as("replay with -Dgcs.seed=%s", seed)
                    .isEmpty();
            assertThat(chaos.watch().late()).as("calls beyond their deadlines").isEmpty();
            assertThat(released).as("connections of a closed client end").isTrue();
            assertThat(report.counts().get("done")).isPositive();
            eachKeyOnce(cluster.operations().list(), report);
            assertThat(cluster.violations()).isEmpty();
        }
        assertThat(Chaos.eventually(() -> Chaos.threads().equals(before)))
                .as("threads left: %s", Chaos.threads())
                .isTrue();
    }

    /** A create of one name by one key is one operation, so a name never has more than were asked for. */
    private static void eachKeyOnce(List<OperationInfo> operations, Report report) {
        Map<String, Long> together = operations.stream()
                .filter(operation -> operation.kind() == OperationKind.CREATE_VOLUME)
                .filter(operation -> operation.subject().startsWith("together-"))
                .collect(Collectors.groupingBy(OperationInfo::subject, Collectors.counting()));
        assertThat(together.values()).containsOnly(1L);
        long changes = operations.stream()
                .filter(operation -> operation.subject().startsWith("v"))
                .count();
        assertThat(changes).isLessThanOrEqualTo(report.counts().get("asked"));
    }

    private static void print(long seed, Report report, Chaos chaos, FrontDoor door) {
        System.out.println("front door under chaos: replay with -Dgcs.seed=" + seed + " -Dgcs.operations="
                + Chaos.operations() + ": " + report);
        System.out.println("  requests " + chaos.watch().ends() + ", longest "
                + chaos.watch().longest().toMillis() + " ms");
        System.out.println("  proxy " + chaos.proxy().counts() + " on "
                + chaos.proxy().connections() + " connections; server " + door.counts());
    }
}
