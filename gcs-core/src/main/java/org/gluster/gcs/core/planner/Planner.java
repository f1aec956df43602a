/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.planner.Attempt.Outcome;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * Places the bricks of a volume. Every function here is pure: the same inventory and request give the same layout.
 *
 * <p>A set's bricks go to zones of their own, or, where that does not fit and the request does not insist, to nodes of
 * their own; among those that fit, to the device with the most free space or the fewest bricks. Bricks of one size are
 * placed whenever they fit at all, since the choice is never one that leaves too little for the rest
 * ({@link EqualSearch}). An arbiter has another size; then a greedy choice is tried, and exact search after it
 * ({@link UnequalSearch}), which gives up, and says so, above a bound of work.
 */
public final class Planner {
    /** Sets that the planner chooses by itself at most, unless bricks would be larger than allowed. */
    static final int AUTOMATIC_SETS = 128;

    /** Sets that a volume has at most. */
    static final int MOST_SETS = 1000;

    private Planner() {}

    /**
     * Plans a volume.
     *
     * @throws org.gluster.gcs.NoFitException when it does not fit, with a {@link org.gluster.gcs.layout.Refusal}
     * @throws org.gluster.gcs.NotSupportedException for a kind of volume that no engine makes
     * @throws org.gluster.gcs.InvalidRequestException when the request gives its bricks, or is larger than can be
     */
    public static BrickLayout plan(Inventory inventory, VolumeRequest request) {
        requirePlaceable(request);
        Fitness fitness = new Fitness(request);
        Attempt attempt = new Attempt(inventory, request, fitness);
        Shape first = fewest(request);
        int most = mostSets(request, first);
        long room = room(attempt);
        Shape shape = first;
        int last = first.sets();
        boolean proved = true;
        boolean noneWill = false;
        for (int sets = first.sets(); sets <= most && !noneWill; sets++) {
            Shape next = Shape.of(request, sets);
            // More sets of bricks just as large cannot fit where fewer do not.
            boolean pointless = proved && sets > first.sets() && next.sameSizes(shape);
            shape = next;
            if (!pointless) {
                last = sets;
                Outcome outcome = attempt.place(shape);
                if (outcome.placement() != null) {
                    return layout(inventory, request, fitness, shape, outcome.placement());
                }
                proved &= outcome.proved();
            }
            noneWill = Shape.leastOf(request, sets) > room
                    || (sets == first.sets() && attempt.isHopeless(Shape.of(request, MOST_SETS)));
        }
        boolean all = noneWill
                || request.subvolumes().isPresent()
                || most == MOST_SETS
                || shape.sameSizes(Shape.of(request, MOST_SETS));
        throw new Refusals(inventory, request, fitness, attempt, first).doesNotFit(proved && all, last);
    }

    /**
     * Checks that a layout is one of its request, and that an inventory still admits it.
     *
     * @throws org.gluster.gcs.InvalidRequestException when it is not one of that request
     * @throws org.gluster.gcs.StalePlanException when a brick of it can no longer go where it says
     */
    public static void verify(Inventory inventory, BrickLayout layout) {
        requirePlaceable(layout.request());
        Verification.check(inventory, layout);
    }

    private static long room(Attempt attempt) {
        long sum = 0;
        for (long free : attempt.admitted()) {
            sum += Math.max(0, free);
        }
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static void requirePlaceable(VolumeRequest request) {
        if (request.redundancy() instanceof Redundancy.ThinArbiter) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                    .message(
                            "a thin arbiter is a process outside the cluster, which this release neither runs nor watches:"
                                    + " ask for " + Redundancy.arbiter() + ", whose third brick is small, or for "
                                    + Redundancy.replicated(3))
                    .build());
        }
        if (!request.bricks().isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                    .message(
                            "a request that gives its bricks leaves nothing to place: leave them out, and say a capacity")
                    .build());
        }
    }

    /** The fewest sets whose bricks are as small as allowed. */
    private static Shape fewest(VolumeRequest request) {
        long max = request.maxBrickSize().map(Capacity::bytes).orElse(Long.MAX_VALUE);
        int low = request.subvolumes().orElse(1);
        int high = request.subvolumes().orElse(MOST_SETS);
        Shape smallest = Shape.of(request, high);
        if (smallest.brick() > max) {
            throw Refusals.tooLarge(request, smallest);
        }
        while (low < high) {
            int middle = (low + high) / 2;
            if (brick(request, middle) <= max) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Shape.of(request, low);
    }

    private static long brick(VolumeRequest request, int sets) {
        try {
            return Shape.of(request, sets).brick();
        } catch (GcsException overflow) {
            return Long.MAX_VALUE;
        }
    }

    private static int mostSets(VolumeRequest request, Shape first) {
        return request.subvolumes().isPresent()
                ? first.sets()
                : Math.min(MOST_SETS, Math.max(first.sets(), AUTOMATIC_SETS));
    }

    private static BrickLayout layout(
            Inventory inventory, VolumeRequest request, Fitness fitness, Shape shape, Placement placement) {
        List<PlannedBrick> bricks = new ArrayList<>(placement.bricks());
        SortedMap<NodeName, Capacity> headroom = new TreeMap<>(inventory.headroom());
        for (int brick = 0; brick < placement.bricks(); brick++) {
            Slot slot = inventory.slot(placement.slot(brick));
            Capacity size = Capacity.ofBytes(shape.size(brick));
            headroom.computeIfPresent(slot.node(), (node, free) -> free.minus(size));
            bricks.add(PlannedBrick.builder()
                    .index(brick)
                    .subvolume(brick / shape.perSet())
                    .role(shape.isArbiter(brick) ? BrickRole.ARBITER : BrickRole.DATA)
                    .node(slot.node())
                    .zone(slot.zone())
                    .device(slot.device())
                    .devicePath(slot.path())
                    .size(size)
                    .reserved(size)
                    .build());
        }
        return BrickLayout.builder()
                .request(request)
                .bricks(bricks)
                .headroomAfter(headroom)
                .usable(Capacity.ofBytes(shape.usable()))
                .inventoryRevision(inventory.revision())
                .explain(Reasons.of(inventory, request, fitness, shape, placement))
                .build();
    }
}
