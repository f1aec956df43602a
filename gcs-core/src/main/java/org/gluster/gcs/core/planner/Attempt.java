/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import org.gluster.gcs.core.planner.Apart.Level;
import org.gluster.gcs.core.planner.UnequalSearch.Answer;
import org.gluster.gcs.core.planner.UnequalSearch.Found;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;
import org.jspecify.annotations.Nullable;

/** Tries to place shapes of one request on one inventory, keeping as far apart as the request wants and space allows. */
final class Attempt {
    private final Inventory inventory;
    private final VolumeRequest request;
    private final Fitness fitness;
    private final long[] admitted;

    Attempt(Inventory inventory, VolumeRequest request, Fitness fitness) {
        this.inventory = inventory;
        this.request = request;
        this.fitness = fitness;
        admitted = Board.admitted(inventory, fitness);
    }

    /**
     * What came of it.
     *
     * @param placement where it fits
     * @param proved whether it is certain that nothing fits, when nothing was found
     */
    record Outcome(@Nullable Placement placement, boolean proved) {}

    /** What each slot has free; {@link Ranking#OUT} where it may have no brick. */
    long[] admitted() {
        return admitted;
    }

    /** What bricks of a set must not share, whatever happens. */
    Level required() {
        if (request.zones().spread() != ZoneSpread.PREFERRED) {
            return Level.ZONE;
        }
        return request.placement().sharedNodes() ? Level.DEVICE : Level.NODE;
    }

    /** The rule that must hold for a shape. */
    Apart requiredApart(Shape shape) {
        return apart(required(), shape);
    }

    private Apart apart(Level level, Shape shape) {
        return Apart.of(inventory, level, request.zones().spread() == ZoneSpread.VOLUME ? 1 : shape.sets());
    }

    /** Zones of their own first; where that does not fit and need not be, nodes of their own, and so on. */
    Outcome place(Shape shape) {
        Outcome outcome = new Outcome(null, true);
        for (Level level : Level.values()) {
            if (level.compareTo(required()) <= 0 && outcome.placement() == null) {
                outcome = place(shape, apart(level, shape));
            }
        }
        return outcome;
    }

    /** Whether not even one set of bricks as small as they can be fits. */
    boolean isHopeless(Shape smallest) {
        Outcome one = place(smallest.oneSet());
        return one.placement() == null && one.proved();
    }

    private Outcome place(Shape shape, Apart apart) {
        int[] room = apart.room(admitted, shape.brick());
        if (!shape.unequal()) {
            return Apart.suffices(room, shape.sets(), shape.perSet())
                    ? new Outcome(EqualSearch.place(board(shape), apart, shape, room), true)
                    : new Outcome(null, true);
        }
        if (!Apart.suffices(room, shape.sets(), shape.dataPerSet())
                || !Apart.suffices(apart.room(admitted, shape.arbiter()), shape.sets(), shape.perSet())) {
            return new Outcome(null, true);
        }
        Placement greedy = UnequalSearch.greedy(board(shape), apart, shape);
        if (greedy != null) {
            return new Outcome(greedy, true);
        }
        Found found = UnequalSearch.exact(admitted, apart, shape);
        return new Outcome(found.placement(), found.answer() != Answer.TOO_MUCH_WORK);
    }

    private Board board(Shape shape) {
        PlacementSpec placement = request.placement();
        return new Board(inventory, admitted, fitness.everything(), placement.spreadBy(), shape);
    }
}
