/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.agent.NodeServer;
import org.gluster.gcs.engine.assembly.Engine;
import org.gluster.gcs.engine.assembly.EnginePorts;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.server.PublishedVolfiles;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.testkit.host.FakeHost;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.jspecify.annotations.Nullable;

/**
 * One life of the engine in a simulated world: the coordinator and all agents in one process, or the coordinator alone (a
 * node's data directory is locked, so two agents of one node never run at once; two coordinators may).
 */
final class SimulatedEngine implements EnginePorts {
    private static final int HOST_LATENCY = 2_000_000;
    private static final int STORE_LATENCY = 1_000_000;
    private static final int RECONNECT = 2_000_000_000;
    private static final int FETCH = 20_000_000;

    private final Simulation simulation;
    private final World world;
    private Cuts cuts;
    private final Life life = new Life();
    private final Store store;
    private final Loop coordinatorLoop;
    private final List<FakeHost> hosts = new ArrayList<>();
    private final SortedMap<String, SimulatedServer> servers = new TreeMap<>();
    private final Engine engine;
    private final boolean withAgents;
    private final Defect defect;
    private int incarnations;
    private int commits;
    private int largestCommit;
    private int slowness;

    SimulatedEngine(Simulation simulation, World world, Cuts cuts, boolean withAgents, Defect defect) {
        this.simulation = simulation;
        this.world = world;
        this.cuts = cuts;
        this.withAgents = withAgents;
        this.defect = defect;
        store = defect.store(new CutStore());
        coordinatorLoop = simulation.loop(life);
        engine = new Engine(this);
    }

    Engine engine() {
        return engine;
    }

    void cuts(Cuts next) {
        cuts = next;
    }

    Life life() {
        return life;
    }

    /** How many transactions it sent to the store. */
    int commits() {
        return commits;
    }

    /** Most operations in one of them. */
    int largestCommit() {
        return largestCommit;
    }

    /** From now on a transaction may be under way to the store for so much longer. */
    void slowCommits(Duration longest) {
        slowness = Math.toIntExact(longest.toNanos());
    }

    /** The JVM is killed. What runs on the machines lives on, and lands some time later. */
    void kill() {
        if (life.over()) {
            return;
        }
        simulation.log().add(simulation.nanos(), null, "kill", "");
        life.end();
        hosts.forEach(FakeHost::crash);
        if (withAgents) { // otherwise what runs on the machines is another's
            world.machines().values().forEach(machine -> machine.volfiles(null));
            world.land(simulation);
        }
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public Loop coordinatorLoop() {
        return coordinatorLoop;
    }

    @Override
    public RandomGenerator random() {
        return simulation.random();
    }

    @Override
    public Node node(String cluster, PeerRecord peer) {
        Loop loop = simulation.loop(life);
        if (!withAgents) {
            return new Node(loop, new UnreachableHost(), new DeadServer(loop), () -> {});
        }
        String incarnation = "life-" + simulation.nanos() + "-" + incarnations++;
        FakeHost fake = new FakeHost(
                world.machine(peer.name()),
                Marks.command(cluster, peer.name(), incarnation),
                (delay, event) -> simulation.schedule(delay.toNanos(), false, event),
                () -> simulation.delay(HOST_LATENCY));
        hosts.add(fake);
        SimulatedServer server =
                servers.computeIfAbsent(peer.name(), name -> new SimulatedServer(loop, world.machine(name)));
        return new Node(loop, defect.host(new CutHost(peer.name(), fake, loop)), server, () -> {});
    }

    /** Serves nothing to nobody. */
    private static class DeadServer implements NodeServer {
        private final Loop loop;

        DeadServer(Loop loop) {
            this.loop = loop;
        }

        private CompletionStage<Void> soon() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            loop.execute(() -> done.complete(null));
            return done;
        }

        @Override
        public CompletionStage<Void> open(Path socket) {
            return soon();
        }

        @Override
        public void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts) {}

        @Override
        public void process(String key, Optional<String> volfile) {}

        @Override
        public void nodes(SortedSet<String> addresses) {}

        @Override
        public List<Refused> refusals(String volume) {
            return List.of();
        }

        @Override
        public void retract(String volume) {}

        @Override
        public void listening(String brickPath, int port) {}

        @Override
        public void gone(String brickPath) {}

        @Override
        public CompletionStage<Void> close() {
            return soon();
        }
    }

    /** Serves volfiles to the machine's daemons, which connect some time later; what clients see is for live tests. */
    private final class SimulatedServer extends DeadServer {
        private final FakeMachine machine;
        private final PublishedVolfiles volfiles = new PublishedVolfiles(Path.of("/run/self-heal.pid"));

        SimulatedServer(Loop loop, FakeMachine machine) {
            super(loop);
            this.machine = machine;
        }

        @Override
        public CompletionStage<Void> open(Path socket) {
            machine.volfiles(key -> volfiles.volfile(key, true).map(Volfile::text));
            fetchLater(machine, RECONNECT);
            return super.open(socket);
        }

        @Override
        public void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts) {
            volfiles.publish(volume, started, brickPorts);
        }

        @Override
        public void process(String key, Optional<String> volfile) {
            volfiles.process(key, volfile);
        }

        @Override
        public void nodes(SortedSet<String> addresses) {
            volfiles.nodes(addresses);
        }

        @Override
        public void retract(String volume) {
            volfiles.retract(volume);
        }

        @Override
        public CompletionStage<Void> close() {
            machine.volfiles(null);
            return super.close();
        }
    }

    /** Daemons that have to connect, or were told to fetch, do so within a time. */
    private void fetchLater(FakeMachine machine, int longest) {
        simulation.schedule(simulation.delay(longest), false, life.guarded(machine::fetchVolfiles));
    }

    /**
     * Performs one call, cut off as planned. The effect is applied by {@code call}, whose stage completes after it; a call
     * that outlives its JVM is left to itself by {@code alone}.
     */
    private <R> CompletionStage<R> cut(
            String where,
            Object what,
            boolean effect,
            Loop loop,
            @Nullable Runnable alone,
            Supplier<CompletionStage<R>> call,
            RuntimeException lost) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        if (life.over()) {
            return answer;
        }
        Cuts.@Nullable Kind kind = cuts.next(effect, alone != null, effect && where.equals("store"));
        simulation.log().add(simulation.nanos(), kind, where, what);
        if (kind == Cuts.Kind.BEFORE) {
            kill();
            return answer;
        }
        if (kind == Cuts.Kind.DURING) {
            if (alone != null) {
                alone.run();
            }
            kill();
            return answer;
        }
        CompletionStage<R> done = call.get();
        done.whenComplete((result, failure) -> {
            if (effect) {
                world.happened(where, what);
            }
            if (life.over()) {
                return;
            }
            if (kind == Cuts.Kind.AFTER) {
                kill();
            } else if (kind == Cuts.Kind.LOST) {
                loop.execute(() -> answer.completeExceptionally(lost));
            } else if (failure == null) {
                loop.execute(() -> answer.complete(result));
            } else {
                loop.execute(() -> answer.completeExceptionally(failure));
            }
        });
        return answer;
    }

    /** Never answers: the machine's agent runs elsewhere, and this one never gets to do anything. */
    private static final class UnreachableHost implements Host {
        @Override
        public <R> CompletionStage<R> call(HostCall<R> call) {
            return new CompletableFuture<>();
        }
    }

    private final class CutHost implements Host {
        private final String node;
        private final FakeHost fake;
        private final Loop loop;

        CutHost(String node, FakeHost fake, Loop loop) {
            this.node = node;
            this.fake = fake;
            this.loop = loop;
        }

        private void begin(HostCall<?> call) {
            fake.call(call);
            world.happened(node, "begun");
        }

        @Override
        public <R> CompletionStage<R> call(HostCall<R> call) {
            boolean command = call instanceof HostCall.Run || call instanceof HostCall.StartDaemon;
            return cut(
                    node,
                    call,
                    call.effect(),
                    loop,
                    command ? () -> begin(call) : null,
                    () -> {
                        CompletionStage<R> done = fake.call(call);
                        return call instanceof HostCall.NotifySubscribers
                                ? done.whenComplete((told, failure) -> fetchLater(fake.machine(), FETCH))
                                : done;
                    },
                    new HostException(HostException.Kind.UNKNOWN_OUTCOME, "simulated: the answer was lost"));
        }
    }

    private final class CutStore implements Store {
        private <R> CompletionStage<R> read(Object what, Supplier<CompletionStage<R>> call) {
            return cutStore(what, null, call);
        }

        private <R> CompletionStage<R> cutStore(
                Object what, @Nullable Runnable alone, Supplier<CompletionStage<R>> call) {
            boolean effect = alone != null;
            return cut(
                    "store",
                    what,
                    effect,
                    coordinatorLoop,
                    alone,
                    () -> {
                        CompletableFuture<R> done = new CompletableFuture<>();
                        long late = effect && slowness > 0 ? simulation.delay(slowness) : 0;
                        simulation.schedule(late + simulation.delay(STORE_LATENCY), false, () -> {
                            if (!life.over()) {
                                call.get().whenComplete((result, failure) -> {
                                    if (failure == null) {
                                        done.complete(result);
                                    } else {
                                        done.completeExceptionally(failure);
                                    }
                                });
                            }
                        });
                        return done;
                    },
                    new StoreException(StoreException.Kind.UNKNOWN_OUTCOME, "simulated: the answer was lost"));
        }

        @Override
        public CompletionStage<Optional<Entry>> get(String key) {
            return read(key, () -> world.store().get(key));
        }

        @Override
        public CompletionStage<Page> range(String prefix, String after, int limit) {
            return read(prefix, () -> world.store().range(prefix, after, limit));
        }

        @Override
        public CompletionStage<CommitResult> commit(Transaction transaction) {
            commits++;
            largestCommit = Math.max(largestCommit, transaction.operations());
            return cutStore(
                    List.of(transaction.puts().keySet(), transaction.deletes()),
                    () -> world.send(transaction),
                    () -> world.store().commit(transaction));
        }

        @Override
        public Watch watch(String prefix, long fromRevision, WatchListener listener) {
            return world.store().watch(prefix, fromRevision, new WatchListener() {
                @Override
                public void onEvents(List<Event> events) {
                    if (!life.over()) {
                        listener.onEvents(events);
                    }
                }

                @Override
                public void onGap(long nextRevision) {
                    if (!life.over()) {
                        listener.onGap(nextRevision);
                    }
                }

                @Override
                public void onClosed(@Nullable Throwable cause) {
                    if (!life.over()) {
                        listener.onClosed(cause);
                    }
                }
            });
        }

        @Override
        public CompletionStage<Lease> grant(Duration timeToLive) {
            return world.store().grant(timeToLive);
        }

        @Override
        public CompletionStage<Boolean> keepAlive(Lease lease) {
            return world.store().keepAlive(lease);
        }

        @Override
        public CompletionStage<Boolean> revoke(Lease lease) {
            return world.store().revoke(lease);
        }

        @Override
        public void close() {}
    }
}
