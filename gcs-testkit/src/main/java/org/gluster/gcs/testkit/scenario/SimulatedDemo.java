/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.gluster.gcs.testkit.scenario.ScenarioException.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.testkit.scenario.Output.Told;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;

/**
 * The story of {@link Demo} over simulated machines, as far as it can be told there: the engine is the real one, nothing is
 * mounted, no root is needed and the machine is not touched. Not thread-safe.
 */
public final class SimulatedDemo {
    private static final Capacity VOLUME = Capacity.ofGiB(1);
    private static final int REPETITIONS = 5;
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final Output out;

    /** A demo that is yet to run; {@code out} hears how it goes. */
    public SimulatedDemo(Output out) {
        this.out = out;
    }

    /** Tells the whole story; answers whether all went well. What went wrong has been told. */
    public boolean run() {
        long from = System.nanoTime();
        out.say(
                "GCS for Java, simulated: the real engine over three modelled machines. Nothing is mounted, and nothing of"
                        + " this machine is touched.");
        Map<String, Object> last = new LinkedHashMap<>();
        try {
            story();
        } catch (ScenarioException | GcsException failure) {
            last.put("demo", "failed");
            last.put("simulated", true);
            last.put("error", String.valueOf(failure.getMessage()));
            out.last(last);
            out.say("The demo failed: " + failure.getMessage());
            return false;
        }
        long took = (System.nanoTime() - from) / 1_000_000;
        last.put("demo", "passed");
        last.put("simulated", true);
        last.put("ms", took);
        last.put("durations", out.durations());
        out.last(last);
        out.say("The simulated demo passed in " + took + " ms.");
        return true;
    }

    private void story() {
        SimulatedGcs[] opened = new SimulatedGcs[1];
        out.step("engine", "starting the engine over three simulated machines", () -> {
            opened[0] = SimulatedGcs.create(3);
            return Told.of("the engine runs, with three nodes and a device of 100 GiB each");
        });
        try (SimulatedGcs gcs = opened[0]) {
            out.step("layout", "planning a volume", () -> layout(gcs));
            out.step("create and start", "creating and starting a volume", () -> create(gcs));
            out.step("brick killed", "killing the daemons of a node", () -> killDaemons(gcs));
            out.step("control plane killed", "killing the control plane during a create", () -> killDuringCreate(gcs));
            out.step("delete", "deleting both volumes", () -> delete(gcs));
            out.step("how long", "timing create and start", () -> time(gcs));
            out.step("audit", "comparing the machines with the records", () -> audit(gcs));
        }
    }

    private static VolumeRequest request(String name) {
        return VolumeRequest.of(v -> v.name(name)
                .capacity(VOLUME)
                .redundancy(Redundancy.replicated(3))
                .start(true)
                .idempotencyKey("demo-" + name));
    }

    private static Told layout(SimulatedGcs gcs) {
        BrickLayout layout = gcs.layouts().plan(request("demo"));
        return new Told(
                "a volume of " + VOLUME.format() + " would have its bricks on "
                        + String.join(
                                ", ",
                                layout.bricks().stream()
                                        .map(brick -> brick.node().value())
                                        .toList())
                        + ". Why:",
                layout.explain().toString().lines().toList());
    }

    private static Told create(SimulatedGcs gcs) {
        Volume volume = gcs.volumes().create(request("demo")).await();
        check(volume.state() == VolumeState.STARTED, "the volume is not started: " + volume);
        return new Told(
                "volume demo serves " + VOLUME.format() + " from three bricks",
                volume.bricks().stream()
                        .map(brick -> brick.node() + ": " + brick.path() + " " + brick.state())
                        .toList());
    }

    private static Told killDaemons(SimulatedGcs gcs) {
        int killed = gcs.killDaemons("node-1");
        gcs.advance(A_WHILE);
        check(
                gcs.volume("demo").get().bricks().stream().allMatch(brick -> brick.state() == BrickState.ONLINE),
                "a killed brick did not come back: " + gcs.volume("demo").get());
        return Told.of(killed + " daemons of node-1 were killed; they were started again, every brick is online");
    }

    private static Told killDuringCreate(SimulatedGcs gcs) {
        Operation<Volume> begun = gcs.volumes().create(request("second"));
        OperationId id = begun.id();
        gcs.restart();
        gcs.operations().get(id).await();
        Volume second = gcs.volumes().create(request("second")).await();
        check(second.state() == VolumeState.STARTED, "the volume did not converge: " + second);
        check(
                gcs.volumes().list().size() == 2,
                "there must be two volumes, not " + gcs.volumes().list());
        return Told.of(
                "killed during a second create and started again, it took up what was under way; asking again with"
                        + " the same idempotency key gives that very volume");
    }

    private static Told delete(SimulatedGcs gcs) {
        for (String name : List.of("demo", "second")) {
            gcs.volume(name).delete(d -> d.stopFirst()).await();
        }
        check(
                gcs.volumes().list().isEmpty(),
                "there are volumes left: " + gcs.volumes().list());
        return Told.of("both volumes are gone, confirmed by looking");
    }

    private static Told time(SimulatedGcs gcs) {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            String name = "timed-" + i;
            long from = System.nanoTime();
            gcs.volumes().create(request(name)).await();
            micros.add((System.nanoTime() - from) / 1_000);
            gcs.volume(name).delete(d -> d.stopFirst()).await();
        }
        micros.sort(null);
        return Told.of("planning, recording and converging a volume takes the engine " + micros.get(REPETITIONS / 2)
                + " us here (median of " + REPETITIONS + "); on a real machine GlusterFS and XFS take their time too");
    }

    private static Told audit(SimulatedGcs gcs) {
        check(gcs.audit().clean(), "the audit found " + gcs.audit().findings());
        check(gcs.violations().isEmpty(), "the models disagree: " + gcs.violations());
        return Told.of("the audit is clean, and the modelled machines hold nothing without a record");
    }
}
