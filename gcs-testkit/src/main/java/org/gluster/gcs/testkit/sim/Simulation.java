/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.loop.Loop.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * One queue of events ordered by simulated time, and the seeded randomness that decides all delays. Events run on whatever
 * thread calls {@link #step}, one at a time; they may be put in from any thread.
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
        volatile boolean cancelled;

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

    synchronized long nanos() {
        return now;
    }

    synchronized Instant now() {
        return EPOCH.plusNanos(now);
    }

    synchronized Cancellable schedule(long delayNanos, boolean upkeep, Runnable action) {
        Event event = new Event(now + delayNanos, order++, upkeep, action);
        queue.add(event);
        if (!upkeep) {
            work++;
            notifyAll();
        }
        return event;
    }

    /** A delay of up to so many nanoseconds. */
    synchronized long delay(int longest) {
        return 1L + random.nextInt(longest);
    }

    /** Whether only upkeep is left. */
    synchronized boolean quiet() {
        return work == 0;
    }

    /** Runs the next event; answers whether there was one. */
    boolean step() {
        Event event = next();
        if (event == null) {
            return false;
        }
        if (!event.cancelled) {
            event.action.run();
        }
        return true;
    }

    private synchronized @Nullable Event next() {
        Event event = queue.poll();
        if (event != null) {
            if (!event.upkeep) {
                work--;
            }
            now = Math.max(now, event.time);
        }
        return event;
    }

    private synchronized boolean dueBy(long time) {
        return !queue.isEmpty() && queue.element().time <= time;
    }

    private synchronized void passTo(long time) {
        now = Math.max(now, time);
    }

    /** Blocks until there is work. */
    synchronized void awaitWork() throws InterruptedException {
        while (work == 0) {
            wait();
        }
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
        long until = nanos() + time.toNanos();
        while (dueBy(until)) {
            step();
        }
        passTo(until);
    }

    /** A loop in one life: events in order, each a short hop later; none after the life has ended. */
    Loop loop(Life life) {
        return new Loop() {
            private long last;

            @Override
            public void execute(Runnable event) {
                synchronized (Simulation.this) {
                    last = Math.max(last, now + delay(LONGEST_HOP));
                    schedule(last - now, false, life.guarded(event));
                }
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
                return Simulation.this.nanos();
            }
        };
    }
}
