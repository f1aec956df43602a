/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What waits, in turns: one of each caller, and what one caller put in, in its order. What is put in first goes before all
 * of them. Used on one loop.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {
    private final Deque<T> first = new ArrayDeque<>();
    private final SortedMap<String, Deque<T>> waiting = new TreeMap<>();
    private final Deque<String> turns = new ArrayDeque<>();
    private int size;

    /** Puts something behind all else of its caller. */
    public void add(String caller, T one) {
        Deque<T> mine = waiting.get(caller);
        if (mine == null) {
            mine = new ArrayDeque<>();
            waiting.put(caller, mine);
            turns.add(caller);
        }
        mine.add(one);
        size++;
    }

    /** Puts something behind all that goes before the callers. */
    public void addUrgent(T one) {
        first.add(one);
        size++;
    }

    /** Puts something before everything. */
    public void putBack(T one) {
        first.addFirst(one);
        size++;
    }

    /** What comes next, which stays; null when nothing waits. */
    public @Nullable T peek() {
        T urgent = first.peek();
        return urgent != null || turns.isEmpty() ? urgent : of(turns.element()).peek();
    }

    /** What comes next, which waits no longer; null when nothing waits. */
    public @Nullable T poll() {
        T urgent = first.poll();
        if (urgent != null) {
            size--;
            return urgent;
        }
        String caller = turns.poll();
        if (caller == null) {
            return null;
        }
        Deque<T> mine = of(caller);
        T next = mine.remove();
        if (mine.isEmpty()) {
            waiting.remove(caller);
        } else {
            turns.add(caller);
        }
        size--;
        return next;
    }

    private Deque<T> of(String caller) {
        Deque<T> mine = waiting.get(caller);
        if (mine == null) {
            throw new IllegalStateException("nothing of " + caller + " waits, and yet it has a turn");
        }
        return mine;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How much waits. */
    public int size() {
        return size;
    }

    /** How much of one caller waits in its turns. */
    public int size(String caller) {
        Deque<T> mine = waiting.get(caller);
        return mine == null ? 0 : mine.size();
    }

    /** Takes out everything, in its order. */
    public List<T> drain() {
        List<T> all = new ArrayList<>();
        for (T next = poll(); next != null; next = poll()) {
            all.add(next);
        }
        return all;
    }
}
