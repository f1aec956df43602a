/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

/**
 * Which slot of a range is preferred: a tournament over all slots, so that the best of any range and a change of one slot
 * take a logarithm of their number. Fewer bricks win where they count, then more free space, then the lower index.
 */
final class Ranking {
    /** Free space of a slot that takes no part. */
    static final long OUT = -1;

    private static final int NONE = -1;

    private final int leaves;
    private final long[] free;
    private final int[] bricks;
    private final int[] winner;

    private Ranking(int leaves, long[] free, int[] bricks, int[] winner) {
        this.leaves = leaves;
        this.free = free;
        this.bricks = bricks;
        this.winner = winner;
    }

    /** The most free space first; the array becomes the ranking's own. */
    static Ranking byFreeSpace(long[] free) {
        return byBrickCount(free, new int[free.length]);
    }

    /** The fewest bricks first, then the most free space; the arrays become the ranking's own. */
    static Ranking byBrickCount(long[] free, int[] bricks) {
        int leaves = Math.max(1, Integer.highestOneBit(Math.max(1, free.length - 1)) << 1);
        Ranking ranking = new Ranking(leaves, free, bricks, new int[2 * leaves]);
        for (int i = 0; i < leaves; i++) {
            ranking.winner[leaves + i] = i < free.length && free[i] != OUT ? i : NONE;
        }
        for (int i = leaves - 1; i >= 1; i--) {
            ranking.winner[i] = ranking.better(ranking.winner[2 * i], ranking.winner[2 * i + 1]);
        }
        return ranking;
    }

    Ranking copy() {
        return new Ranking(leaves, free.clone(), bricks.clone(), winner.clone());
    }

    long free(int slot) {
        return free[slot];
    }

    void set(int slot, long newFree, int newBricks) {
        free[slot] = newFree;
        bricks[slot] = newBricks;
        int at = leaves + slot;
        winner[at] = newFree == OUT ? NONE : slot;
        for (at >>= 1; at >= 1; at >>= 1) {
            winner[at] = better(winner[2 * at], winner[2 * at + 1]);
        }
    }

    /** The best slot from one index to before another, or -1 when none takes part. */
    int best(int from, int to) {
        int best = NONE;
        int low = leaves + from;
        int high = leaves + to;
        while (low < high) {
            if ((low & 1) == 1) {
                best = better(best, winner[low++]);
            }
            if ((high & 1) == 1) {
                best = better(best, winner[--high]);
            }
            low >>= 1;
            high >>= 1;
        }
        return best;
    }

    /** The better one of two, each of which may be -1. */
    int better(int one, int other) {
        if (one == NONE || other == NONE) {
            return one == NONE ? other : one;
        }
        if (bricks[one] != bricks[other]) {
            return bricks[one] < bricks[other] ? one : other;
        }
        if (free[one] != free[other]) {
            return free[one] > free[other] ? one : other;
        }
        return Math.min(one, other);
    }
}
