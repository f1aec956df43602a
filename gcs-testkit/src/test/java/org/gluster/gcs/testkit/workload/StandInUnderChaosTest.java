/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        run("stand-in under chaos", Chaos.operations(), false);
    }

    @Test
    void a_daemon_killed_again_and_again_costs_no_volume_that_was_told_of() throws IOException {
        run("stand-in killed under chaos", Chaos.operations() / 2, true);
    }

    private static void run(String what, int operations, boolean kills) throws IOException {
        long seed = Chaos.seed();
        List<String> before = Chaos.threads();
        StandInGd2.Builder made = StandInGd2.cluster(3)
                .seed(seed)
                .second(Duration.ofMillis(5))
                .falseDeletes(1 / 50.0)
                .lostCreates(1 / 50.0)
                .slowChanges(1 / 200.0);
        try (StandInGd2 standIn = made.open();
                Chaos chaos = new Chaos(standIn.address(), seed, LIKELIHOOD);
                RemoteGcs truth = RemoteGcs.over(HttpTransport.builder()
                        .endpoint(standIn.uri().toString())
                        .build());
                Killer killer = new Killer(standIn, kills)) {
            MixedOperations.Builder asked = MixedOperations.over(chaos.gcs())
                    .seed(seed)
                    .operations(operations)
                    .threads(8)
                    .keysForCreatesOnly()
                    .option("replicate.eager-lock", "on", "off")
                    .awaitTimeout(Duration.ofSeconds(2));
            MixedOperations run =
                    (kills ? asked.doubtfulCreatesAreUndone() : asked).build().run();
            killer.end();
            standIn.clean();
            Report report = run.report(truth);
            chaos.gcs().close();
            boolean released = Chaos.eventually(() -> chaos.proxy().openConnections() == 0);
            System.out.println(what + ": replay with -Dgcs.seed=" + seed + " -Dgcs.operations=" + Chaos.operations()
                    + ": " + report);
            System.out.println("  requests " + chaos.watch().ends() + ", longest "
                    + chaos.watch().longest().toMillis() + " ms; killed " + killer.kills() + " times");
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

    /** Kills a daemon several times a second, and starts it again. */
    private static final class Killer implements AutoCloseable {
        private final StandInGd2 victim;
        private final CountDownLatch ending = new CountDownLatch(1);
        private final AtomicInteger kills = new AtomicInteger();
        private final Thread thread = new Thread(this::kill, "gcs-killer");

        Killer(StandInGd2 victim, boolean kills) {
            this.victim = victim;
            if (kills) {
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void kill() {
            try {
                while (!ending.await(250, TimeUnit.MILLISECONDS)) {
                    victim.kill();
                    kills.incrementAndGet();
                    ending.await(20, TimeUnit.MILLISECONDS);
                    victim.restart();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                victim.restart();
            }
        }

        int kills() {
            return kills.get();
        }

        void end() {
            ending.countDown();
            assertThat(Chaos.eventually(() -> !thread.isAlive())).isTrue();
        }

        @Override
        public void close() {
            end();
        }
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
