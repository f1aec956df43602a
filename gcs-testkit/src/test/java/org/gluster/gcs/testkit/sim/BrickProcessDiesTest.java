/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.volume.OptionChange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process that two volumes share dies at every moment of a change of one of them; the other one brings it back. */
class BrickProcessDiesTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);
    private static final int EVERY = Integer.getInteger("gcs.every", 8);

    private static World base = World.empty(Runnable::run);

    @BeforeAll
    static void makeBase() {
        base = Worlds.withVolumes(3, SEED);
    }

    private static Decision<OperationRecord> change(String kind) {
        return switch (kind) {
            case "start" -> VolumeRequests.start("stopped", Requested.PLAIN);
            case "stop" -> VolumeRequests.stop("started", Requested.PLAIN);
            default ->
                OptionRequests.change(
                        "started",
                        OptionChange.of(change -> change.set("performance.io-thread-count", "24")),
                        Requested.PLAIN);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "options", "stop"})
    void itDiesAtEveryMoment(String kind) {
        int moments = moments(kind);
        List<String> failures = IntStream.rangeClosed(0, moments / EVERY)
                .parallel()
                .mapToObj(i -> {
                    int moment = i * EVERY;
                    try {
                        diesAt(kind, moment);
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "-Dgcs.seed=" + SEED + ", died after event " + moment + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        System.out.println("a brick process dies during " + kind + ": " + moments + " moments, every " + EVERY
                + "th (seed " + SEED + ")");
        assertThat(failures).isEmpty();
        assertThat(moments).isGreaterThan(EVERY);
    }

    private static SimulatedEngine begin(Run run) {
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        Run.succeeded(run.perform(engine, Worlds.create("beside", true)));
        run.settle();
        return engine;
    }

    private static int moments(String kind) {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = begin(run);
        run.submit(engine, change(kind), new ArrayList<>());
        int events = 1;
        while (run.steps(1)) {
            events++;
        }
        return events;
    }

    private static void diesAt(String kind, int moment) {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = begin(run);
        List<OperationRecord> begun = new ArrayList<>();
        run.submit(engine, change(kind), begun);
        run.steps(moment);
        FakeMachine machine = Objects.requireNonNull(run.world().machines().get("node-1"));
        for (ProcessEntry process : machine.apply(new HostCall.Processes(new TreeMap<>()))) {
            if (process.marks().getOrDefault(Marks.DAEMON, "").startsWith("bricks/")) {
                machine.apply(new HostCall.SendSignal(process.pid(), process.startTime(), Signal.KILL));
            }
        }
        run.settle();
        run.simulation().run(Duration.ofSeconds(90)); // supervision brings back what died
        run.settle();

        assertThat(run.violations()).isEmpty();
        Run.succeeded(Worlds.operation(run, begun.get(0).id()));
    }
}
