/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ForkJoinPool;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.cluster.Devices;
import org.gluster.gcs.cluster.Peers;
import org.gluster.gcs.engine.assembly.EngineGcs;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.gd2.Gd2Routes;
import org.gluster.gcs.event.Events;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.option.OptionGroups;
import org.gluster.gcs.option.Options;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.testkit.sim.LiveSimulation;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.Volumes;

/**
 * The engine over simulated machines: the same planning, records, operations, drivers and recovery as
 * {@link org.gluster.gcs.engine.EmbeddedGcs}, without root, GlusterFS or Linux, in milliseconds. For tests of platforms and
 * for trying things out. Nothing can be mounted.
 *
 * <p>Time is simulated: it passes while there is work, and in {@link #advance}. Thread-safe; {@link #close} ends its one
 * thread.
 */
@Incubating(since = "0.1.0")
public final class SimulatedGcs implements Gcs {
    private static final Capacity DEVICE = Capacity.ofGiB(100);

    private final LiveSimulation simulation;
    private volatile EngineGcs current;

    private SimulatedGcs(long seed) {
        simulation = new LiveSimulation(seed);
        current = facade();
    }

    private EngineGcs facade() {
        return simulation.facade(ForkJoinPool.commonPool(), simulation::close);
    }

    /**
     * A cluster of nodes {@code node-1}, {@code node-2}, ..., each in a zone of its own with one device {@code /data/d1} of
     * 100 GiB.
     *
     * @param nodes how many, 0 to 250
     */
    public static SimulatedGcs create(int nodes) {
        return create(nodes, 1);
    }

    /** The same; the seed decides the order of what happens side by side. */
    public static SimulatedGcs create(int nodes, long seed) {
        if (nodes < 0 || nodes > 250) {
            throw new IllegalArgumentException("a simulated cluster has 0 to 250 nodes, not " + nodes);
        }
        SimulatedGcs gcs = new SimulatedGcs(seed);
        for (int i = 1; i <= nodes; i++) {
            String name = "node-" + i;
            String address = "127.0.0." + i;
            gcs.peers().add(peer -> peer.name(name).address(address)).await();
            gcs.devices()
                    .add(device -> device.node(name).path("/data/d1").limit(DEVICE))
                    .await();
        }
        return gcs;
    }

    /** Kills the engine's JVM and starts it again; handles of operations from before stay with the old one. */
    public void restart() {
        simulation.restart();
        current = facade();
    }

    /**
     * GlusterD2's REST interface as one node of this life of the engine answers it, without a port: hand it
     * {@link org.gluster.gcs.engine.server.HttpCall}s. A peer can be added at every address.
     *
     * @param node name of the node; it need not exist yet
     */
    public HttpHandler gd2(String node) {
        return Gd2Routes.of(current.gd2("simulated", address -> true), node);
    }

    /** Ends the engine in good order, as its last act before {@link #restart}: what waits for it is told so. */
    public void stopEngine() {
        simulation.stopEngine();
    }

    /** What the store holds at a key, e.g. {@code volume/NAME}; empty when it holds nothing. */
    public Optional<String> stored(String key) {
        return simulation.stored(key);
    }

    /** Changes a stored record behind the engine's back, as another release or a fault would. */
    public void store(String key, String text) {
        simulation.store(key, text);
    }

    /** Lets simulated time pass: daemons that died are started again, and the like. */
    public void advance(Duration time) {
        simulation.advance(time);
    }

    /** Kills all brick and self-heal daemons of a node; answers how many there were. */
    public int killDaemons(String node) {
        return simulation.killDaemons(node);
    }

    /** The modelled machine of a node, to make its disk full, read-only or faulty. */
    public FakeMachine machine(String node) {
        return simulation.machine(node);
    }

    /** How many transactions this life of the engine has sent to the store. */
    public int storeWrites() {
        return simulation.storeWrites();
    }

    /** How many times this life of the engine has read from the store. */
    public int storeReads() {
        return simulation.storeReads();
    }

    /** How many calls this life of the engine has made to the modelled machines. */
    public int hostCalls() {
        return simulation.hostCalls();
    }

    /** Violations of the certainty contract, after all that is under way has ended; empty when it holds. */
    public List<String> violations() {
        return simulation.violations();
    }

    @Override
    public Gcs withIdempotencyKey(String key) {
        return current.withIdempotencyKey(key);
    }

    @Override
    public Gcs forCaller(String caller) {
        return current.forCaller(caller);
    }

    @Override
    public Peers peers() {
        return current.peers();
    }

    @Override
    public Devices devices() {
        return current.devices();
    }

    @Override
    public Volumes volumes() {
        return current.volumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return current.volume(name);
    }

    @Override
    public Layouts layouts() {
        return current.layouts();
    }

    @Override
    public Options options() {
        return current.options();
    }

    @Override
    public OptionGroups optionGroups() {
        return current.optionGroups();
    }

    @Override
    public Operations operations() {
        return current.operations();
    }

    @Override
    public Events events() {
        return current.events();
    }

    @Override
    public AuditReport audit() {
        return current.audit();
    }

    @Override
    public SortedSet<Capability> capabilities() {
        return current.capabilities();
    }

    @Override
    public void ping() {
        current.ping();
    }

    @Override
    public void close() {
        current.close();
    }
}
