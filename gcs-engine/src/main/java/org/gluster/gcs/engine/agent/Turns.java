/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Who may go on: at most so many at once, and one at a time for each key; first come, first served. On one loop. */
final class Turns {
    private final int atOnce;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Map<String, Deque<Runnable>> held = new TreeMap<>();
    private int going;

    Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Goes on when fewer than the most are going; {@link #leave} must follow. */
    void enter(Runnable go) {
        if (going < atOnce) {
            going++;
            go.run();
        } else {
            waiting.add(go);
        }
    }

    void leave() {
        Runnable next = waiting.poll();
        if (next == null) {
            going--;
        } else {
            next.run();
        }
    }

    /** Whether somebody is going. */
    boolean taken() {
        return going > 0;
    }

    /** Goes on when nobody else holds the key; {@link #release} must follow. */
    void hold(String key, Runnable go) {
        Deque<Runnable> others = held.get(key);
        if (others == null) {
            held.put(key, new ArrayDeque<>());
            go.run();
        } else {
            others.add(go);
        }
    }

    void release(String key) {
        Deque<Runnable> others = held.get(key);
        Runnable next = others == null ? null : others.poll();
        if (next == null) {
            held.remove(key);
        } else {
            next.run();
        }
    }
}
