/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Arrays;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.volume.SpreadBy;

/** The free space while bricks are put down, one after another. */
final class Board {
    private final Inventory inventory;
    private final boolean counting;

    /** The inventory's own until something is put down. */
    private long[] free;

    private boolean shared;
    private int[] bricks;

    /** For bricks that are no arbiters, and for those that are; the same one where sizes do not matter. */
    private Ranking dataRanking;

    private Ranking arbiterRanking;
    private final long dataSize;
    private final long arbiterSize;

    Board(Inventory inventory, long[] admitted, boolean everything, SpreadBy spreadBy, Shape shape) {
        this.inventory = inventory;
        free = admitted;
        dataSize = shape.brick();
        arbiterSize = shape.arbiter();
        counting = spreadBy == SpreadBy.BRICK_COUNT;
        bricks = new int[counting ? free.length : 0];
        if (counting) {
            Arrays.setAll(bricks, index -> inventory.slot(index).bricks());
            dataRanking = counted(dataSize);
            arbiterRanking = shape.unequal() ? counted(arbiterSize) : dataRanking;
        } else {
            dataRanking = everything ? inventory.roomiest() : Ranking.byFreeSpace(admitted.clone());
            arbiterRanking = dataRanking;
        }
        shared = true;
    }

    private void unshare() {
        if (shared) {
            free = free.clone();
            if (dataRanking == inventory.roomiest()) {
                dataRanking = dataRanking.copy();
                arbiterRanking = dataRanking;
            }
            shared = false;
        }
    }

    private Ranking counted(long size) {
        long[] room = new long[free.length];
        Arrays.setAll(room, index -> free[index] >= size ? free[index] : Ranking.OUT);
        return Ranking.byBrickCount(room, bricks.clone());
    }

    /** What each slot has free for a request; {@link Ranking#OUT} where it may have no brick. Not to be changed. */
    static long[] admitted(Inventory inventory, Fitness fitness) {
        if (fitness.everything()) {
            return inventory.usableFree();
        }
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
        unshare();
        free[slot] -= size(arbiter);
        if (counting) {
            bricks[slot]++;
        }
        update(dataRanking, slot, dataSize);
        if (arbiterRanking != dataRanking) {
            update(arbiterRanking, slot, arbiterSize);
        }
    }

    /** Lets a slot take no further brick. */
    void close(int slot) {
        if (free[slot] != Ranking.OUT) {
            unshare();
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
