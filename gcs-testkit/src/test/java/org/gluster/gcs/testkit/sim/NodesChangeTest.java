/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.PeerRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.OptionChange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node comes at every moment of a change: bricks let it in, as they do when it comes while all is quiet. */
class NodesChangeTest {
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
            case "start" -> VolumeRequests.start("stopped", Requested.PLAIN);
            case "options" ->
                OptionRequests.change(
                        "started",
                        OptionChange.of(change -> change.set("performance.io-thread-count", "24")),
                        Requested.PLAIN);
            case "restart" ->
                OptionRequests.change(
                        "started",
                        OptionChange.of(change ->
                                change.set("transport.listen-backlog", "2048").allowBrickRestart()),
                        Requested.PLAIN);
            default ->
                VolumeRequests.changeAccess(
                        "started", AccessChange.of(change -> change.allow("10.1.2.3")), Requested.PLAIN);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "start", "options", "restart", "access"})
    void aNodeComesAtEveryMoment(String kind) {
        int moments = moments(kind);
        List<String> failures = IntStream.rangeClosed(0, moments / EVERY)
                .parallel()
                .mapToObj(i -> {
                    int moment = i * EVERY;
                    try {
                        comesAt(kind, moment);
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "-Dgcs.seed=" + SEED + ", came after event " + moment + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        System.out.println(
                "a node comes during " + kind + ": " + moments + " moments, every " + EVERY + "th (seed " + SEED + ")");
        assertThat(failures).isEmpty();
        assertThat(moments).isGreaterThan(EVERY);
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

    private static void comesAt(String kind, int moment) {
        Run run = Run.from(base, SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<OperationRecord> begun = new ArrayList<>();
        run.submit(engine, change(kind), begun);
        run.steps(moment);
        Run.succeeded(run.perform(
                engine,
                PeerRequests.add(
                        PeerRequest.of(peer -> peer.name("late").address("127.0.0.9")),
                        "/gcs/nodes/late",
                        Requested.PLAIN)));

        assertThat(run.violations()).isEmpty();
        Run.succeeded(Worlds.operation(run, begun.get(0).id()));
    }
}
