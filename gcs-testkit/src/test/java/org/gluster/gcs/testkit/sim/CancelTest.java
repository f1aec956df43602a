/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Cancel;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operation is cancelled at every moment of it: it ends cancelled with nothing left of it, or it was too late. */
class CancelTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);
    private static final int EVERY = Integer.getInteger("gcs.every", 16);

    private static World base = World.empty(Runnable::run);

    @BeforeAll
    static void makeBase() {
        base = Worlds.withVolumes(3, SEED);
    }

    private static Decision<OperationRecord> change(String kind) {
        return switch (kind) {
            case "create" -> Worlds.create("new", true);
            case "create all" -> Worlds.createAll(Requested.withKey("key-all"), "new", "newer");
            default -> VolumeRequests.start("stopped", Requested.withKey("key-start"));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create all", "start"})
    void cancelAtEveryMoment(String kind) {
        enumerate(kind, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create all", "start"})
    void cancelAtEveryMoment_thenKill(String kind) {
        enumerate(kind, true);
    }

    private static void enumerate(String kind, boolean thenKill) {
        int moments = moments(kind);
        int every = thenKill ? EVERY * 2 : EVERY;
        ConcurrentSkipListMap<String, AtomicInteger> ends = new ConcurrentSkipListMap<>();
        List<String> failures = IntStream.range(0, moments / every)
                .parallel()
                .mapToObj(i -> {
                    int moment = i * every;
                    try {
                        ends.computeIfAbsent(cancelAt(kind, moment, thenKill), end -> new AtomicInteger())
                                .incrementAndGet();
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "-Dgcs.seed=" + SEED + ", cancelled after event " + moment + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        System.out.println("cancel of " + kind + (thenKill ? ", then a kill" : "") + ": " + moments + " moments, every "
                + every + "th: " + new TreeMap<>(ends) + " (seed " + SEED + ")");
        assertThat(failures).isEmpty();
        assertThat(ends).containsKey("CANCELLED");
        assertThat(moments).isGreaterThan(200);
    }

    private static int moments(String kind) {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.submit(engine, change(kind), new ArrayList<>());
        int events = 1;
        while (run.steps(1)) {
            events++;
        }
        return events;
    }

    /** Answers how the operation ended. */
    private static String cancelAt(String kind, int moment, boolean thenKill) {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<OperationRecord> begun = new ArrayList<>();
        run.submit(engine, change(kind), begun);
        run.steps(moment);
        while (begun.isEmpty()) {
            run.steps(1);
        }
        String id = begun.get(0).id();
        List<Throwable> refusals = new ArrayList<>();
        engine.engine().coordinator().submit(new Cancel(id)).whenComplete((operation, failure) -> {
            if (failure != null) {
                refusals.add(failure);
            }
        });
        if (thenKill) {
            run.steps(new SplittableRandom(SEED + moment).nextInt(300));
            engine.kill();
            engine = run.open(Cuts.none());
        }
        run.settle();

        assertThat(run.violations()).isEmpty();
        String end = Worlds.operation(run, id).state();
        if (end.equals("CANCELLED")) {
            assertThat(refusals).isEmpty();
            if (kind.startsWith("create")) {
                assertThat(Worlds.find(run, Keys.volume("new"))).isEmpty();
                assertThat(Worlds.find(run, Keys.volume("newer"))).isEmpty();
            } else {
                assertThat(Worlds.volume(run, "stopped").state()).isEqualTo("STOPPED");
            }
        } else {
            assertThat(end).isEqualTo("SUCCEEDED");
            assertThat(refusals).allMatch(WrongStateException.class::isInstance);
            assertThat(thenKill || refusals.size() == 1)
                    .as("the cancel was refused")
                    .isTrue();
        }
        Run.succeeded(run.perform(engine, change(kind))); // the same key again: what was cancelled is done anew
        assertThat(run.violations()).isEmpty();
        return end;
    }
}
