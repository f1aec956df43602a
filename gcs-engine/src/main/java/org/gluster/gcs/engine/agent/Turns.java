/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.engine.loop.FairQueue;

/**
 * Who may go on: at most so many at once, and one at a time for each key. Those who wait to go on do so in turns, one of
 * each caller, and of one caller first come, first served; so what is done for one caller does not wait for all that another
 * asked for before. Who waits for a key is first come, first served. On one loop.
 */
final class Turns {
    private final State state;
    private final String caller;
    private final boolean bounded;

    private static final class State {
        private final int atOnce;
        private final FairQueue<Runnable> waiting = new FairQueue<>();
        private final Map<String, Deque<Runnable>> held = new TreeMap<>();
        private int going;

        State(int atOnce) {
            this.atOnce = atOnce;
        }
    }

    Turns(int atOnce) {
        this(new State(atOnce), "", true);
    }

    private Turns(State state, String caller, boolean bounded) {
        this.state = state;
        this.caller = caller;
        this.bounded = bounded;
    }

    /** The same turns, taken for another caller. */
    Turns of(String other) {
        return new Turns(state, other, bounded);
    }

    /** The same keys, for one who goes on whoever else is going, and keeps nobody from going. */
    Turns unbounded() {
        return new Turns(state, caller, false);
    }

    /** Goes on when fewer than the most are going; {@link #leave} must follow. */
    void enter(Runnable go) {
        if (!bounded) {
            go.run();
        } else if (state.going < state.atOnce) {
            state.going++;
            go.run();
        } else {
            state.waiting.add(caller, go);
        }
    }

    void leave() {
        if (!bounded) {
            return;
        }
        Runnable next = state.waiting.poll();
        if (next == null) {
            state.going--;
        } else {
            next.run();
        }
    }

    /** Whether somebody is going. */
    boolean taken() {
        return state.going > 0;
    }

    /** Goes on when nobody else holds the key; {@link #release} must follow. */
    void hold(String key, Runnable go) {
        Deque<Runnable> others = state.held.get(key);
        if (others == null) {
            state.held.put(key, new ArrayDeque<>());
            go.run();
        } else {
            others.add(go);
        }
    }

    void release(String key) {
        Deque<Runnable> others = state.held.get(key);
        Runnable next = others == null ? null : others.poll();
        if (next == null) {
            state.held.remove(key);
        } else {
            next.run();
        }
    }
}
