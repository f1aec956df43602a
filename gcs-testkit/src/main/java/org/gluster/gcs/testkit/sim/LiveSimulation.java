/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.SendSignal;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.engine.assembly.EngineGcs;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.testkit.host.FakeMachine;

/**
 * A simulated cluster that real threads may use: its events run on one daemon thread, as fast as they can, while there is
 * work; simulated time stands still otherwise.
 */
public final class LiveSimulation {
    private static final Duration AWAIT = Duration.ofSeconds(30);

    private static final int TIMELINES = 16;

    private final Run run;
    private final Thread pump;
    private SimulatedEngine engine;
    private volatile boolean closed;

    /** An empty cluster. */
    public LiveSimulation(long seed) {
        run = Run.fresh(seed, EventLog.off());
        run.keepTimelines(TIMELINES);
        engine = run.open(Cuts.none());
        pump = new Thread(this::pump, "gcs-simulation");
        pump.setDaemon(true);
        pump.start();
    }

    private void pump() {
        try {
            while (!closed) {
                run.simulation().awaitWork();
                synchronized (this) {
                    if (!closed && !run.simulation().quiet()) {
                        run.simulation().step();
                    }
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The facade of the life that runs now; after {@link #restart} there is another one. */
    public EngineGcs facade(Executor callbacks, Runnable onClose) {
        SimulatedEngine current;
        synchronized (this) {
            current = engine;
        }
        return new EngineGcs(current.engine(), AWAIT, callbacks, name -> "/gcs/nodes/" + name, path -> path, onClose);
    }

    /** Kills the engine's JVM and starts it again. */
    public synchronized void restart() {
        engine.kill();
        engine = run.open(Cuts.none());
    }

    /** Ends the engine in good order. */
    public synchronized void stopEngine() {
        engine.engine().stop();
        run.settle();
    }

    /** What the store holds at a key. */
    public synchronized Optional<String> stored(String key) {
        return run.stored().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::value)
                .findFirst();
    }

    /** Changes what the store holds at a key, whoever holds the epoch. */
    public synchronized void store(String key, String text) {
        run.world().store().commit(Transaction.builder().put(key, text).build());
        run.settle();
    }

    /** Lets simulated time pass, with supervision and all other upkeep that falls into it. */
    public synchronized void advance(Duration time) {
        run.simulation().run(time);
    }

    /** Kills all daemons of a node, as an out-of-memory killer would; answers how many. */
    public synchronized int killDaemons(String node) {
        FakeMachine machine = run.world().machine(node);
        List<ProcessEntry> daemons = new ArrayList<>();
        for (ProcessEntry process : machine.apply(new HostCall.Processes(new TreeMap<>()))) {
            if (process.marks().containsKey("GCS_DAEMON")) {
                daemons.add(process);
            }
        }
        daemons.forEach(daemon -> machine.apply(new SendSignal(daemon.pid(), daemon.startTime(), Signal.KILL)));
        return daemons.size();
    }

    /** The machine of a node, to make its disk full, read-only or faulty. Use it only while nothing is under way. */
    public synchronized FakeMachine machine(String node) {
        return run.world().machine(node);
    }

    /** How many transactions this life of the engine has sent to the store. */
    public synchronized int storeWrites() {
        return engine.commits();
    }

    /** How many times this life of the engine has read from the store. */
    public synchronized int storeReads() {
        return engine.storeReads();
    }

    /** How many calls this life of the engine has made to hosts. */
    public synchronized int hostCalls() {
        return engine.hostCalls();
    }

    /** Violations of the certainty contract; only meaningful at rest. */
    public synchronized List<String> violations() {
        run.settle();
        List<Entry> stored = run.stored();
        return Invariants.violations(run.world(), stored);
    }

    /** Ends the thread. Idempotent. */
    public void close() {
        closed = true;
        pump.interrupt();
        try {
            pump.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
