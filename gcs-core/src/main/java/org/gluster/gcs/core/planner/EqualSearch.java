/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import org.gluster.gcs.core.planner.Placement.Why;

/**
 * Places bricks of one size, set after set, the best slots first, and never into a dead end. With {@code R} sets of
 * {@code k} bricks left, a domain with room for {@code c} bricks is worth {@code min(c, R)}; they suffice exactly when the
 * sum {@code T} of those is at least {@code kR}. A domain is tight when {@code c >= R}: it loses one of its worth with the
 * set, whether chosen or not. So the rest suffices after a set exactly when of {@code t} tight domains at least
 * {@code t - (T - kR)} were chosen; within that, the choice is free.
 */
final class EqualSearch {
    private final Board board;
    private final Apart apart;
    private final Shape shape;
    private final int[] room;

    private final ChosenSet set;

    private EqualSearch(Board board, Apart apart, Shape shape, int[] room) {
        this.board = board;
        this.apart = apart;
        this.shape = shape;
        this.room = room;
        set = new ChosenSet(board, apart, shape.perSet());
    }

    /** The placement; the room must suffice. */
    static Placement place(Board board, Apart apart, Shape shape, int[] room) {
        return new EqualSearch(board, apart, shape, room).run();
    }

    private Placement run() {
        Placement placement = new Placement(shape.bricks());
        for (int number = 0; number < shape.sets(); number++) {
            int left = shape.sets() - number;
            int needed = needed(left);
            set.clear();
            for (int i = 0; i < shape.perSet(); i++) {
                boolean mustBeTight = needed >= shape.perSet() - i;
                int slot = mustBeTight ? bestTight(left) : set.best(false);
                needed -= room[apart.domains().of(slot)] >= left ? 1 : 0;
                placement.put(number * shape.perSet() + i, slot, mustBeTight ? Why.NEEDED : set.why(slot));
                take(slot, left);
            }
        }
        return placement;
    }

    /** How many tight domains the next set must have; for the last one any with room will do. */
    private int needed(int left) {
        if (left == 1) {
            return 0;
        }
        long worth = 0;
        int tight = 0;
        for (int each : room) {
            worth += Math.min(each, left);
            tight += each >= left ? 1 : 0;
        }
        long spare = worth - (long) left * shape.perSet();
        return (int) Math.max(0, tight - spare);
    }

    private int bestTight(int left) {
        int best = -1;
        for (int domain = 0; domain < room.length; domain++) {
            if (room[domain] >= left && !set.has(apart.level(), domain)) {
                int slot = board.best(
                        false, apart.domains().from(domain), apart.domains().to(domain));
                best = set.preferred(best, slot);
            }
        }
        return best;
    }

    private void take(int slot, int left) {
        int domain = apart.domains().of(slot);
        room[domain]--;
        set.add(slot);
        if (left == 1) {
            // Nothing comes after this set, whose bricks are in domains of their own.
            return;
        }
        board.take(slot, false);
        if (room[domain] == 0 && apart.perVolume() < shape.sets()) {
            for (int i = apart.domains().from(domain); i < apart.domains().to(domain); i++) {
                board.close(i);
            }
        }
    }
}
