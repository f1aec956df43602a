/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Cancel;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.volume.OptionChange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While bricks are restarted one node after the other, a later request takes the place of that, at every moment of it. */
class TakeoverTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);
    private static final int EVERY = Integer.getInteger("gcs.every", 24);
    private static final String BACKLOG = "transport.listen-backlog";
    private static final String THREADS = "performance.io-thread-count";

    private static World base = World.empty(Runnable::run);

    /** What takes the place. */
    enum Later {
        /** Takes the earlier change back, with restarts. */
        RESET,
        /** Sets something for which nothing is restarted. */
        SET,
        /** Sets something for which bricks are restarted, to another value. */
        RESTART,
        /** Sets something, and is cancelled at once. */
        CANCELLED,
        /** Stops the volume. */
        STOP,
        /** Deletes the volume. */
        DELETE;

        private Decision<OperationRecord> decision() {
            return switch (this) {
                case RESET ->
                    OptionRequests.change(
                            "started",
                            OptionChange.of(options -> options.resetAll().allowBrickRestart()),
                            Requested.PLAIN);
                case SET, CANCELLED ->
                    OptionRequests.change(
                            "started", OptionChange.of(options -> options.set(THREADS, "24")), Requested.PLAIN);
                case RESTART ->
                    OptionRequests.change(
                            "started",
                            OptionChange.of(
                                    options -> options.set(BACKLOG, "512").allowBrickRestart()),
                            Requested.PLAIN);
                case STOP -> VolumeRequests.stop("started", Requested.PLAIN);
                case DELETE -> VolumeRequests.delete("started", true, false, Requested.PLAIN);
            };
        }
    }

    @BeforeAll
    static void makeBase() {
        base = Worlds.withVolumes(3, SEED);
    }

    private static Decision<OperationRecord> restart() {
        return OptionRequests.change(
                "started",
                OptionChange.of(options -> options.set(BACKLOG, "2048").allowBrickRestart()),
                Requested.PLAIN);
    }

    @ParameterizedTest
    @EnumSource(Later.class)
    void atEveryMomentOfARollingRestart(Later later) {
        int moments = moments();
        ConcurrentSkipListMap<String, AtomicInteger> ends = new ConcurrentSkipListMap<>();
        List<String> failures = IntStream.range(0, moments / EVERY)
                .parallel()
                .mapToObj(i -> {
                    int moment = i * EVERY;
                    try {
                        ends.computeIfAbsent(at(moment, later, i % 3 == 2), end -> new AtomicInteger())
                                .incrementAndGet();
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "-Dgcs.seed=" + SEED + ", " + later + " after event " + moment + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        System.out.println(later + " over a rolling restart: " + moments + " moments, every " + EVERY + "th: "
                + new TreeMap<>(ends) + " (seed " + SEED + ")");
        assertThat(failures).isEmpty();
        assertThat(ends).containsKey("SUPERSEDED");
        assertThat(moments).isGreaterThan(200);
    }

    private static int moments() {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.submit(engine, restart(), new ArrayList<>());
        int events = 1;
        while (run.steps(1)) {
            events++;
        }
        return events;
    }

    /** Answers how the earlier operation ended. */
    private static String at(int moment, Later later, boolean thenKill) {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<OperationRecord> begun = new ArrayList<>();
        run.submit(engine, restart(), begun);
        run.steps(moment);
        while (begun.isEmpty()) {
            run.steps(1);
        }
        List<OperationRecord> second = new ArrayList<>();
        run.submit(engine, later.decision(), second);
        while (second.isEmpty()) {
            assertThat(run.steps(1)).as("the later request is answered").isTrue();
        }
        boolean cancelled = later == Later.CANCELLED && !second.get(0).terminal();
        if (cancelled) {
            List<OperationRecord> cancelling = new ArrayList<>();
            run.submit(engine, new Cancel(second.get(0).id()), cancelling);
            while (cancelling.isEmpty()) {
                assertThat(run.steps(1)).as("it is cancelled").isTrue();
            }
        }
        if (thenKill) {
            run.steps(moment % 97);
            engine.kill();
            run.open(Cuts.none());
        }
        run.settle();

        assertThat(run.violations()).isEmpty();
        assertThat(Worlds.operation(run, second.get(0).id()).state()).isEqualTo(cancelled ? "CANCELLED" : "SUCCEEDED");
        if (later == Later.DELETE) {
            assertThat(Worlds.find(run, Keys.volume("started"))).isEmpty();
        } else {
            VolumeRecord volume = Worlds.volume(run, "started");
            assertThat(volume.change()).isEqualTo(VolumeRecord.Change.NONE);
            assertThat(volume.options().keySet())
                    .containsExactlyElementsOf(
                            switch (later) {
                                case RESET -> List.of();
                                case SET -> List.of(THREADS, BACKLOG);
                                default ->
                                    cancelled || later != Later.CANCELLED
                                            ? List.of(BACKLOG)
                                            : List.of(THREADS, BACKLOG);
                            });
        }
        String end = Worlds.operation(run, begun.get(0).id()).state();
        assertThat(end).isIn("SUPERSEDED", "SUCCEEDED");
        return end;
    }
}
