/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.engine.agent.BrickFacts;
import org.gluster.gcs.engine.catalogue.ClusterRecord;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.operation.ClusterOptions;
import org.gluster.gcs.engine.operation.PeerRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.server.gd2.Gd2Backend;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;

/** What GlusterD2's interface needs of an {@link Engine}. */
final class EngineGd2 implements Gd2Backend {
    private static final Comparator<Node> BY_ID = Comparator.comparing(Node::id);

    private final EngineGcs gcs;
    private final Engine engine;
    private final String version;
    private final Predicate<String> reaches;

    EngineGd2(EngineGcs gcs, Engine engine, String version, Predicate<String> reaches) {
        this.gcs = gcs;
        this.engine = engine;
        this.version = version;
        this.reaches = reaches;
    }

    @Override
    public Gcs gcs() {
        return gcs;
    }

    @Override
    public String clusterId() {
        return gcs.ask(view -> view.find(ClusterRecord.class, Keys.CLUSTER))
                .map(ClusterRecord::id)
                .orElseThrow(() -> Errors.of(ErrorCode.INTERNAL, "the cluster's own record is missing from the store"));
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>(gcs.ask(
                view -> view.peers().values().stream().map(EngineGd2::node).toList()));
        nodes.sort(BY_ID);
        return nodes;
    }

    /** All nodes run in this process. */
    private static Node node(PeerRecord peer) {
        return new Node(
                peer.id(),
                NodeName.of(peer.name()),
                peer.address(),
                Zone.of(peer.zone()),
                peer.metadata(),
                peer.ready() && peer.presence() == Presence.PRESENT,
                ProcessHandle.current().pid());
    }

    @Override
    public boolean reaches(String address) {
        return reaches.test(address);
    }

    @Override
    public Operation<Peer> add(PeerRequest request, SortedMap<String, String> metadata) {
        return gcs.addPeer(request, metadata);
    }

    @Override
    public Node edit(NodeName node, Optional<Zone> zone, SortedMap<String, String> metadata, int mostBytes) {
        return node(gcs.decide(PeerRequests.edit(node.value(), zone, metadata, mostBytes), "the edit of the peer"));
    }

    @Override
    public Operation<Volume> create(VolumeRequest request, SortedMap<String, String> internal) {
        return gcs.submit(
                VolumeRequests.create(
                        request,
                        internal,
                        request.idempotencyKey()
                                .map(key -> Requested.withKey(key.value()))
                                .orElse(Requested.PLAIN)),
                EngineGcs::volumeOf);
    }

    @Override
    public Operation<Volume> expand(String name, Capacity more, String key) {
        return gcs.submit(
                VolumeRequests.expandBy(name, more, key.isEmpty() ? Requested.PLAIN : Requested.withKey(key)),
                EngineGcs::volumeOf);
    }

    @Override
    public Optional<Kept> volume(String name) {
        return gcs.ask(view -> view.volume(name).map(record -> kept(view, record)));
    }

    @Override
    public List<Kept> volumes() {
        return gcs.ask(view -> view.volumes().values().stream()
                .map(record -> kept(view, record))
                .toList());
    }

    private static Kept kept(View view, VolumeRecord record) {
        boolean beingMade = !record.operation().isEmpty()
                && view.operation(record.operation())
                        .map(OperationRecord::kind)
                        .filter(OperationKind.CREATE_VOLUME.name()::equals)
                        .isPresent();
        return new Kept(
                Views.volume(view, record),
                record.effectiveOptions(),
                record.metadata(),
                record.started(),
                record.operation(),
                !beingMade);
    }

    @Override
    public List<BrickFacts> bricks(String volume) {
        List<BrickFacts> facts = new ArrayList<>();
        gcs.answer(engine.bricks(volume), "what the nodes see of bricks").forEach(facts::addAll);
        return facts;
    }

    @Override
    public void heal(String volume, boolean full) {
        gcs.answer(
                engine.heal(volume, full ? BrickOps.Heal.FULL : BrickOps.Heal.INDEX),
                "the answer of the self-heal daemons");
    }

    @Override
    public void revive(String volume) {
        gcs.answer(engine.revive(volume), "the start of bricks");
    }

    @Override
    public int dumpState(String volume) {
        return gcs.answer(engine.dumpState(volume), "the state dumps of bricks").stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Override
    public SortedMap<String, String> clusterOptions() {
        return gcs.ask(ClusterOptions::of);
    }

    @Override
    public SortedMap<String, String> setClusterOptions(SortedMap<String, String> options) {
        return gcs.decide(ClusterOptions.set(new TreeMap<>(options)), "the commit of options");
    }
}
