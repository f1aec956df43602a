/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Telemetry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.engine.agent.Agent;
import org.gluster.gcs.engine.agent.Agent.AuditPart;
import org.gluster.gcs.engine.agent.BrickFacts;
import org.gluster.gcs.engine.assembly.EnginePorts.Node;
import org.gluster.gcs.engine.catalogue.ClusterRecord;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.coordinator.Coordinator;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.gluster.process.SelfHealDaemonDriver;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.volume.AccessRefusal;

/**
 * One coordinator, and one agent for each peer of the catalogue. Methods may be called from any thread; stages complete on
 * the coordinator's loop.
 */
public final class Engine {
    private record Running(Node node, Agent agent, boolean wasReady) {}

    private final EnginePorts ports;
    private final Store store;
    private final Coordinator coordinator;
    private final Map<String, Running> agents = new TreeMap<>();
    private final List<PeerRecord> early = new ArrayList<>();
    private final List<CompletionStage<Void>> starting = new ArrayList<>();
    private String cluster = "";
    private boolean stopped;

    /** Makes an engine; it does nothing before {@link #start}. */
    public Engine(EnginePorts ports) {
        this.ports = ports;
        store = ToldStore.of(ports.store(), telemetry());
        coordinator = new Coordinator(
                ports.coordinatorLoop(),
                store,
                ports.random(),
                new Coordinator.PeerListener() {
                    @Override
                    public void present(PeerRecord peer) {
                        Engine.this.present(peer);
                    }

                    @Override
                    public void gone(String name) {
                        Engine.this.gone(name);
                    }
                },
                ports.eventsKept(),
                ports.transactionSize());
    }

    private Telemetry telemetry() {
        return ports.timelines().<Telemetry>map(kept -> kept).orElse(Telemetry.noop());
    }

    /** Where the time of operations went, if that is kept. */
    Optional<Timelines> timelines() {
        return ports.timelines();
    }

    /** The allocator. */
    public Coordinator coordinator() {
        return coordinator;
    }

    /**
     * Starts it: completes when the catalogue is loaded and the agents of all confirmed peers serve. Fails with a
     * {@link GcsException}, e.g. when a node's address is taken.
     */
    public CompletionStage<ClusterRecord> start() {
        return coordinator.start().thenCompose(record -> {
            CompletableFuture<ClusterRecord> all = new CompletableFuture<>();
            ports.coordinatorLoop().execute(() -> {
                cluster = record.id();
                List.copyOf(early).forEach(this::present);
                early.clear();
                CompletableFuture<?>[] agentsReady = starting.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new);
                CompletableFuture.allOf(agentsReady)
                        .whenComplete((done, failure) -> ports.coordinatorLoop().execute(() -> {
                            if (failure == null) {
                                all.complete(record);
                            } else {
                                all.completeExceptionally(refusal(failure));
                            }
                        }));
            });
            return all;
        });
    }

    private static GcsException refusal(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof GcsException known) {
            return known;
        }
        return cause instanceof HostException host
                ? Errors.of(ErrorCode.REFUSED, host.getMessage())
                : Errors.of(ErrorCode.INTERNAL, "the engine did not start: " + cause);
    }

    private void present(PeerRecord peer) {
        if (stopped || agents.containsKey(peer.name())) {
            return;
        }
        if (cluster.isEmpty()) {
            early.add(peer);
            return;
        }
        Node node = ports.node(cluster, peer);
        Agent agent = new Agent(
                cluster,
                peer,
                node.loop(),
                store,
                node.host(),
                node.server(),
                new SelfHealDaemonDriver(),
                telemetry(),
                ports.bricksPerProcess());
        agents.put(peer.name(), new Running(node, agent, peer.ready()));
        CompletionStage<Void> ready = agent.start();
        if (peer.ready()) {
            starting.add(ready);
        }
    }

    private void gone(String name) {
        Running running = agents.remove(name);
        if (running != null) {
            stop(running);
        }
    }

    private static CompletionStage<Void> stop(Running running) {
        return running.agent().stop().thenRun(() -> running.node().close().run());
    }

    /** The wall clock of the coordinator's loop, ISO-8601. */
    String now() {
        return ports.coordinatorLoop().now().toString();
    }

    /** The audits of all nodes here. */
    CompletionStage<List<AuditPart>> audits() {
        return ofAll(Agent::audit);
    }

    /** Pending heals of a volume, by brick id, of all nodes here. */
    CompletionStage<List<SortedMap<String, Long>>> pendingHeals(String volume) {
        return ofAll(agent -> agent.pendingHeals(volume));
    }

    /** What the nodes here see of a volume's bricks now. */
    CompletionStage<List<List<BrickFacts>>> bricks(String volume) {
        return ofAll(agent -> agent.bricks(volume));
    }

    /** Tells the self-heal daemons of all nodes here to heal a volume now. */
    CompletionStage<List<Boolean>> heal(String volume, BrickOps.Heal heal) {
        return ofAll(agent -> agent.heal(volume, heal));
    }

    /** Starts missing brick processes of a started volume on all nodes here at once. */
    CompletionStage<List<Boolean>> revive(String volume) {
        return ofAll(agent -> agent.revive(volume));
    }

    /** Has all brick processes of a volume here dump their state; how many did, by node. */
    CompletionStage<List<Integer>> dumpState(String volume) {
        return ofAll(agent -> agent.dumpState(volume));
    }

    /** Clients that were refused a volume, of all nodes here. */
    CompletionStage<List<List<AccessRefusal>>> refusals(String volume) {
        return ofAll(agent -> agent.refusals(volume));
    }

    /** Ends all brick and self-heal daemons of the nodes here; nothing is started again before the next start. */
    public CompletionStage<List<Boolean>> stopDaemons() {
        return ofAll(Agent::stopDaemons);
    }

    private <T> CompletionStage<List<T>> ofAll(Function<Agent, CompletionStage<T>> question) {
        CompletableFuture<List<T>> answers = new CompletableFuture<>();
        ports.coordinatorLoop().execute(() -> {
            List<CompletableFuture<T>> asked = agents.values().stream()
                    .map(running -> question.apply(running.agent()).toCompletableFuture())
                    .toList();
            CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)).whenComplete((all, failure) -> {
                if (failure == null) {
                    answers.complete(asked.stream().map(CompletableFuture::join).toList());
                } else {
                    answers.completeExceptionally(refusal(failure));
                }
            });
        });
        return answers;
    }

    /** Stops the coordinator and all agents; the data plane goes on. Completes when all have stopped. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        coordinator.stop();
        ports.coordinatorLoop().execute(() -> {
            stopped = true;
            CompletableFuture<?>[] stops = agents.values().stream()
                    .map(Engine::stop)
                    .map(CompletionStage::toCompletableFuture)
                    .toArray(CompletableFuture<?>[]::new);
            agents.clear();
            CompletableFuture.allOf(stops).whenComplete((all, failure) -> done.complete(null));
        });
        return done;
    }
}
