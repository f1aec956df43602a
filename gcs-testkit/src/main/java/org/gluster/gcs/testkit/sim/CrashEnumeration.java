/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.Profile;
import org.gluster.gcs.testkit.sim.Cuts.Kind;
import org.gluster.gcs.testkit.sim.Cuts.Point;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeEdit;

/**
 * Runs a change once for every point at which it can be cut off, and checks the certainty contract after each: before,
 * after and with the answer lost, of every call to the store and to any host; during, for every command. With pairs, the
 * recovery from each first cut is itself cut off at each of its points.
 *
 * <p>A first cut leaves the world in some state; recovery depends on that state alone. Cuts that leave the same state (all
 * those between two effects) therefore share one recovery, which is run once.
 */
public final class CrashEnumeration {
    private static final String VOLUME = "v1";
    private static final String GROUP = "ledgers";

    /** What is cut off. */
    public enum Change {
        /** Create without start. */
        CREATE,
        /** Create and start in one. */
        CREATE_STARTED,
        /** Start. */
        START,
        /** Stop. */
        STOP,
        /** Another access list, while it is started. */
        ACCESS,
        /** Delete of a stopped volume. */
        DELETE,
        /** Delete of a started volume. */
        DELETE_STARTED,
        /** Options of a started volume that clients, bricks and self-heal daemons take while they run. */
        SET_OPTIONS,
        /** The same taken back, with a profile. */
        RESET_OPTIONS,
        /** An option of a started volume for which its bricks are restarted, node after node. */
        RESTART_FOR_OPTIONS,
        /** Labels and metadata of a started volume. */
        EDIT,
        /** An option group is made. */
        CREATE_GROUP,
        /** An option group is deleted. */
        DELETE_GROUP
    }

    /**
     * What an enumeration did.
     *
     * @param form of the volume
     * @param change what was cut off
     * @param calls calls to the store and the hosts of the change when nothing cuts it off
     * @param points first cuts that were run
     * @param states that the points leave the world in, at least as many as recoveries that were run
     * @param pairs second cuts that were run, each in the recovery of a first one
     * @param violations of the contract, each with the line that replays it
     */
    public record Result(
            Form form, Change change, int calls, long points, long states, long pairs, List<String> violations) {
        /** Copies the violations. */
        public Result {
            violations = List.copyOf(violations);
        }
    }

    private final Form form;
    private final Change change;
    private final long seed;
    private final AtomicLong points = new AtomicLong();
    private final AtomicLong pairs = new AtomicLong();
    private final Set<String> explored = ConcurrentHashMap.newKeySet();
    private final Set<String> recovered = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final Set<String> states = ConcurrentHashMap.newKeySet();
    private final boolean effectsOnly;
    private final World base;

    private CrashEnumeration(Form form, Change change, long seed, boolean effectsOnly) {
        this.form = form;
        this.change = change;
        this.seed = seed;
        this.effectsOnly = effectsOnly;
        base = base();
    }

    /** Every point once. */
    public static Result points(Change change, long seed) {
        return new CrashEnumeration(Form.REPLICATED_3, change, seed, false).enumerate(false);
    }

    /**
     * Every point at a call that changes something; of those that leave the same state, one goes through recovery. Kills at
     * readings, which lie between two effects, are left out: nine in ten of the states that they leave are among these.
     */
    public static Result states(Form form, Change change, long seed) {
        return new CrashEnumeration(form, change, seed, true).enumerate(false);
    }

    /** Every point, and every point of the recovery from each. */
    public static Result pairs(Change change, long seed) {
        return new CrashEnumeration(Form.REPLICATED_3, change, seed, false).enumerate(true);
    }

    /** One case again, with its events: as {@link Result#violations} names it. */
    public static String replay(
            Form form, Change change, long seed, String firstKind, int first, String secondKind, int second) {
        CrashEnumeration enumeration = new CrashEnumeration(form, change, seed, false);
        EventLog log = EventLog.hashing(true);
        Cuts cuts = Cuts.at(first, Kind.valueOf(firstKind));
        Run run = Run.from(enumeration.base, seed, log);
        enumeration.cutRun(run, cuts);
        List<String> found;
        if (second >= 0) {
            found = enumeration.recover(
                    run, Cuts.at(second, Kind.valueOf(secondKind)).arm(), true);
        } else {
            found = enumeration.recover(run, Cuts.none(), true);
        }
        return log.text() + "violations: " + found + "\n";
    }

    /** A cluster of three nodes, with the volume in the state from which the change begins. */
    private World base() {
        Run run = Run.fresh(seed, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.addNodes(engine, 3, Capacity.ofGiB(50));
        if (change != Change.CREATE && change != Change.CREATE_STARTED) {
            boolean started = change != Change.START && change != Change.DELETE;
            Run.succeeded(run.perform(engine, create(started)));
        }
        if (change == Change.RESET_OPTIONS) {
            Run.succeeded(run.perform(engine, setOptions(Requested.PLAIN)));
        } else if (change == Change.DELETE_GROUP) {
            Run.succeeded(run.perform(engine, createGroup(Requested.PLAIN)));
        }
        engine.kill();
        run.settle();
        List<String> violations = run.violations();
        if (!violations.isEmpty()) {
            throw new AssertionError("the base is unsound: " + violations);
        }
        return run.world();
    }

    private Decision<OperationRecord> create(boolean start) {
        return VolumeRequests.create(form.request(VOLUME, Capacity.ofGiB(1), start), Requested.withKey("key-1"));
    }

    private Decision<OperationRecord> decision() {
        return switch (change) {
            case CREATE -> create(false);
            case CREATE_STARTED -> create(true);
            case START -> VolumeRequests.start(VOLUME, Requested.withKey("key-2"));
            case STOP -> VolumeRequests.stop(VOLUME, Requested.withKey("key-2"));
            case ACCESS ->
                VolumeRequests.changeAccess(
                        VOLUME, AccessChange.of(access -> access.allow("192.0.2.7")), Requested.withKey("key-2"));
            case DELETE, DELETE_STARTED -> VolumeRequests.delete(VOLUME, true, true, Requested.withKey("key-2"));
            case SET_OPTIONS -> setOptions(Requested.withKey("key-2"));
            case RESET_OPTIONS ->
                OptionRequests.change(
                        VOLUME,
                        OptionChange.of(options -> options.resetAll().withoutProfile(Profile.CONTAINER)),
                        Requested.withKey("key-2"));
            case RESTART_FOR_OPTIONS ->
                OptionRequests.change(
                        VOLUME,
                        OptionChange.of(options ->
                                options.set("transport.listen-backlog", "2048").allowBrickRestart()),
                        Requested.withKey("key-2"));
            case EDIT ->
                VolumeRequests.edit(
                        VOLUME,
                        VolumeEdit.of(edit -> edit.label("team", "orders").metadata("note", "moved")),
                        Requested.withKey("key-2"));
            case CREATE_GROUP -> createGroup(Requested.withKey("key-2"));
            case DELETE_GROUP -> OptionRequests.deleteGroup(GROUP, Requested.withKey("key-2"));
        };
    }

    private static Decision<OperationRecord> setOptions(Requested requested) {
        return OptionRequests.change(
                VOLUME,
                OptionChange.of(options -> options.profile(Profile.CONTAINER)
                        .set("performance.io-cache", "off")
                        .set("performance.io-thread-count", "24")
                        .set("cluster.shd-max-threads", "4")),
                requested);
    }

    private static Decision<OperationRecord> createGroup(Requested requested) {
        return OptionRequests.createGroup(
                OptionGroupRequest.of(group -> group.name(GROUP).option("cluster.heal-timeout", "120")), requested);
    }

    private Result enumerate(boolean withPairs) {
        Cuts count = Cuts.none();
        Run whole = Run.from(base, seed, EventLog.off());
        cutRun(whole, count);
        List<Point> calls = count.points();
        report(recover(whole, Cuts.none(), true), "", -1, "", -1);
        IntStream.range(0, calls.size()).parallel().forEach(first -> {
            for (Kind kind : effectsOnly && !calls.get(first).effect() ? List.<Kind>of() : kinds(calls.get(first))) {
                guarded(() -> first(kind, first, withPairs), kind.name(), first, "", -1);
            }
        });
        List<String> sorted = new ArrayList<>(violations);
        Collections.sort(sorted);
        return new Result(form, change, calls.size(), points.get(), states.size(), pairs.get(), sorted);
    }

    private static List<Kind> kinds(Point point) {
        return point.command()
                ? List.of(Kind.BEFORE, Kind.AFTER, Kind.LOST, Kind.DURING)
                : List.of(Kind.BEFORE, Kind.AFTER, Kind.LOST);
    }

    private List<String> first(Kind kind, int first, boolean withPairs) {
        points.incrementAndGet();
        Run run = Run.from(base, seed, EventLog.off());
        cutRun(run, Cuts.at(first, kind));
        String state = run.world().fingerprint();
        if (!states.add(state) && effectsOnly) {
            return List.of();
        }
        if (withPairs && kind != Kind.LOST && explored.add(state)) {
            seconds(run.world(), kind, first);
        }
        return recover(run, Cuts.none(), true);
    }

    /** Cuts off the recovery from this world at each of its points. */
    private void seconds(World world, Kind kind, int first) {
        World left = Run.from(world, seed, EventLog.off()).world();
        Cuts count = Cuts.none().arm();
        Run whole = Run.from(left, seed, EventLog.off());
        whole.open(count);
        whole.settle();
        List<Point> calls = count.points();
        for (int second = 0; second < calls.size(); second++) {
            int at = second;
            for (Kind secondKind : kinds(calls.get(second))) {
                guarded(
                        () -> {
                            pairs.incrementAndGet();
                            Run run = Run.from(left, seed, EventLog.off());
                            return recover(run, Cuts.at(at, secondKind).arm(), false);
                        },
                        kind.name(),
                        first,
                        secondKind.name(),
                        second);
            }
        }
    }

    /** Opens a life, submits the change, and lets it go as far as the cut lets it. */
    private void cutRun(Run run, Cuts cuts) {
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        engine.cuts(cuts.arm());
        List<OperationRecord> answers = new ArrayList<>();
        run.submit(engine, decision(), answers);
        while (!engine.life().over() && !run.simulation().quiet()) {
            run.simulation().step();
        }
        engine.kill();
    }

    /** The next life; if it is cut off too, one more. Then the client asks again, with the same key; then all must hold. */
    private List<String> recover(Run run, Cuts cuts, boolean always) {
        SimulatedEngine engine = run.open(cuts);
        run.settle();
        if (engine.life().over()) {
            if (!always && !recovered.add(run.world().fingerprint())) {
                return List.of(); // a world that was recovered from already
            }
            engine = run.open(Cuts.none());
            run.settle();
        }
        List<String> found = new ArrayList<>(run.violations());
        if (found.isEmpty()) {
            OperationRecord again = run.perform(engine, decision());
            if (!again.state().equals("SUCCEEDED")) {
                found.add("I4: asked again, the operation ended " + again.state() + ": " + again.error());
            }
            found.addAll(run.violations());
        }
        return found;
    }

    private void guarded(Supplier<List<String>> action, String firstKind, int first, String secondKind, int second) {
        List<String> found;
        try {
            found = action.get();
        } catch (AssertionError | RuntimeException failure) {
            found = List.of(failure.toString());
        }
        report(found, firstKind, first, secondKind, second);
    }

    private void report(List<String> found, String firstKind, int first, String secondKind, int second) {
        if (!found.isEmpty()) {
            violations.add(form + " " + change + " seed " + seed + " cut " + firstKind + "@" + first
                    + (second < 0 ? "" : " then " + secondKind + "@" + second) + ": " + found);
        }
    }
}
