/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Loop} on one daemon thread, which sleeps while there is nothing to do. An event that throws is logged and does not
 * end the loop.
 */
public final class ThreadLoop implements Loop, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ThreadLoop.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    /** An event and the moment before which it does not run; of those due at the same one the first scheduled is the first. */
    private static final class Timer implements Runnable, Comparable<Timer> {
        private final long due;
        private final long number;
        private final Runnable event;
        private volatile boolean calledOff;

        Timer(long due, long number, Runnable event) {
            this.due = due;
            this.number = number;
            this.event = event;
        }

        @Override
        public void run() {
            if (!calledOff) { // maybe by an event that was taken from the queue together with this one
                event.run();
            }
        }

        @Override
        public int compareTo(Timer other) {
            int earlier = Long.signum(due - other.due);
            return earlier != 0 ? earlier : Long.compare(number, other.number);
        }
    }

    private final String name;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();

    // Held by the lock.
    private ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final TreeSet<Timer> timers = new TreeSet<>();
    private long scheduled;
    private boolean sleeping;
    private volatile boolean closed;

    /** Starts a loop; {@code name} becomes its thread's name. */
    public ThreadLoop(String name) {
        this.name = name;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        ArrayDeque<Runnable> batch = new ArrayDeque<>();
        while (!closed) {
            batch = next(batch);
            for (Runnable event = batch.poll(); event != null && !closed; event = batch.poll()) {
                run(event);
            }
        }
    }

    private void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error failure) {
            log.error("an event of {} failed; this is a defect, please report it", name, failure);
        }
    }

    /** All that may run now, after waiting for there to be something; {@code spare} is empty and is filled in its turn. */
    private ArrayDeque<Runnable> next(ArrayDeque<Runnable> spare) {
        lock.lock();
        try {
            takeDue();
            while (queue.isEmpty() && !closed) {
                sleeping = true;
                try {
                    if (timers.isEmpty()) {
                        something.await();
                    } else {
                        something.awaitNanos(timers.first().due - System.nanoTime());
                    }
                } catch (InterruptedException ending) {
                    log.debug("{} was interrupted", name); // closed, or by nobody's wish
                }
                sleeping = false;
                takeDue();
            }
            ArrayDeque<Runnable> batch = queue;
            queue = spare;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void takeDue() {
        if (timers.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (Iterator<Timer> each = timers.iterator(); each.hasNext(); ) {
            Timer timer = each.next();
            if (timer.due - now > 0) {
                return;
            }
            queue.add(timer);
            each.remove();
        }
    }

    @Override
    public void execute(Runnable event) {
        lock.lock();
        try {
            if (closed) {
                log.debug("{} is closed; an event was dropped", name);
                return;
            }
            queue.add(event);
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (sleeping) {
            sleeping = false;
            something.signal();
        }
    }

    @Override
    public Cancellable after(Duration delay, Runnable event) {
        lock.lock();
        try {
            if (closed) {
                log.debug("{} is closed; a delayed event was dropped", name);
                return () -> {};
            }
            Timer timer = new Timer(System.nanoTime() + Math.max(0, delay.toNanos()), scheduled++, event);
            timers.add(timer);
            if (timers.first() == timer) {
                wake();
            }
            return () -> cancel(timer);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Timer timer) {
        timer.calledOff = true;
        lock.lock();
        try {
            timers.remove(timer);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Cancellable upkeep(Duration delay, Runnable event) {
        return after(delay, event);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** Drops what is queued, waits for the event that runs, ends the thread. Idempotent; from the loop itself it returns at once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            timers.clear();
            something.signalAll();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(CLOSE_PATIENCE.toNanos()));
            if (thread.isAlive()) {
                log.warn("{} did not end within {}", name, CLOSE_PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
