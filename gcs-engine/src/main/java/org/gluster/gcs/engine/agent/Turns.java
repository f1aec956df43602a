/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.engine.loop.FairQueue;
import org.gluster.gcs.engine.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * Who may go on: at most so many at once, and one at a time for each key. Those who wait to go on do so in turns, one of
 * each caller, and of one caller first come, first served; so what is done for one caller does not wait for all that another
 * asked for before. Who waits for a key is first come, first served, but for those who give way. On one loop.
 */
final class Turns {
    private static final Duration LONGEST_WAY = Duration.ofSeconds(10);

    private final State state;
    private final String caller;
    private final Resource.Turn turn;

    private static final class State {
        private final int atOnce;
        private final FairQueue<Runnable> waiting = new FairQueue<>();
        private final List<Last> last = new ArrayList<>();
        private final Map<String, Waiting> held = new TreeMap<>();
        private int going;

        State(int atOnce) {
            this.atOnce = atOnce;
        }
    }

    /** Who waits for a key. */
    private static final class Waiting {
        private final Deque<Runnable> first = new ArrayDeque<>();
        private final Deque<Runnable> last = new ArrayDeque<>();

        @Nullable
        Runnable poll() {
            Runnable next = first.poll();
            return next == null ? last.poll() : next;
        }
    }

    /** Who waits until nobody waits for a turn. */
    private static final class Last {
        private final Runnable go;
        private Loop.@Nullable Cancellable timer;

        Last(Runnable go) {
            this.go = go;
        }
    }

    Turns(int atOnce) {
        this(new State(atOnce), "", Resource.Turn.TAKES);
    }

    private Turns(State state, String caller, Resource.Turn turn) {
        this.state = state;
        this.caller = caller;
        this.turn = turn;
    }

    /** The same turns, taken for another caller. */
    Turns of(String other) {
        return new Turns(state, other, turn);
    }

    /** The same, for one who takes his turn like this. */
    Turns as(Resource.Turn other) {
        return new Turns(state, caller, other);
    }

    /** Goes on when fewer than the most are going, or as one's turn is; {@link #leave} must follow. */
    void enter(Loop loop, Runnable go) {
        if (turn == Resource.Turn.GIVES_WAY && !state.waiting.isEmpty()) {
            giveWay(loop, go);
        } else if (turn != Resource.Turn.TAKES) {
            go.run();
        } else if (state.going < state.atOnce) {
            state.going++;
            go.run();
        } else {
            state.waiting.add(caller, go);
        }
    }

    private void giveWay(Loop loop, Runnable go) {
        Last last = new Last(go);
        state.last.add(last);
        last.timer = loop.after(LONGEST_WAY, () -> {
            if (state.last.remove(last)) {
                go.run();
            }
        });
    }

    void leave() {
        if (turn != Resource.Turn.TAKES) {
            return;
        }
        Runnable next = state.waiting.poll();
        if (next == null) {
            state.going--;
        } else {
            next.run();
        }
        if (state.waiting.isEmpty()) {
            List<Last> last = List.copyOf(state.last);
            state.last.clear();
            for (Last each : last) {
                if (each.timer != null) {
                    each.timer.cancel();
                }
                each.go.run();
            }
        }
    }

    /** Whether somebody is going. */
    boolean taken() {
        return state.going > 0;
    }

    /** Goes on when nobody else holds the key; {@link #release} must follow. */
    void hold(String key, Runnable go) {
        Waiting others = state.held.get(key);
        if (others == null) {
            state.held.put(key, new Waiting());
            go.run();
        } else if (turn == Resource.Turn.GIVES_WAY) {
            others.last.add(go);
        } else {
            others.first.add(go);
        }
    }

    void release(String key) {
        Waiting others = state.held.get(key);
        Runnable next = others == null ? null : others.poll();
        if (next == null) {
            state.held.remove(key);
        } else {
            next.run();
        }
    }
}
