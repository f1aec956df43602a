/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * Places the bricks of a replica-3 volume: three zones, in each the device with the most free space. Since every brick has
 * the same size and a node belongs to one zone, a zone serves exactly when one of its devices has room, so this refuses
 * only what is impossible. The same inventory and request give the same layout.
 */
public final class Planner {
    private static final int REPLICAS = 3;

    private static final Comparator<Slot> ROOMIEST = Comparator.comparingLong(Slot::free)
            .reversed()
            .thenComparing(Slot::node)
            .thenComparing(Slot::path);

    private Planner() {}

    /**
     * Plans a volume.
     *
     * @throws org.gluster.gcs.NotSupportedException for another redundancy than replica 3
     * @throws org.gluster.gcs.NoFitException when it does not fit, with the shortfall of every device
     */
    public static BrickLayout plan(Inventory inventory, VolumeRequest request) {
        if (!request.redundancy().equals(Redundancy.replicated(REPLICAS))) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                    .message("this release places replica-3 volumes only, not " + request.redundancy()
                            + ": ask for Redundancy.replicated(3)")
                    .build());
        }
        long size = size(request);
        List<Slot> slots = new ArrayList<>(inventory.slots());
        slots.sort(ROOMIEST);
        List<Slot> chosen = new ArrayList<>();
        TreeSet<String> zones = new TreeSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Slot slot : slots) {
            String why = rejection(slot, request, size, zones, chosen.size());
            if (why.isEmpty()) {
                zones.add(slot.zone());
                chosen.add(slot);
                why = "roomiest device of zone " + slot.zone() + ": "
                        + Capacity.ofBytes(slot.free()).format() + " free, "
                        + Capacity.ofBytes(slot.free() - size).format() + " after";
                candidates.add(candidate(slot, chosen.size() - 1, true, why));
            } else {
                candidates.add(candidate(slot, Math.min(chosen.size(), REPLICAS - 1), false, why));
            }
        }
        if (chosen.size() < REPLICAS) {
            throw noFit(request, size, zones, candidates);
        }
        return layout(inventory, chosen, size, candidates);
    }

    private static long size(VolumeRequest request) {
        try {
            return BrickSize.holding(request.capacity().bytes());
        } catch (ArithmeticException overflow) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                    .message("a capacity of " + request.capacity() + " is more than a brick can have")
                    .build());
        }
    }

    private static String rejection(Slot slot, VolumeRequest request, long size, Set<String> zones, int placed) {
        Zone zone = Zone.of(slot.zone());
        if (!slot.unusable().isEmpty()) {
            return slot.unusable();
        } else if (request.zones().excluded().contains(zone)) {
            return "zone " + slot.zone() + " is excluded by the request";
        } else if (!request.zones().limitedTo().isEmpty()
                && !request.zones().limitedTo().contains(zone)) {
            return "the request is limited to other zones than " + slot.zone();
        } else if (slot.free() < size) {
            return "too small by " + Capacity.ofBytes(size - slot.free()).format() + ": a brick takes "
                    + Capacity.ofBytes(size).format() + ", free are "
                    + Capacity.ofBytes(slot.free()).format();
        } else if (zones.contains(slot.zone())) {
            return "zone " + slot.zone() + " has a brick of this volume already, on a roomier device";
        } else if (placed == REPLICAS) {
            return "all bricks are placed, on roomier devices";
        }
        return "";
    }

    private static Candidate candidate(Slot slot, int brick, boolean chosen, String reason) {
        return new Candidate(brick, NodeName.of(slot.node()), device(slot), slot.path(), chosen, reason);
    }

    private static DeviceId device(Slot slot) {
        return DeviceId.of(UUID.fromString(slot.device()));
    }

    private static GcsException noFit(VolumeRequest request, long size, Set<String> zones, List<Candidate> candidates) {
        List<String> shortfalls = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (!candidate.chosen()) {
                shortfalls.add(candidate.node() + ":" + candidate.devicePath() + ": " + candidate.reason());
            }
        }
        return GcsException.of(ErrorDetail.builder(ErrorCode.NO_FIT)
                .message("a replica-3 volume of " + request.capacity() + " needs a brick of "
                        + Capacity.ofBytes(size).format() + " in each of three zones, and only " + zones.size()
                        + (zones.size() == 1 ? " zone has" : " zones have") + " room for one"
                        + (zones.isEmpty() ? "" : " (" + String.join(", ", zones) + ")")
                        + ": add devices or peers in other zones, or ask for less")
                .problems(shortfalls)
                .build());
    }

    private static BrickLayout layout(Inventory inventory, List<Slot> chosen, long size, List<Candidate> candidates) {
        List<PlannedBrick> bricks = new ArrayList<>();
        SortedMap<String, Long> headroom = new TreeMap<>();
        for (Slot slot : inventory.slots()) {
            if (slot.unusable().isEmpty()) {
                headroom.merge(slot.node(), slot.free(), Long::sum);
            }
        }
        for (int index = 0; index < chosen.size(); index++) {
            Slot slot = chosen.get(index);
            headroom.merge(slot.node(), -size, Long::sum);
            bricks.add(PlannedBrick.builder()
                    .index(index)
                    .subvolume(0)
                    .role(BrickRole.DATA)
                    .node(NodeName.of(slot.node()))
                    .zone(Zone.of(slot.zone()))
                    .device(device(slot))
                    .devicePath(slot.path())
                    .size(Capacity.ofBytes(size))
                    .reserved(Capacity.ofBytes(size))
                    .build());
        }
        SortedMap<NodeName, Capacity> after = new TreeMap<>();
        headroom.forEach((node, free) -> after.put(NodeName.of(node), Capacity.ofBytes(free)));
        Explanation.Builder explanation = Explanation.builder();
        candidates.forEach(explanation::add);
        return BrickLayout.builder()
                .bricks(bricks)
                .headroomAfter(after)
                .usable(Capacity.ofBytes(BrickSize.usable(size)))
                .inventoryRevision(inventory.revision())
                .explain(explanation.build())
                .build();
    }
}
