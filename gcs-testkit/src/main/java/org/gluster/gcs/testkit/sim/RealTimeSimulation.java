/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.assembly.Engine;
import org.gluster.gcs.engine.assembly.EngineGcs;
import org.gluster.gcs.engine.assembly.EnginePorts;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.loop.ThreadLoop;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.testkit.host.FakeHost;
import org.gluster.gcs.testkit.host.FakeMachine;

/**
 * The engine as it runs in production - a thread for each loop, the clock of the machine, any store - over modelled machines that
 * answer at once: what is measured here is the control plane. Thread-safe.
 */
public final class RealTimeSimulation implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);

    private final Store store;
    private final World world = World.empty(Runnable::run);
    private final ThreadLoop coordinator = new ThreadLoop("gcs-coordinator");
    private final List<ThreadLoop> loops = new CopyOnWriteArrayList<>();
    private final SortedMap<String, AtomicLong> calls = new ConcurrentSkipListMap<>();
    private final Engine engine;
    private final EngineGcs facade;

    private RealTimeSimulation(Store store, Duration awaitTimeout) {
        this.store = store;
        engine = new Engine(new Ports());
        facade = new EngineGcs(
                engine, awaitTimeout, ForkJoinPool.commonPool(), name -> "/gcs/nodes/" + name, path -> path, () -> {});
    }

    /**
     * Starts one.
     *
     * @param store where the catalogue lives; not closed
     * @param awaitTimeout how long callers wait for operations
     */
    public static RealTimeSimulation start(Store store, Duration awaitTimeout) {
        RealTimeSimulation simulation = new RealTimeSimulation(store, awaitTimeout);
        wait(simulation.engine.start().toCompletableFuture());
        return simulation;
    }

    private static void wait(CompletableFuture<?> stage) {
        try {
            stage.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the simulated cluster did not start or end", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the simulated cluster started or ended", interrupted);
        }
    }

    /** What callers see. */
    public EngineGcs gcs() {
        return facade;
    }

    /** How often the hosts of all nodes were called so far, by kind of call. */
    public Map<String, Long> hostCalls() {
        SortedMap<String, Long> counts = new ConcurrentSkipListMap<>();
        calls.forEach((kind, count) -> counts.put(kind, count.get()));
        return counts;
    }

    /** Ends the loops. */
    @Override
    public void close() {
        wait(engine.stop().toCompletableFuture());
        coordinator.close();
        new ArrayList<>(loops).forEach(ThreadLoop::close);
    }

    private final class Ports implements EnginePorts {
        private final RandomGenerator random = new SplittableRandom(1);

        @Override
        public Store store() {
            return store;
        }

        @Override
        public Loop coordinatorLoop() {
            return coordinator;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public Node node(String cluster, PeerRecord peer) {
            ThreadLoop loop = new ThreadLoop("gcs-agent-" + peer.name());
            loops.add(loop);
            FakeMachine machine = world.machine(peer.name());
            FakeHost fake = new FakeHost(
                    machine,
                    Marks.command(cluster, peer.name(), "real-time"),
                    (delay, event) -> loop.execute(event),
                    () -> 0);
            SimulatedServer server = new SimulatedServer(loop, machine, () -> loop.execute(machine::fetchVolfiles));
            return new Node(loop, new Counted(fake, loop, machine), server, loop::close);
        }
    }

    /** Counts calls; daemons that were told to fetch do so. */
    private final class Counted implements Host {
        private final Host host;
        private final Loop loop;
        private final FakeMachine machine;

        Counted(Host host, Loop loop, FakeMachine machine) {
            this.host = host;
            this.loop = loop;
            this.machine = machine;
        }

        @Override
        public <R> CompletionStage<R> call(HostCall<R> call) {
            calls.computeIfAbsent(call.getClass().getSimpleName(), kind -> new AtomicLong())
                    .incrementAndGet();
            CompletionStage<R> answer = host.call(call);
            if (call instanceof HostCall.NotifySubscribers) {
                loop.execute(machine::fetchVolfiles);
            }
            return answer;
        }
    }
}
