/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Arrays;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.volume.SpreadBy;

/** The free space while bricks are put down, one after another. */
final class Board {
    private final Inventory inventory;
    private final boolean counting;
    private final long[] free;
    private final int[] bricks;

    /** For bricks that are no arbiters, and for those that are; the same one where sizes do not matter. */
    private final Ranking dataRanking;

    private final Ranking arbiterRanking;
    private final long dataSize;
    private final long arbiterSize;

    Board(Inventory inventory, long[] admitted, boolean everything, SpreadBy spreadBy, Shape shape) {
        this.inventory = inventory;
        free = admitted.clone();
        dataSize = shape.brick();
        arbiterSize = shape.arbiter();
        counting = spreadBy == SpreadBy.BRICK_COUNT;
        bricks = new int[free.length];
        if (counting) {
            Arrays.setAll(bricks, index -> inventory.slot(index).bricks());
            dataRanking = counted(dataSize);
            arbiterRanking = shape.unequal() ? counted(arbiterSize) : dataRanking;
        } else {
            dataRanking = everything ? inventory.roomiest().copy() : Ranking.byFreeSpace(admitted.clone());
            arbiterRanking = dataRanking;
        }
    }

    private Ranking counted(long size) {
        long[] room = new long[free.length];
        Arrays.setAll(room, index -> free[index] >= size ? free[index] : Ranking.OUT);
        return Ranking.byBrickCount(room, bricks.clone());
    }

    /** What each slot has free for a request; {@link Ranking#OUT} where it may have no brick. */
    static long[] admitted(Inventory inventory, Fitness fitness) {
        long[] free = new long[inventory.size()];
        for (int i = 0; i < free.length; i++) {
            Slot slot = inventory.slot(i);
            free[i] = fitness.admits(slot) ? slot.free() : Ranking.OUT;
        }
        return free;
    }

    Inventory inventory() {
        return inventory;
    }

    Ranking ranking(boolean arbiter) {
        return arbiter ? arbiterRanking : dataRanking;
    }

    long size(boolean arbiter) {
        return arbiter ? arbiterSize : dataSize;
    }

    /** The best slot with room from one index to before another, or -1. */
    int best(boolean arbiter, int from, int to) {
        int best = ranking(arbiter).best(from, to);
        return best >= 0 && free[best] >= size(arbiter) ? best : -1;
    }

    void take(int slot, boolean arbiter) {
        free[slot] -= size(arbiter);
        bricks[slot]++;
        update(dataRanking, slot, dataSize);
        if (arbiterRanking != dataRanking) {
            update(arbiterRanking, slot, arbiterSize);
        }
    }

    /** Lets a slot take no further brick. */
    void close(int slot) {
        if (free[slot] != Ranking.OUT) {
            free[slot] = Ranking.OUT;
            dataRanking.set(slot, Ranking.OUT, 0);
            arbiterRanking.set(slot, Ranking.OUT, 0);
        }
    }

    private void update(Ranking ranking, int slot, long size) {
        if (counting) {
            ranking.set(slot, free[slot] >= size ? free[slot] : Ranking.OUT, bricks[slot]);
        } else {
            ranking.set(slot, free[slot], 0);
        }
    }
}
