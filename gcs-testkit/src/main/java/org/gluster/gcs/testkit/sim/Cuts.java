/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a run is cut off: the calls of the store and of all hosts are counted together, from 0, once it is armed. */
final class Cuts {
    /** How a call is cut off. */
    enum Kind {
        /** The JVM is killed before the call has any effect. */
        BEFORE,
        /** The JVM is killed after the effect, before the engine hears of it. */
        AFTER,
        /** The effect happens, the engine hears only that the outcome is unknown. */
        LOST,
        /**
         * The JVM is killed while the command runs, or while the transaction is on its way to the store; it lands some
         * time later, unless it is a command and is killed.
         */
        DURING
    }

    /**
     * One call of a run without cuts.
     *
     * @param effect whether it may change the world
     * @param outlives whether it goes on without its JVM: a command, or a transaction on its way to the store
     */
    record Point(boolean effect, boolean outlives) {}

    private final Map<Integer, Kind> at = new TreeMap<>();
    private int transactionsUntilKill = -1;
    private final List<Point> points = new ArrayList<>();
    private boolean armed;

    /** No cut; counts only. */
    static Cuts none() {
        return new Cuts();
    }

    static Cuts at(int call, Kind kind) {
        return new Cuts().and(call, kind);
    }

    /** Kills the JVM while the nth transaction, from 0, is on its way to the store. */
    static Cuts duringTransaction(int nth) {
        Cuts cuts = new Cuts();
        cuts.transactionsUntilKill = nth;
        return cuts;
    }

    /** One more cut. */
    Cuts and(int call, Kind kind) {
        at.put(call, kind);
        return this;
    }

    /** Counts from here on. */
    Cuts arm() {
        armed = true;
        return this;
    }

    /** The calls that were made since it was armed. */
    List<Point> points() {
        return points;
    }

    /** How the next call is cut off; null for not at all. */
    @Nullable
    Kind next(boolean effect, boolean outlives, boolean transaction) {
        if (!armed) {
            return null;
        }
        Kind kind = at.get(points.size());
        points.add(new Point(effect, outlives));
        return transaction && transactionsUntilKill-- == 0 ? Kind.DURING : kind;
    }
}
