/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Arrays;
import org.gluster.gcs.core.planner.Apart.Level;
import org.gluster.gcs.core.planner.Placement.Why;

/** The bricks of one set while it is being filled, and what is best beside them. */
final class ChosenSet {
    private final Board board;
    private final Apart apart;

    /** Domains that the set has, each level's in ascending order. */
    private final int[] zones;

    private final int[] nodes;
    private final int[] devices;
    private int size;

    ChosenSet(Board board, Apart apart, int perSet) {
        this.board = board;
        this.apart = apart;
        zones = new int[perSet];
        nodes = new int[perSet];
        devices = new int[perSet];
    }

    void clear() {
        size = 0;
    }

    void add(int slot) {
        insert(zones, board.inventory().zones().of(slot));
        insert(nodes, board.inventory().nodes().of(slot));
        insert(devices, slot);
        size++;
    }

    /** Keeps the first ones ascending; one that is there already is there twice. */
    private void insert(int[] ascending, int value) {
        int at = size;
        while (at > 0 && ascending[at - 1] > value) {
            ascending[at] = ascending[at - 1];
            at--;
        }
        ascending[at] = value;
    }

    boolean has(Level level, int domain) {
        return Arrays.binarySearch(taken(level), 0, size, domain) >= 0;
    }

    /** The best slot with room that keeps apart: in a new zone, else on a new node, else on a new device; or -1. */
    int best(boolean arbiter) {
        for (Level level : Level.values()) {
            int slot = outside(level, arbiter);
            if (slot >= 0 || level == apart.level()) {
                return slot;
            }
        }
        throw new IllegalStateException("no level is " + apart.level());
    }

    private int outside(Level level, boolean arbiter) {
        Domains domains = domains(level);
        int[] taken = taken(level);
        Ranking ranking = board.ranking(arbiter);
        int best = -1;
        int from = 0;
        for (int i = 0; i < size; i++) {
            best = ranking.better(best, board.best(arbiter, from, domains.from(taken[i])));
            from = domains.to(taken[i]);
        }
        return ranking.better(best, board.best(arbiter, from, board.inventory().size()));
    }

    /** The better of two slots for a data brick, either of which may be -1: a new zone counts before a new node. */
    int preferred(int one, int other) {
        if (one < 0 || other < 0) {
            return one < 0 ? other : one;
        }
        int order = why(one).compareTo(why(other));
        return order == 0 ? board.ranking(false).better(one, other) : order < 0 ? one : other;
    }

    /** By which rule a slot would be taken. */
    Why why(int slot) {
        if (!has(Level.ZONE, board.inventory().zones().of(slot))) {
            return Why.OWN_ZONE;
        }
        return has(Level.NODE, board.inventory().nodes().of(slot)) ? Why.OWN_DEVICE : Why.OWN_NODE;
    }

    private int[] taken(Level level) {
        return switch (level) {
            case ZONE -> zones;
            case NODE -> nodes;
            case DEVICE -> devices;
        };
    }

    private Domains domains(Level level) {
        return switch (level) {
            case ZONE -> board.inventory().zones();
            case NODE -> board.inventory().nodes();
            case DEVICE -> apart.domains();
        };
    }
}
