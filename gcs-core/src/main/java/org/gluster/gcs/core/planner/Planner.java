/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
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
import org.gluster.gcs.volume.ZoneSpread;

/**
 * Places the bricks of a replica-3 volume: three zones, in each the device with the most free space. When fewer than three
 * zones have room and the request does not insist on {@link org.gluster.gcs.volume.ZoneSpec#spread() spread}, the bricks
 * that are left go to further nodes of the same zones; never two to one node. Since every brick has the same size and a
 * node belongs to one zone, a zone or node serves exactly when one of its devices has room, so this refuses only what is
 * impossible. The same inventory and request give the same layout.
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
        if (!request.bricks().isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                    .message(
                            "a request that gives its bricks leaves nothing to place: leave them out, and say a capacity")
                    .build());
        }
        long size = size(request);
        List<Slot> slots = new ArrayList<>(inventory.slots());
        slots.sort(ROOMIEST);
        Choice choice = choose(slots, request, size);
        List<Candidate> candidates = candidates(slots, request, size, choice);
        if (choice.slots().size() < REPLICAS) {
            throw noFit(request, size, choice, candidates);
        }
        return layout(inventory, request, choice.slots(), size, candidates);
    }

    /**
     * What was chosen.
     *
     * @param slots by brick
     * @param spread how many of them, from the first on, are alone in their zone by choice
     */
    private record Choice(List<Slot> slots, int spread) {
        Choice {
            slots = List.copyOf(slots);
        }
    }

    private static boolean share(Function<Slot, Object> domain, List<Slot> chosen, Slot slot) {
        return chosen.stream().anyMatch(other -> domain.apply(other).equals(domain.apply(slot)));
    }

    /** One device of each zone; then, where zones may be shared, of further nodes. */
    private static Choice choose(List<Slot> slots, VolumeRequest request, long size) {
        List<Slot> chosen = new ArrayList<>();
        for (Slot slot : slots) {
            if (chosen.size() < REPLICAS
                    && unfitness(slot, request, size).isEmpty()
                    && !share(Slot::zone, chosen, slot)) {
                chosen.add(slot);
            }
        }
        int spread = chosen.size();
        for (Slot slot : slots) {
            if (chosen.size() < REPLICAS
                    && request.zones().spread() == ZoneSpread.PREFERRED
                    && unfitness(slot, request, size).isEmpty()
                    && !share(Slot::node, chosen, slot)) {
                chosen.add(slot);
            }
        }
        return new Choice(chosen, spread);
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

    /** Why no brick of this volume can go there, whatever else is chosen; empty when one can. */
    private static String unfitness(Slot slot, VolumeRequest request, long size) {
        Zone zone = slot.zone();
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
        }
        return "";
    }

    private static List<Candidate> candidates(List<Slot> slots, VolumeRequest request, long size, Choice choice) {
        List<Candidate> candidates = new ArrayList<>();
        int placed = 0;
        for (Slot slot : slots) {
            int brick = choice.slots().indexOf(slot);
            if (brick >= 0) {
                placed++;
                candidates.add(candidate(slot, brick, true, preference(slot, size, brick, choice)));
            } else {
                String unfit = unfitness(slot, request, size);
                String why = unfit.isEmpty() ? passedOver(slot, choice) : unfit;
                candidates.add(candidate(slot, Math.min(placed, REPLICAS - 1), false, why));
            }
        }
        return candidates;
    }

    private static String preference(Slot slot, long size, int brick, Choice choice) {
        String room = Capacity.ofBytes(slot.free()).format() + " free, "
                + Capacity.ofBytes(slot.free() - size).format() + " after";
        return brick < choice.spread()
                ? "roomiest device of zone " + slot.zone() + ": " + room
                : "roomiest device of a further node, though zone " + slot.zone() + " has a brick already, since only "
                        + zones(choice.spread()) + " room: " + room;
    }

    private static String passedOver(Slot slot, Choice choice) {
        if (share(Slot::node, choice.slots(), slot)) {
            return "node " + slot.node() + " has a brick of this volume already, on a roomier device";
        } else if (share(Slot::zone, choice.slots(), slot)) {
            return "zone " + slot.zone() + " has a brick of this volume already, on a roomier device";
        }
        return "all bricks are placed, on roomier devices";
    }

    private static String zones(int count) {
        return count + (count == 1 ? " zone has" : " zones have");
    }

    private static Candidate candidate(Slot slot, int brick, boolean chosen, String reason) {
        return new Candidate(brick, slot.node(), slot.device(), slot.path(), chosen, reason);
    }

    private static GcsException noFit(VolumeRequest request, long size, Choice choice, List<Candidate> candidates) {
        List<String> shortfalls = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (!candidate.chosen()) {
                shortfalls.add(candidate.node() + ":" + candidate.devicePath() + ": " + candidate.reason());
            }
        }
        boolean spread = request.zones().spread() != ZoneSpread.PREFERRED;
        int found = choice.slots().size();
        SortedSet<String> places = new TreeSet<>();
        choice.slots()
                .forEach(slot ->
                        places.add(spread ? slot.zone().value() : slot.node().value()));
        return GcsException.of(ErrorDetail.builder(ErrorCode.NO_FIT)
                .message("a replica-3 volume of " + request.capacity() + " needs a brick of "
                        + Capacity.ofBytes(size).format()
                        + (spread ? " in each of three zones, and only " : " on each of three nodes, and only ")
                        + (spread ? zones(found) : found + (found == 1 ? " node has" : " nodes have"))
                        + " room for one" + (places.isEmpty() ? "" : " (" + String.join(", ", places) + ")")
                        + (spread
                                ? ": add devices or peers in other zones, ask for less, or let bricks share a zone"
                                : ": add devices or peers, or ask for less"))
                .problems(shortfalls)
                .build());
    }

    private static BrickLayout layout(
            Inventory inventory, VolumeRequest request, List<Slot> chosen, long size, List<Candidate> candidates) {
        List<PlannedBrick> bricks = new ArrayList<>();
        SortedMap<NodeName, Long> headroom = new TreeMap<>();
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
                    .node(slot.node())
                    .zone(slot.zone())
                    .device(slot.device())
                    .devicePath(slot.path())
                    .size(Capacity.ofBytes(size))
                    .reserved(Capacity.ofBytes(size))
                    .build());
        }
        SortedMap<NodeName, Capacity> after = new TreeMap<>();
        headroom.forEach((node, free) -> after.put(node, Capacity.ofBytes(free)));
        Explanation.Builder explanation = Explanation.builder();
        candidates.forEach(explanation::add);
        return BrickLayout.builder()
                .request(request)
                .bricks(bricks)
                .headroomAfter(after)
                .usable(Capacity.ofBytes(BrickSize.usable(size)))
                .inventoryRevision(inventory.revision())
                .explain(explanation.build())
                .build();
    }
}
