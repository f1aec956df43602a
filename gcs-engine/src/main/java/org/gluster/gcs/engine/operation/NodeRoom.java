/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.gluster.gcs.engine.catalogue.StatusRecord.Limit;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * Whether the machines of nodes can have more bricks: their limits are what the nodes report, and what is in use is derived
 * from the records. Only what adds bricks, or serves more of them, is refused; what is there is never touched.
 */
final class NodeRoom {
    private NodeRoom() {}

    /** Plans on the nodes that can have more bricks; where only others would do, the refusal names the limit that is in the way. */
    static BrickLayout plan(View view, Inventory inventory, VolumeRequest request) {
        TreeSet<String> full = new TreeSet<>();
        Optional<LimitReached> reached = Optional.empty();
        for (PeerRecord peer : view.peers().values()) {
            Optional<LimitReached> limit = over(view, peer, 1, view.bricksOn(peer.name()));
            if (limit.isPresent()) {
                full.add(peer.name());
                reached = reached.or(() -> limit);
            }
        }
        while (true) {
            BrickLayout layout = planWithout(inventory, full, request, reached);
            TreeMap<String, Integer> wanted = new TreeMap<>();
            for (PlannedBrick brick : layout.bricks()) {
                wanted.merge(brick.node().value(), 1, Integer::sum);
            }
            Optional<LimitReached> passed = first(view, wanted);
            if (passed.isEmpty()) {
                return layout;
            }
            full.add(passed.get().node());
            reached = reached.or(() -> passed);
        }
    }

    private static BrickLayout planWithout(
            Inventory inventory, TreeSet<String> full, VolumeRequest request, Optional<LimitReached> reached) {
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

    /** Refuses a volume whose bricks would pass a limit of a node. */
    static void requireRoom(View view, String volume, List<BrickRecord> bricks) {
        TreeMap<String, Integer> wanted = new TreeMap<>();
        bricks.forEach(brick -> wanted.merge(brick.node(), 1, Integer::sum));
        first(view, wanted).ifPresent(limit -> {
            throw refusal(volume, limit);
        });
    }

    /** Refuses to serve a volume when its bricks would pass a limit of a node. */
    static void requireRoomToServe(View view, VolumeRecord volume) {
        if (volume.intent() == Intent.STARTED) {
            return; // they are counted already
        }
        for (String node : volume.nodes()) {
            view.peer(node)
                    .flatMap(peer -> over(view, peer, volume.bricksOn(node).size(), view.servedOn(node)))
                    .ifPresent(limit -> {
                        throw refusal(volume.name(), limit);
                    });
        }
    }

    private static Optional<LimitReached> first(View view, SortedMap<String, Integer> wanted) {
        for (var node : wanted.entrySet()) {
            Optional<LimitReached> limit = view.peer(node.getKey())
                    .flatMap(peer -> over(view, peer, node.getValue(), view.bricksOn(node.getKey())));
            if (limit.isPresent()) {
                return limit;
            }
        }
        return Optional.empty();
    }

    /** The limit that so many more bricks would pass. */
    private static Optional<LimitReached> over(View view, PeerRecord peer, int wanted, int inUse) {
        List<Limit> limits =
                view.status(peer.name(), peer).map(report -> report.limits()).orElse(List.of());
        if (limits.isEmpty() || inUse + (long) wanted <= limits.get(0).bricks()) {
            return Optional.empty();
        }
        Limit least = limits.get(0);
        return Optional.of(
                new LimitReached(peer.name(), least.name(), inUse, wanted, least.bricks(), least.remedy()));
    }

    private static GcsException refusal(String volume, LimitReached limit) {
        return GcsException.of(ErrorDetail.builder(ErrorCode.LIMIT_EXCEEDED)
                .resource(volume)
                .node(limit.node())
                .limit(limit)
                .message("the volume \"" + volume + "\" needs " + bricks(limit.wanted()) + " more on the node \""
                        + limit.node() + "\", which has " + limit.inUse() + " of the " + limit.most()
                        + " that its machine allows: " + limit.limit() + " binds first. Raise it ("
                        + limit.remedy() + "), delete volumes, or add nodes")
                .build());
    }

    private static String bricks(long count) {
        return count == 1 ? "1 brick" : count + " bricks";
    }
}
