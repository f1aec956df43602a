/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.DeviceRequests;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.testkit.sim.Cuts.Kind;
import org.gluster.gcs.testkit.sim.Cuts.Point;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeEdit;

/**
 * Runs a change once for every point at which it can be cut off, and checks the certainty contract after each: before,
 * after and with the answer lost, of every call to the store and to any host; during, for every command and every
 * transaction: it lands some time after its JVM was killed. With pairs, the recovery from each first cut is itself cut off
 * at each of its points.
 *
 * <p>A first cut leaves the world in some state; recovery depends on that state alone. Cuts that leave the same state (all
 * those between two effects) therefore share one recovery, which is run once.
 */
public final class CrashEnumeration {
    /** Of options that bricks take while they run, in a process that they share. */
    private static final String PROFILE = "profile.default.distribute";

    private static final String VOLUME = "v1";
    private static final String SECOND = "v2";
    /** A create of two volumes changes eight records, and their confirmation five or more each. */
    private static final int SMALL_TRANSACTIONS = 6;

    private static final String GROUP = "ledgers";
    private static final String NODE = "node-1";
    private static final String DEVICE = "/data/d2";

    /** What is cut off. */
    public enum Change {
        /** Create without start. */
        CREATE,
        /** Create two volumes together, by a journal. */
        CREATE_ALL,
        /** Delete two volumes together, by a journal. */
        DELETE_ALL,
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
        /** A started volume is to hold more. */
        EXPAND,
        /** A stopped volume is to hold more. */
        EXPAND_STOPPED,
        /** Still more, while it is being expanded. */
        EXPAND_OVER_EXPAND,
        /** Stop, while it is being expanded. */
        STOP_OVER_EXPAND,
        /** Delete, while it is being expanded. */
        DELETE_OVER_EXPAND,
        /** Another access list, while one is being changed. */
        ACCESS_OVER_ACCESS,
        /** Options, while others are being changed. */
        OPTIONS_OVER_OPTIONS,
        /** Options that need no restart, while bricks are being restarted for others. */
        OPTIONS_OVER_RESTART,
        /** Stop, while bricks are being restarted for options. */
        STOP_OVER_RESTART,
        /** Delete, while options are being changed. */
        DELETE_OVER_OPTIONS,
        /** Delete, while it is being stopped. */
        DELETE_OVER_STOP,
        /** Labels and metadata of a started volume. */
        EDIT,
        /** An option group is made. */
        CREATE_GROUP,
        /** An option group is deleted. */
        DELETE_GROUP,
        /** Add a device. */
        ADD_DEVICE,
        /** Keep new bricks from a device. */
        DISABLE_DEVICE,
        /** Let a device take bricks again. */
        ENABLE_DEVICE,
        /** Change a device's labels. */
        EDIT_DEVICE,
        /** Remove a device. */
        REMOVE_DEVICE
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
    private final Defect defect;

    private CrashEnumeration(Form form, Change change, long seed, boolean effectsOnly) {
        this(form, change, seed, effectsOnly, Defect.NONE);
    }

    private CrashEnumeration(Form form, Change change, long seed, boolean effectsOnly, Defect defect) {
        this.form = form;
        this.change = change;
        this.seed = seed;
        this.effectsOnly = effectsOnly;
        this.defect = defect;
        base = base();
    }

    /** Every point once. */
    public static Result points(Change change, long seed) {
        return points(Form.REPLICATED_3, change, seed);
    }

    /** Every point once, of a volume of this form. */
    static Result points(Form form, Change change, long seed) {
        return new CrashEnumeration(form, change, seed, false).enumerate(false);
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

    /** The first violation of an engine that is broken, cut off at every {@code every}th call; empty when none is found. */
    static Optional<String> firstViolation(Change change, long seed, Defect defect, int every) {
        CrashEnumeration enumeration = new CrashEnumeration(Form.REPLICATED_3, change, seed, false, defect);
        Cuts count = Cuts.none();
        Run whole = enumeration.run(enumeration.base);
        enumeration.cutRun(whole, count);
        List<Point> calls = count.points();
        for (int first = 0; first < calls.size(); first += every) {
            int at = first;
            for (Kind kind : kinds(calls.get(first))) {
                enumeration.guarded(() -> enumeration.first(kind, at, false), kind.name(), at, "", -1);
                if (!enumeration.violations.isEmpty()) {
                    return Optional.of(enumeration.violations.element());
                }
            }
        }
        return Optional.empty();
    }

    private Run run(World from) {
        return Run.from(from, seed, EventLog.off(), defect);
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
        if (change == Change.CREATE_ALL || change == Change.DELETE_ALL) {
            run.world().transactionSize(SMALL_TRANSACTIONS);
        }
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.addNodes(engine, 3, Capacity.ofGiB(50));
        if (change.name().endsWith("_DEVICE")) {
            if (change != Change.ADD_DEVICE) {
                Run.succeeded(run.perform(engine, addDevice("key-1")));
            }
            if (change == Change.ENABLE_DEVICE) {
                Run.succeeded(run.perform(engine, DeviceRequests.enable(NODE, DEVICE, false, Requested.PLAIN)));
            }
        } else if (change == Change.DELETE_ALL) {
            Run.succeeded(run.perform(engine, createAll(true, Requested.PLAIN)));
        } else if (change != Change.CREATE && change != Change.CREATE_STARTED && change != Change.CREATE_ALL) {
            boolean started = change != Change.START && change != Change.DELETE && change != Change.EXPAND_STOPPED;
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

    private Decision<OperationRecord> createAll(boolean start, Requested requested) {
        return VolumeRequests.createAll(
                CreateAllRequest.of(all -> all.volume(form.request(VOLUME, Capacity.ofGiB(1), start))
                        .volume(form.request(SECOND, Capacity.ofGiB(1), start))),
                requested);
    }

    private static Decision<OperationRecord> addDevice(String key) {
        return DeviceRequests.add(
                DeviceRequest.of(device -> device.node(NODE)
                        .path(DEVICE)
                        .limit(Capacity.ofGiB(20))
                        .policy(DevicePolicy.thin(2, 0.9))
                        .label("kind", "ssd")),
                Requested.withKey(key));
    }

    private Decision<OperationRecord> decision() {
        return switch (change) {
            case CREATE -> create(false);
            case CREATE_STARTED -> create(true);
            case CREATE_ALL -> createAll(false, Requested.withKey("key-all"));
            case DELETE_ALL ->
                VolumeRequests.deleteAll(
                        DeleteAllRequest.of(
                                all -> all.volumes(VOLUME, SECOND).stopFirst().ifExists()),
                        Requested.withKey("key-all"));
            case START -> VolumeRequests.start(VOLUME, Requested.withKey("key-2"));
            case STOP, STOP_OVER_RESTART, STOP_OVER_EXPAND -> VolumeRequests.stop(VOLUME, Requested.withKey("key-2"));
            case ACCESS, ACCESS_OVER_ACCESS ->
                VolumeRequests.changeAccess(
                        VOLUME, AccessChange.of(access -> access.allow("192.0.2.7")), Requested.withKey("key-2"));
            case OPTIONS_OVER_OPTIONS, OPTIONS_OVER_RESTART ->
                OptionRequests.change(
                        VOLUME,
                        OptionChange.of(options -> options.set("performance.io-thread-count", "32")),
                        Requested.withKey("key-2"));
            case DELETE, DELETE_STARTED, DELETE_OVER_OPTIONS, DELETE_OVER_STOP, DELETE_OVER_EXPAND ->
                VolumeRequests.delete(VOLUME, true, true, Requested.withKey("key-2"));
            case EXPAND, EXPAND_STOPPED, EXPAND_OVER_EXPAND -> expand(3, "key-2");
            case SET_OPTIONS -> setOptions(Requested.withKey("key-2"));
            case RESET_OPTIONS ->
                OptionRequests.change(
                        VOLUME,
                        OptionChange.of(options -> options.resetAll().withoutProfile(PROFILE)),
                        Requested.withKey("key-2"));
            case RESTART_FOR_OPTIONS -> restart(Requested.withKey("key-2"));
            case EDIT ->
                VolumeRequests.edit(
                        VOLUME,
                        VolumeEdit.of(edit -> edit.label("team", "orders").metadata("note", "moved")),
                        Requested.withKey("key-2"));
            case CREATE_GROUP -> createGroup(Requested.withKey("key-2"));
            case DELETE_GROUP -> OptionRequests.deleteGroup(GROUP, Requested.withKey("key-2"));
            case ADD_DEVICE -> addDevice("key-2");
            case DISABLE_DEVICE -> DeviceRequests.enable(NODE, DEVICE, false, Requested.withKey("key-2"));
            case ENABLE_DEVICE -> DeviceRequests.enable(NODE, DEVICE, true, Requested.withKey("key-2"));
            case EDIT_DEVICE ->
                DeviceRequests.edit(
                        NODE,
                        DEVICE,
                        DeviceEdit.of(edit -> edit.label("rack", "7").removeLabel("kind")),
                        Requested.withKey("key-2"));
            case REMOVE_DEVICE -> DeviceRequests.remove(NODE, DEVICE, Requested.withKey("key-2"));
        };
    }

    private Decision<OperationRecord> expand(int gib, String key) {
        long bytes = Capacity.ofGiB(gib).bytes();
        return VolumeRequests.expand(
                VOLUME, Capacity.ofBytes(form == Form.SMALL ? bytes / 64 : bytes), Requested.withKey(key));
    }

    /** What is under way, its intent committed and nothing of it done, when the change is asked for. */
    private Optional<Decision<OperationRecord>> earlier() {
        return switch (change) {
            case ACCESS_OVER_ACCESS ->
                Optional.of(VolumeRequests.changeAccess(
                        VOLUME, AccessChange.of(access -> access.allow("192.0.2.8")), Requested.withKey("key-3")));
            case OPTIONS_OVER_OPTIONS, DELETE_OVER_OPTIONS -> Optional.of(setOptions(Requested.withKey("key-3")));
            case OPTIONS_OVER_RESTART, STOP_OVER_RESTART -> Optional.of(restart(Requested.withKey("key-3")));
            case EXPAND_OVER_EXPAND, STOP_OVER_EXPAND, DELETE_OVER_EXPAND -> Optional.of(expand(2, "key-3"));
            case DELETE_OVER_STOP -> Optional.of(VolumeRequests.stop(VOLUME, Requested.withKey("key-3")));
            default -> Optional.empty();
        };
    }

    private static Decision<OperationRecord> restart(Requested requested) {
        return OptionRequests.change(
                VOLUME,
                OptionChange.of(options ->
                        options.set("transport.listen-backlog", "2048").allowBrickRestart()),
                requested);
    }

    private static Decision<OperationRecord> setOptions(Requested requested) {
        return OptionRequests.change(
                VOLUME,
                OptionChange.of(options -> options.profile(PROFILE)
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
        Run whole = run(base);
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
        return point.outlives()
                ? List.of(Kind.BEFORE, Kind.AFTER, Kind.LOST, Kind.DURING)
                : List.of(Kind.BEFORE, Kind.AFTER, Kind.LOST);
    }

    private List<String> first(Kind kind, int first, boolean withPairs) {
        points.incrementAndGet();
        Run run = run(base);
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
        World left = run(world).world();
        Cuts count = Cuts.none().arm();
        Run whole = run(left);
        whole.open(count);
        whole.settle();
        List<Point> calls = count.points();
        for (int second = 0; second < calls.size(); second++) {
            int at = second;
            for (Kind secondKind : kinds(calls.get(second))) {
                guarded(
                        () -> {
                            pairs.incrementAndGet();
                            Run run = run(left);
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
        List<OperationRecord> answers = new ArrayList<>();
        earlier().ifPresent(first -> {
            run.submit(engine, first, answers);
            while (answers.isEmpty()) {
                run.steps(1);
            }
        });
        engine.cuts(cuts.arm());
        run.submit(engine, decision(), answers);
        settle(run, engine);
        engine.kill();
    }

    /** Lets time pass until nothing is left to do in this life, or it is over. */
    private static void settle(Run run, SimulatedEngine engine) {
        for (int events = 0; !engine.life().over() && !run.simulation().quiet(); events++) {
            if (events > Run.MOST_EVENTS) {
                throw new AssertionError("no end in sight: recovery does not terminate (I6)");
            }
            run.simulation().step();
        }
    }

    /** The next life; if it is cut off too, one more. Then the client asks again, with the same key; then all must hold. */
    private List<String> recover(Run run, Cuts cuts, boolean always) {
        SimulatedEngine engine = run.open(cuts);
        settle(run, engine);
        if (engine.life().over()) { // what it left under way is still under way
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
