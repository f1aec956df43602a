/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.SendSignal;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Cancel;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.testkit.sim.Cuts.Kind;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.OptionChange;

/**
 * Seeded random histories: several volumes at once, each of a form of its own, created, started, stopped, deleted and
 * cancelled, also two by one operation, by transactions as large as may be or by small ones and a journal, with the JVM killed, answers lost, transactions late, daemons killed, machines rebooted and disks full at
 * random moments. After each, the contract is checked at
 * rest. The same seed gives the same history, in any JVM.
 */
public final class RandomRuns {
    private static final int VOLUMES = 4;
    private static final int STEPS = 12;
    private static final int SMALL_TRANSACTIONS = 6;

    private RandomRuns() {}

    /**
     * What one history came to.
     *
     * @param seed that replays it
     * @param hash of all its events
     * @param violations of the contract
     */
    public record Outcome(long seed, String hash, List<String> violations) {
        /** Copies the violations. */
        public Outcome {
            violations = List.copyOf(violations);
        }
    }

    /** Runs one history. */
    public static Outcome run(long seed) {
        return run(seed, Defect.NONE);
    }

    /** Runs one history of an engine that is broken. */
    static Outcome run(long seed, Defect defect) {
        EventLog log = EventLog.hashing(false);
        List<String> violations = new ArrayList<>();
        try {
            history(seed, log, violations, defect);
        } catch (AssertionError | RuntimeException failure) {
            violations.add(failure.toString());
        }
        return new Outcome(seed, log.hash(), violations);
    }

    /** Runs one history and answers its events, a line each. */
    public static String replay(long seed) {
        EventLog log = EventLog.hashing(true);
        List<String> violations = new ArrayList<>();
        try {
            history(seed, log, violations, Defect.NONE);
        } catch (AssertionError | RuntimeException failure) {
            violations.add(failure.toString());
        }
        return log.text() + "violations: " + violations + "\n";
    }

    private static void history(long seed, EventLog log, List<String> violations, Defect defect) {
        SplittableRandom random = new SplittableRandom(seed);
        Run run = Run.fresh(seed, log, defect);
        if (random.nextInt(3) == 0) {
            run.world().transactionSize(SMALL_TRANSACTIONS);
        }
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.addNodes(engine, 3 + random.nextInt(2), Capacity.ofGiB(12)); // room for ten bricks a node
        List<OperationRecord> begun = new ArrayList<>();
        for (int step = 0; step < STEPS && violations.isEmpty(); step++) {
            if (engine.life().over()) {
                engine = run.open(Cuts.none());
                if (random.nextInt(3) == 0) {
                    engine.cuts(
                            Cuts.at(random.nextInt(60), List.of(Kind.values()).get(random.nextInt(4)))
                                    .arm());
                }
            } else if (random.nextInt(6) == 0) {
                engine.cuts(Cuts.duringTransaction(random.nextInt(10)).arm());
            } else if (random.nextInt(3) == 0) {
                engine.cuts(Cuts.at(random.nextInt(400), List.of(Kind.values()).get(random.nextInt(4)))
                        .arm());
            }
            int together = 1 + random.nextInt(3);
            for (int i = 0; i < together; i++) {
                run.submit(engine, request(seed, random, begun), begun);
            }
            misfortune(random, run);
            if (random.nextInt(3) == 0) {
                run.simulation().run(Duration.ofMillis(random.nextInt(60)));
                if (random.nextBoolean()) {
                    engine.kill();
                    heal(run);
                }
                continue;
            }
            run.simulation().run(Duration.ofSeconds(20)); // a full disk may stand in the way until then
            heal(run);
            settle(run, engine);
            if (!engine.life().over()) {
                run.simulation().run(Duration.ofSeconds(90)); // supervision brings back what died
                settle(run, engine);
                if (!engine.life()
                        .over()) { // it may have been cut off in its upkeep, and goes on with that in its next life
                    violations.addAll(run.violations());
                }
            }
        }
        heal(run);
        engine.kill();
        run.settle();
        SimulatedEngine last = run.open(Cuts.none());
        run.settle();
        run.simulation().run(Duration.ofSeconds(90));
        run.settle();
        violations.addAll(run.violations());
        for (int volume = 0; volume < VOLUMES && violations.isEmpty(); volume++) {
            Run.succeeded(run.perform(last, VolumeRequests.delete("v" + volume, true, true, Requested.PLAIN)));
        }
        violations.addAll(run.violations());
    }

    private static void settle(Run run, SimulatedEngine engine) {
        int events = 0;
        while (!engine.life().over() && !run.simulation().quiet()) {
            if (events++ > Run.MOST_EVENTS) {
                throw new AssertionError("no end in sight: recovery does not terminate (I6)");
            }
            run.simulation().step();
        }
    }

    private static Decision<OperationRecord> request(long seed, SplittableRandom random, List<OperationRecord> begun) {
        int number = random.nextInt(VOLUMES);
        String volume = "v" + number;
        // one form for a volume, so that the same key means the same request
        List<Form> forms = List.of(Form.values());
        Form form = forms.get((int) Math.floorMod(seed * VOLUMES + number, (long) forms.size()));
        int other = (number + 1) % VOLUMES;
        Form otherForm = forms.get((int) Math.floorMod(seed * VOLUMES + other, (long) forms.size()));
        return switch (random.nextInt(9)) {
            case 7 ->
                VolumeRequests.createAll(
                        CreateAllRequest.of(all -> {
                            all.volume(form.request(volume, Capacity.ofMiB(900), true))
                                    .volume(otherForm.request("v" + other, Capacity.ofMiB(900), true));
                            if (random.nextBoolean()) {
                                all.bestEffort();
                            }
                        }),
                        random.nextBoolean() ? Requested.PLAIN : Requested.withKey("all-" + number));
            case 8 ->
                VolumeRequests.deleteAll(
                        DeleteAllRequest.of(all -> {
                            all.volumes(volume, "v" + other).ifExists();
                            if (random.nextBoolean()) {
                                all.bestEffort().stopFirst();
                            }
                        }),
                        Requested.PLAIN);
            case 0, 1 ->
                VolumeRequests.create(
                        form.request(volume, Capacity.ofMiB(900), random.nextBoolean()),
                        random.nextBoolean()
                                ? Requested.PLAIN
                                : Requested.withKey("key-" + volume + random.nextInt(3)));
            case 5 -> OptionRequests.change(volume, options(random), Requested.PLAIN);
            case 2 -> VolumeRequests.start(volume, Requested.PLAIN);
            case 3 -> VolumeRequests.stop(volume, Requested.PLAIN);
            case 4 -> VolumeRequests.delete(volume, random.nextBoolean(), true, Requested.PLAIN);
            default ->
                begun.isEmpty()
                        ? VolumeRequests.start(volume, Requested.PLAIN)
                        : new Cancel(begun.get(random.nextInt(begun.size())).id());
        };
    }

    /** Options that daemons take while they run, or for which bricks are restarted, or none any more. */
    private static OptionChange options(SplittableRandom random) {
        return OptionChange.of(change -> {
            switch (random.nextInt(4)) {
                case 0 -> change.resetAll();
                case 1 -> change.set("transport.listen-backlog", Integer.toString(500 + random.nextInt(3)));
                default -> change.set("performance.io-thread-count", Integer.toString(1 + random.nextInt(64)));
            }
            change.allowBrickRestart();
        });
    }

    /** Sometimes a daemon is killed, or the disk under a device is full until the next rest. */
    private static void misfortune(SplittableRandom random, Run run) {
        List<FakeMachine> machines = new ArrayList<>(run.world().machines().values());
        FakeMachine machine = machines.get(random.nextInt(machines.size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                List<ProcessEntry> daemons = machine.apply(new HostCall.Processes(new TreeMap<>())).stream()
                        .filter(process -> process.marks().containsKey("GCS_DAEMON"))
                        .toList();
                if (!daemons.isEmpty()) {
                    ProcessEntry victim = daemons.get(random.nextInt(daemons.size()));
                    machine.apply(new SendSignal(victim.pid(), victim.startTime(), Signal.KILL));
                }
            }
            case 1 -> machine.diskFull(java.nio.file.Path.of("/data/d1"), true);
            default -> {
                // nothing happens
            }
        }
    }

    private static void heal(Run run) {
        for (FakeMachine machine : run.world().machines().values()) {
            machine.diskFull(java.nio.file.Path.of("/data/d1"), false);
        }
    }

    /** Runs as many histories as are asked for, from a first seed, and prints the hash of each: for a second JVM to compare. */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        for (long seed = first; seed < first + count; seed++) {
            Outcome outcome = run(seed);
            System.out.println(seed + " " + outcome.hash() + " " + outcome.violations());
        }
    }
}
