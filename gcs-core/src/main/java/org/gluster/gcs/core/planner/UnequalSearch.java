/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Arrays;
import org.gluster.gcs.core.planner.Placement.Why;
import org.jspecify.annotations.Nullable;

/**
 * Places sets whose last brick, the arbiter, has another size. First the best slots, set after set. Where that ends in a
 * dead end, exactly: for each domain, the most arbiters it takes beside every number of data bricks (over its devices);
 * from those, the most arbiters of all domains beside so many data bricks; that decides. The numbers are then dealt out to
 * sets: domains and the bricks of a set are the two sides of a bipartite graph whose degrees are at most the number of
 * sets, so that a matching that covers every domain of full degree always exists, set after set.
 */
final class UnequalSearch {
    /** Steps that one search may take. */
    static final long BOUND = 20_000_000;

    private final Apart apart;
    private final Shape shape;
    private final long[] free;
    private final int most;
    private long steps;

    /** Data bricks and arbiters of each domain, counted down as sets are dealt. */
    private final int[] data;

    private final int[] arbiters;

    /** The same for each slot. */
    private final int[] slotData;

    private final int[] slotArbiters;

    private UnequalSearch(long[] free, Apart apart, Shape shape) {
        this.free = free;
        this.apart = apart;
        this.shape = shape;
        most = Math.min(apart.perVolume(), shape.sets());
        int domains = apart.domains().count();
        data = new int[domains];
        arbiters = new int[domains];
        slotData = new int[free.length];
        slotArbiters = new int[free.length];
    }

    /** The best slots set after set; null when that ends in a dead end, which proves nothing. */
    static @Nullable Placement greedy(Board board, Apart apart, Shape shape) {
        Placement placement = new Placement(shape.bricks());
        ChosenSet set = new ChosenSet(board, apart, shape.perSet());
        for (int brick = 0; brick < shape.bricks(); brick++) {
            if (brick % shape.perSet() == 0) {
                set.clear();
            }
            int slot = set.best(shape.isArbiter(brick));
            if (slot < 0) {
                return null;
            }
            placement.put(brick, slot, set.why(slot));
            board.take(slot, shape.isArbiter(brick));
            set.add(slot);
            if (apart.perVolume() < shape.sets()) {
                Domains domains = apart.domains();
                int domain = domains.of(slot);
                for (int i = domains.from(domain); i < domains.to(domain); i++) {
                    board.close(i);
                }
            }
        }
        return placement;
    }

    /** What exact search found. */
    enum Answer {
        FITS,
        IMPOSSIBLE,
        TOO_MUCH_WORK
    }

    /**
     * What was found.
     *
     * @param placement when it fits
     */
    record Found(Answer answer, @Nullable Placement placement) {}

    /** Decides exactly, within the bound. */
    static Found exact(long[] free, Apart apart, Shape shape) {
        UnequalSearch search = new UnequalSearch(free, apart, shape);
        Answer answer = search.count();
        return new Found(answer, answer == Answer.FITS ? search.deal() : null);
    }

    /** Decides how many bricks of which kind each domain gets. */
    private Answer count() {
        int wanted = shape.sets() * shape.dataPerSet();
        int domains = apart.domains().count();
        int[][] ways = new int[domains][];
        int[] best = new int[wanted + 1];
        Arrays.fill(best, -1);
        best[0] = 0;
        int[][] taken = new int[domains][];
        for (int domain = 0; domain < domains; domain++) {
            ways[domain] = arbitersBeside(domain, null);
            int[] way = ways[domain];
            steps += (long) way.length * (wanted + 1);
            if (steps > BOUND) {
                return Answer.TOO_MUCH_WORK;
            }
            int[] next = new int[wanted + 1];
            int[] by = new int[wanted + 1];
            Arrays.fill(next, -1);
            for (int before = 0; before <= wanted; before++) {
                for (int here = 0; best[before] >= 0 && here < way.length && before + here <= wanted; here++) {
                    if (best[before] + way[here] > next[before + here]) {
                        next[before + here] = best[before] + way[here];
                        by[before + here] = here;
                    }
                }
            }
            best = next;
            taken[domain] = by;
        }
        if (best[wanted] < shape.sets()) {
            return Answer.IMPOSSIBLE;
        }
        int left = wanted;
        int arbitersLeft = shape.sets();
        for (int domain = domains - 1; domain >= 0; domain--) {
            data[domain] = taken[domain][left];
            left -= data[domain];
            arbiters[domain] = Math.min(arbitersLeft, ways[domain][data[domain]]);
            arbitersLeft -= arbiters[domain];
        }
        return Answer.FITS;
    }

    /**
     * The most arbiters of a domain by the number of its data bricks; with {@code split}, how many of those each of its
     * slots has is noted there, by slot and number.
     */
    private int[] arbitersBeside(int domain, int @Nullable [][] split) {
        int from = apart.domains().from(domain);
        int to = apart.domains().to(domain);
        int[] best = {0};
        for (int slot = from; slot < to; slot++) {
            int here = free[slot] < shape.arbiter() ? 0 : (int) Math.min(most, free[slot] / shape.brick());
            steps += (long) best.length * (here + 1);
            if (steps > BOUND && split == null) {
                return best;
            }
            int[] next = new int[Math.min(most, best.length - 1 + here) + 1];
            int[] by = new int[next.length];
            Arrays.fill(next, -1);
            for (int before = 0; before < best.length; before++) {
                for (int x = 0; x <= here && before + x < next.length; x++) {
                    int sum = best[before] + arbitersOf(slot, x);
                    if (sum > next[before + x]) {
                        next[before + x] = sum;
                        by[before + x] = x;
                    }
                }
            }
            if (split != null) {
                split[slot - from] = by;
            }
            best = next;
        }
        for (int x = 0; x < best.length; x++) {
            best[x] = Math.min(best[x], most - x);
        }
        return best;
    }

    private int arbitersOf(int slot, int dataBricks) {
        return free[slot] < shape.arbiter()
                ? 0
                : (int) Math.min(most, (free[slot] - dataBricks * shape.brick()) / shape.arbiter());
    }

    /** Deals the numbers out. */
    private Placement deal() {
        for (int domain = 0; domain < data.length; domain++) {
            split(domain);
        }
        Placement placement = new Placement(shape.bricks());
        int[] chosen = new int[shape.perSet()];
        for (int set = 0; set < shape.sets(); set++) {
            if (!match(chosen, 0, shape.sets() - set)) {
                throw new IllegalStateException("no matching for set " + set + " of " + shape);
            }
            for (int i = 0; i < chosen.length; i++) {
                int brick = set * shape.perSet() + i;
                boolean arbiter = shape.isArbiter(brick);
                (arbiter ? arbiters : data)[chosen[i]]--;
                placement.put(brick, takeSlot(chosen[i], arbiter ? slotArbiters : slotData), Why.SEARCHED);
            }
        }
        return placement;
    }

    /** Decides what each slot of a domain has. */
    private void split(int domain) {
        int from = apart.domains().from(domain);
        int to = apart.domains().to(domain);
        int[][] by = new int[to - from][];
        if (data[domain] + arbiters[domain] == 0) {
            return;
        }
        arbitersBeside(domain, by);
        int dataLeft = data[domain];
        int arbitersLeft = arbiters[domain];
        for (int slot = to - 1; slot >= from; slot--) {
            slotData[slot] = by[slot - from][dataLeft];
            dataLeft -= slotData[slot];
            slotArbiters[slot] = Math.min(arbitersLeft, arbitersOf(slot, slotData[slot]));
            arbitersLeft -= slotArbiters[slot];
        }
    }

    private int takeSlot(int domain, int[] counts) {
        for (int slot = apart.domains().from(domain); slot < apart.domains().to(domain); slot++) {
            if (counts[slot] > 0) {
                counts[slot]--;
                return slot;
            }
        }
        throw new IllegalStateException("domain " + domain + " has none left");
    }

    /** Chooses a domain for each brick of a set from one on, so that every domain that must be in each set left is. */
    private boolean match(int[] chosen, int from, int left) {
        int full = 0;
        for (int domain = 0; domain < data.length; domain++) {
            full += data[domain] + arbiters[domain] >= left && !isAmong(chosen, from, domain) ? 1 : 0;
        }
        if (from == chosen.length || full > chosen.length - from) {
            return full == 0 && from == chosen.length;
        }
        boolean onlyFull = full == chosen.length - from;
        int[] counts = shape.isArbiter(from) ? arbiters : data;
        for (int domain = 0; domain < data.length; domain++) {
            if (counts[domain] > 0
                    && !isAmong(chosen, from, domain)
                    && (!onlyFull || data[domain] + arbiters[domain] >= left)) {
                chosen[from] = domain;
                if (match(chosen, from + 1, left)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAmong(int[] chosen, int count, int domain) {
        for (int i = 0; i < count; i++) {
            if (chosen[i] == domain) {
                return true;
            }
        }
        return false;
    }
}
