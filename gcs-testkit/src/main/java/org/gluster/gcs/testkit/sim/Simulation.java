/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.loop.Loop.Cancellable;

/**
 * One queue of events ordered by simulated time, and the seeded randomness that decides all delays. Used on one thread at
 * a time.
 */
final class Simulation {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LONGEST_HOP = 20_000;

    /** One event; its place in the queue is its time, then the order in which it came. */
    private static final class Event implements Cancellable {
        final long time;
        final long order;
        final boolean upkeep;
        final Runnable action;
        boolean cancelled;

        Event(long time, long order, boolean upkeep, Runnable action) {
            this.time = time;
            this.order = order;
            this.upkeep = upkeep;
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>(
            Comparator.<Event>comparingLong(event -> event.time).thenComparingLong(event -> event.order));
    private final RandomGenerator random;
    private final EventLog log;
    private long now;
    private long order;
    private int work;

    Simulation(RandomGenerator random, EventLog log) {
        this.random = random;
        this.log = log;
    }

    RandomGenerator random() {
        return random;
    }

    EventLog log() {
        return log;
    }

    long nanos() {
        return now;
    }

    Instant now() {
        return EPOCH.plusNanos(now);
    }

    Cancellable schedule(long delayNanos, boolean upkeep, Runnable action) {
        Event event = new Event(now + delayNanos, order++, upkeep, action);
        queue.add(event);
        if (!upkeep) {
            work++;
        }
        return event;
    }

    /** A delay of up to so many nanoseconds. */
    long delay(int longest) {
        return 1 + random.nextInt(longest);
    }

    /** Whether only upkeep is left. */
    boolean quiet() {
        return work == 0;
    }

    /** Runs the next event; answers whether there was one. */
    boolean step() {
        Event event = queue.poll();
        if (event == null) {
            return false;
        }
        if (!event.upkeep) {
            work--;
        }
        now = Math.max(now, event.time);
        if (!event.cancelled) {
            event.action.run();
        }
        return true;
    }

    /** Runs until only upkeep is left; fails when that takes more events than any sound run. */
    void runUntilQuiet(int most) {
        for (int events = 0; !quiet(); events++) {
            if (events > most) {
                throw new AssertionError("no end in sight after " + most + " events: recovery does not terminate (I6)");
            }
            step();
        }
    }

    /** Runs everything, upkeep too, that is due within a time. */
    void run(Duration time) {
        long until = now + time.toNanos();
        while (!queue.isEmpty() && queue.element().time <= until) {
            step();
        }
        now = Math.max(now, until);
    }

    /** A loop in one life: events in order, each a short hop later; none after the life has ended. */
    Loop loop(Life life) {
        return new Loop() {
            private long last;

            @Override
            public void execute(Runnable event) {
                last = Math.max(last, now + delay(LONGEST_HOP));
                schedule(last - now, false, life.guarded(event));
            }

            @Override
            public Cancellable after(Duration delay, Runnable event) {
                return schedule(delay.toNanos(), false, life.guarded(event));
            }

            @Override
            public Cancellable upkeep(Duration delay, Runnable event) {
                return schedule(delay.toNanos(), true, life.guarded(event));
            }

            @Override
            public Instant now() {
                return Simulation.this.now();
            }

            @Override
            public long nanos() {
                return now;
            }
        };
    }
}
