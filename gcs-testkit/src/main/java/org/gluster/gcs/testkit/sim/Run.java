/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.DeviceRequests;
import org.gluster.gcs.engine.operation.PeerRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Page;

/** One simulated run: a world, and the engine's lives in it, one after another. Used on one thread. */
final class Run {
    /** More events than any sound run takes, by far. */
    static final int MOST_EVENTS = 60_000;

    private final Simulation simulation;
    private final World world;
    private int timelines;
    private final Defect defect;

    private Run(Simulation simulation, Function<Simulation, World> world, Defect defect) {
        this.simulation = simulation;
        this.world = world.apply(simulation);
        this.defect = defect;
        this.world.land(simulation);
    }

    /** A run in a new world. */
    static Run fresh(long seed, EventLog log) {
        return fresh(seed, log, Defect.NONE);
    }

    /** A run in a new world, of an engine that is broken. */
    static Run fresh(long seed, EventLog log, Defect defect) {
        return new Run(
                new Simulation(new SplittableRandom(seed), log),
                simulation -> World.empty(task -> simulation.schedule(0, false, task)),
                defect);
    }

    /** A run that begins where another one ended. */
    static Run from(World before, long seed, EventLog log) {
        return from(before, seed, log, Defect.NONE);
    }

    /** A run that begins where another one ended, of an engine that is broken. */
    static Run from(World before, long seed, EventLog log, Defect defect) {
        long fresh = seed * 1_000_003 + before.fingerprint().hashCode(); // or ids would be drawn twice
        return new Run(
                new Simulation(new SplittableRandom(fresh), log),
                simulation -> before.copy(task -> simulation.schedule(0, false, task)),
                defect);
    }

    /** Of how many operations engines that are opened from now on keep timelines. */
    void keepTimelines(int operations) {
        timelines = operations;
    }

    Simulation simulation() {
        return simulation;
    }

    World world() {
        return world;
    }

    /** Begins a life; it is started, but nothing has happened yet. */
    SimulatedEngine open(Cuts cuts) {
        return open(new SimulatedEngine(simulation, world, cuts, true, defect, timelines));
    }

    /** Begins the life of a coordinator without agents, whatever else is alive. */
    SimulatedEngine openCoordinator() {
        return openCoordinator(defect);
    }

    /** The same, of an engine that is broken. */
    SimulatedEngine openCoordinator(Defect broken) {
        return open(new SimulatedEngine(simulation, world, Cuts.none(), false, broken, 0));
    }

    private static SimulatedEngine open(SimulatedEngine next) {
        next.engine().start();
        return next;
    }

    /** Lets time pass until nothing is left to do in this life. */
    void settle() {
        simulation.runUntilQuiet(MOST_EVENTS);
    }

    /** Lets so many events happen; answers whether something is left to do. */
    boolean steps(int events) {
        for (int i = 0; i < events; i++) {
            if (simulation.quiet()) {
                return false;
            }
            simulation.step();
        }
        return !simulation.quiet();
    }

    /** Asks for a decision; the answer, when it comes, goes into the list. */
    void submit(SimulatedEngine to, Decision<OperationRecord> decision, List<OperationRecord> answers) {
        to.engine().coordinator().submit(decision).whenComplete((answer, failure) -> {
            if (answer != null) {
                answers.add(answer);
            }
        });
    }

    /** Submits, settles, and answers the operation as it then is. */
    OperationRecord perform(SimulatedEngine to, Decision<OperationRecord> decision) {
        List<OperationRecord> answers = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        to.engine().coordinator().submit(decision).whenComplete((answer, failure) -> {
            if (failure == null) {
                answers.add(answer);
            } else {
                failures.add(failure);
            }
        });
        settle();
        if (answers.isEmpty()) {
            throw new AssertionError("the engine refused: " + failures);
        }
        List<OperationRecord> now = new ArrayList<>();
        to.engine()
                .coordinator()
                .ask(view -> view.operation(answers.get(0).id()).orElseThrow())
                .whenComplete((record, failure) -> now.add(record));
        settle();
        return now.get(0);
    }

    /** Three peers in zones of their own, each with one device of this size. */
    void addNodes(SimulatedEngine to, int count, Capacity size) {
        for (int i = 1; i <= count; i++) {
            String node = "node-" + i;
            String address = "127.0.0." + i;
            succeeded(perform(
                    to,
                    PeerRequests.add(
                            PeerRequest.of(peer -> peer.name(node).address(address)),
                            "/gcs/nodes/" + node,
                            Requested.PLAIN)));
            succeeded(perform(
                    to,
                    DeviceRequests.add(
                            DeviceRequest.of(
                                    device -> device.node(node).path("/data/d1").limit(size)),
                            Requested.PLAIN)));
        }
    }

    static void succeeded(OperationRecord operation) {
        if (!operation.state().equals("SUCCEEDED")) {
            throw new AssertionError(operation.kind() + " ended " + operation.state() + ": " + operation.error());
        }
    }

    /** Everything in the store. */
    List<Entry> stored() {
        List<Entry> all = new ArrayList<>();
        List<Page> page = new ArrayList<>();
        String after = "";
        do {
            page.clear();
            world.store().range("", after, 1000).whenComplete((answer, failure) -> page.add(answer));
            while (page.isEmpty() && simulation.step()) {
                // until the store has answered
            }
            all.addAll(page.get(0).entries());
            after = all.isEmpty() ? "" : all.get(all.size() - 1).key();
        } while (page.get(0).more());
        return all;
    }

    /** Violations of the contract, now that the run is quiet. */
    List<String> violations() {
        return Invariants.violations(world, stored());
    }
}
