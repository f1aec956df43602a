/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.HttpTransport;
import org.gluster.gcs.testkit.gd2.StandInGd2;
import org.gluster.gcs.testkit.gd2.StandInGd2.Effect;
import org.gluster.gcs.testkit.workload.MixedOperations.Report;
import org.junit.jupiter.api.Test;

/**
 * The remote client over a stand-in for GlusterD2 with its defects, through a proxy that drops, delays, duplicates and cuts.
 * Prints its seed; {@code -Dgcs.operations=10000} runs as many, {@code -Dgcs.seed=N} replays.
 */
final class StandInUnderChaosTest {
    private static final double LIKELIHOOD = 0.12;

    @Test
    void nothing_is_duplicated_and_every_doubt_is_told() throws IOException {
        long seed = Chaos.seed();
        List<String> before = Chaos.threads();
        try (StandInGd2 standIn = StandInGd2.cluster(3)
                        .seed(seed)
                        .second(Duration.ofMillis(5))
                        .falseDeletes(1 / 50.0)
                        .lostCreates(1 / 50.0)
                        .slowChanges(1 / 200.0)
                        .open();
                Chaos chaos = new Chaos(standIn.address(), seed, LIKELIHOOD);
                RemoteGcs truth = RemoteGcs.over(HttpTransport.builder()
                        .endpoint(standIn.uri().toString())
                        .build())) {
            Report report = MixedOperations.over(chaos.gcs())
                    .seed(seed)
                    .operations(Chaos.operations())
                    .threads(8)
                    .keysForCreatesOnly()
                    .option("replicate.eager-lock", "on", "off")
                    .awaitTimeout(Duration.ofSeconds(2))
                    .build()
                    .run()
                    .report(truth);
            chaos.gcs().close();
            boolean released = Chaos.eventually(() -> chaos.proxy().openConnections() == 0);
            System.out.println("stand-in under chaos: replay with -Dgcs.seed=" + seed + " -Dgcs.operations="
                    + Chaos.operations() + ": " + report);
            System.out.println("  requests " + chaos.watch().ends() + ", longest "
                    + chaos.watch().longest().toMillis() + " ms");
            System.out.println(
                    "  proxy " + chaos.proxy().counts() + " on " + chaos.proxy().connections() + " connections");

            assertThat(report.violations())
                    .as("replay with -Dgcs.seed=%s", seed)
                    .isEmpty();
            assertThat(chaos.watch().late()).as("calls beyond their deadlines").isEmpty();
            assertThat(released).as("connections of a closed client end").isTrue();
            assertThat(duplicates(standIn.effects()))
                    .as("volumes made twice by one key")
                    .isEmpty();
        }
        assertThat(Chaos.eventually(() -> Chaos.threads().equals(before)))
                .as("threads left: %s", Chaos.threads())
                .isTrue();
    }

    /** The keys by which more than one volume was made. */
    private static List<String> duplicates(List<Effect> effects) {
        Map<String, Long> made = effects.stream()
                .filter(effect -> effect.what().equals("created"))
                .collect(Collectors.groupingBy(
                        effect -> effect.metadata().getOrDefault("gcs.key", "none for " + effect.id()),
                        Collectors.counting()));
        return made.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
