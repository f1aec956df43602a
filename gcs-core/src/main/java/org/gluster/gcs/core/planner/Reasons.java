/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.VolumeRequest;

/** Says why each device was chosen or not, from what the search kept: nothing is searched again. */
final class Reasons {
    private final Inventory inventory;
    private final VolumeRequest request;
    private final Fitness fitness;
    private final Shape shape;
    private final Placement placement;

    private Reasons(Inventory inventory, VolumeRequest request, Fitness fitness, Shape shape, Placement placement) {
        this.inventory = inventory;
        this.request = request;
        this.fitness = fitness;
        this.shape = shape;
        this.placement = placement;
    }

    /** Worked out when it is read. */
    static Explanation of(
            Inventory inventory, VolumeRequest request, Fitness fitness, Shape shape, Placement placement) {
        Reasons reasons = new Reasons(inventory, request, fitness, shape, placement);
        return Explanation.of(reasons::candidates);
    }

    /** Chosen ones by brick, then the others, those with the most free space first. */
    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        long[] free = new long[inventory.size()];
        Arrays.setAll(free, index -> inventory.slot(index).free());
        int[] bricks = new int[inventory.size()];
        Arrays.setAll(bricks, index -> inventory.slot(index).bricks());
        int[] first = new int[inventory.size()];
        Arrays.fill(first, -1);
        for (int brick = 0; brick < placement.bricks(); brick++) {
            int index = placement.slot(brick);
            long before = free[index];
            free[index] -= shape.size(brick);
            candidates.add(candidate(brick, index, true, preference(brick, index, before, bricks[index]++)));
            first[index] = first[index] < 0 ? brick : first[index];
        }
        IntStream.range(0, inventory.size())
                .filter(index -> first[index] < 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer index) -> free[index])
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(index -> candidates.add(rejected(index, first)));
        return candidates;
    }

    private Candidate candidate(int brick, int index, boolean chosen, String reason) {
        Slot slot = inventory.slot(index);
        return new Candidate(brick, slot.node(), slot.device(), slot.path(), chosen, reason);
    }

    private String preference(int brick, int index, long before, int bricks) {
        Slot slot = inventory.slot(index);
        String best = request.placement().spreadBy() == SpreadBy.BRICK_COUNT
                ? "device with the fewest bricks (" + bricks + ")"
                : "roomiest device";
        String why = switch (placement.why(brick)) {
            case OWN_ZONE -> best + " of zone " + slot.zone();
            case OWN_NODE ->
                best + " of a further node, though zone " + slot.zone()
                        + " has a brick of the set already, since too few zones have room";
            case OWN_DEVICE ->
                "further " + best + ", though node " + slot.node()
                        + " has a brick of the set already, since too few nodes have room";
            case NEEDED -> best + " where one of every set left must go: without it there would be room for too few";
            case SEARCHED -> "found by exact search, since the roomiest devices left no room for all";
        };
        long after = before - shape.size(brick);
        return why + ": " + format(before) + " free, " + format(after) + " after";
    }

    private Candidate rejected(int index, int[] first) {
        Slot slot = inventory.slot(index);
        int onNode = brickIn(inventory.nodes(), index, first);
        int inZone = brickIn(inventory.zones(), index, first);
        int instead = onNode >= 0 ? onNode : Math.max(inZone, 0);
        Constraint against = fitness.against(slot);
        String why;
        if (against != null) {
            why = fitness.reason(slot, against);
        } else if (slot.free() < shape.arbiter()) {
            why = tooSmall(slot, shape.arbiter(), shape.unequal() ? "even an arbiter" : "a brick");
        } else if (slot.free() < shape.brick()) {
            why = "room for an arbiter only: " + tooSmall(slot, shape.brick(), "another brick");
        } else if (shape.sets() > 1) {
            why = "it has room, but others were preferred for all " + shape.bricks() + " bricks";
        } else if (onNode >= 0) {
            why = "node " + slot.node() + " has a brick of this volume already, on a device that was preferred";
        } else if (inZone >= 0) {
            why = "zone " + slot.zone() + " has a brick of this volume already, on a device that was preferred";
        } else {
            why = "all bricks are placed, on devices that were preferred";
        }
        return candidate(instead, index, false, why);
    }

    private static int brickIn(Domains domains, int index, int[] first) {
        int domain = domains.of(index);
        int least = -1;
        for (int i = domains.from(domain); i < domains.to(domain); i++) {
            if (first[i] >= 0 && (least < 0 || first[i] < least)) {
                least = first[i];
            }
        }
        return least;
    }

    /** For one device: how much it lacks for a brick. */
    static String tooSmall(Slot slot, long size, String what) {
        return "too small by " + format(size - slot.free()) + ": " + what + " takes " + format(size) + ", free are "
                + format(slot.free());
    }

    static String format(long bytes) {
        return Capacity.ofBytes(bytes).format();
    }
}
