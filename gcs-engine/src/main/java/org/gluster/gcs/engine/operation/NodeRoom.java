/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.LimitReached;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.planner.Inventory;
import org.gluster.gcs.core.planner.Planner;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.Limit;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * Whether machines can have more bricks: their limits are what their nodes report, and what is in use is derived from the
 * records. Nodes of one machine count together. Only what adds bricks, or serves more of them, is refused; what is there is
 * never touched.
 */
final class NodeRoom {
    /** One machine: its nodes, how many bricks they have, and the least that one of them reports it to allow. */
    private static final class Machine {
        private final List<String> nodes = new ArrayList<>();
        private int inUse;
        private Optional<Limit> least = Optional.empty();

        /** The limit that so many more bricks would pass. */
        Optional<LimitReached> over(int wanted) {
            return least.filter(limit -> inUse + (long) wanted > limit.bricks())
                    .map(limit -> new LimitReached(
                            nodes.get(0), limit.name(), inUse, wanted, limit.bricks(), limit.remedy()));
        }
    }

    private final SortedMap<String, Machine> byNode = new TreeMap<>();

    private NodeRoom(View view, ToIntFunction<String> bricksOn) {
        SortedMap<String, Machine> machines = new TreeMap<>();
        for (PeerRecord peer : view.peers().values()) {
            Optional<StatusRecord> report = view.status(peer.name(), peer);
            String name = report.map(StatusRecord::machine)
                    .filter(known -> !known.isEmpty())
                    .orElse(View.ON_NODE + peer.name());
            Machine machine = machines.computeIfAbsent(name, first -> new Machine());
            machine.nodes.add(peer.name());
            machine.inUse += bricksOn.applyAsInt(peer.name());
            report.flatMap(told -> told.limits().stream().findFirst())
                    .filter(limit -> machine.least.isEmpty()
                            || limit.bricks() < machine.least.get().bricks())
                    .ifPresent(limit -> machine.least = Optional.of(limit));
            byNode.put(peer.name(), machine);
        }
    }

    /** Plans on the nodes that can have more bricks; where only others would do, the refusal names the limit that is in the way. */
    static BrickLayout plan(View view, Inventory inventory, VolumeRequest request) {
        NodeRoom room = new NodeRoom(view, view::bricksOn);
        TreeSet<String> full = new TreeSet<>();
        Optional<LimitReached> reached = Optional.empty();
        for (Machine machine : room.byNode.values()) {
            Optional<LimitReached> limit = machine.over(1);
            if (limit.isPresent()) {
                full.addAll(machine.nodes);
                reached = reached.or(() -> limit);
            }
        }
        while (true) {
            BrickLayout layout = planWithout(inventory, full, request, reached);
            List<String> nodes = layout.bricks().stream()
                    .map(PlannedBrick::node)
                    .map(NodeName::value)
                    .toList();
            Optional<LimitReached> passed = room.first(nodes);
            if (passed.isEmpty()) {
                return layout;
            }
            Machine machine = room.byNode.get(passed.get().node());
            if (machine != null) {
                full.addAll(machine.nodes);
            }
            reached = reached.or(() -> passed);
        }
    }

    private static BrickLayout planWithout(
            Inventory inventory, SortedSet<String> full, VolumeRequest request, Optional<LimitReached> reached) {
        if (full.isEmpty()) {
            return Planner.plan(inventory, request);
        }
        Inventory.Builder rest = inventory.toBuilder();
        full.forEach(node -> rest.removeNode(NodeName.of(node)));
        try {
            return Planner.plan(rest.build(), request);
        } catch (NoFitException none) {
            Planner.plan(inventory, request); // with no limit in the way it may not fit either
            throw refusal(request.name().value(), reached.orElseThrow());
        }
    }

    /** Refuses a volume whose bricks would pass a limit of a machine. */
    static void requireRoom(View view, String volume, List<BrickRecord> bricks) {
        List<String> nodes = bricks.stream().map(BrickRecord::node).toList();
        new NodeRoom(view, view::bricksOn).first(nodes).ifPresent(limit -> {
            throw refusal(volume, limit);
        });
    }

    /** Refuses to serve a volume when its bricks would pass a limit of a machine. */
    static void requireRoomToServe(View view, VolumeRecord volume) {
        if (volume.intent() == Intent.STARTED) {
            return; // they are counted already
        }
        List<String> nodes = volume.bricks().stream().map(BrickRecord::node).toList();
        new NodeRoom(view, view::servedOn).first(nodes).ifPresent(limit -> {
            throw refusal(volume.name(), limit);
        });
    }

    /** The first limit that bricks on these nodes would pass; a node is named for each of its bricks. */
    private Optional<LimitReached> first(List<String> nodes) {
        TreeMap<String, Integer> wanted = new TreeMap<>();
        for (String node : nodes) {
            Machine machine = byNode.get(node);
            if (machine != null) {
                wanted.merge(machine.nodes.get(0), 1, Integer::sum);
            }
        }
        for (var each : wanted.entrySet()) {
            Machine machine = byNode.get(each.getKey());
            Optional<LimitReached> limit = machine == null ? Optional.empty() : machine.over(each.getValue());
            if (limit.isPresent()) {
                return limit;
            }
        }
        return Optional.empty();
    }

    private static GcsException refusal(String volume, LimitReached limit) {
        return GcsException.of(ErrorDetail.builder(ErrorCode.LIMIT_EXCEEDED)
                .resource(volume)
                .node(limit.node())
                .limit(limit)
                .message("the volume \"" + volume + "\" needs " + bricks(limit.wanted())
                        + " more on the machine of the node \"" + limit.node() + "\", which has " + limit.inUse()
                        + " of the " + limit.most() + " that it allows: " + limit.limit()
                        + " binds first. Raise it (" + limit.remedy() + "), delete volumes, or add nodes")
                .build());
    }

    private static String bricks(long count) {
        return count == 1 ? "1 brick" : count + " bricks";
    }
}
