/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off what takes too long: one thread that sleeps until the earliest limit of all attempts under way. An attempt wakes it only
 * when it has an earlier limit than that, which is rare, so that a call takes no lock for its limit. The thread is there while there
 * is something to watch. Thread-safe.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long FOR_EVER = TimeUnit.HOURS.toNanos(1);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final ThreadFactory factory;
    private final LongSupplier chores;
    private final BooleanSupplier nothingLeft;
    private final ConcurrentMap<Thread, Attempt> running = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Thread thread;
    private volatile @Nullable Plan plan;
    private volatile boolean closed;

    /** When the thread means to wake; while it has no plan it is about to make one. */
    private record Plan(long at) {}

    /**
     * Makes one.
     *
     * @param chores what is done whenever the thread wakes; returns after how many nanoseconds again
     * @param nothingLeft whether there are no chores until something is under way again
     */
    Watch(ThreadFactory factory, LongSupplier chores, BooleanSupplier nothingLeft) {
        this.factory = factory;
        this.chores = chores;
        this.nothingLeft = nothingLeft;
    }

    /** Watches over what the calling thread is about to do. */
    void begin(Attempt attempt) {
        running.put(Thread.currentThread(), attempt);
        Thread watching = thread;
        if (watching == null) {
            start();
            return;
        }
        // A plan that is made after this was read takes the attempt into account; one from before may not.
        Plan current = plan;
        if (current == null || attempt.cutAt() - current.at < 0) {
            LockSupport.unpark(watching);
        }
    }

    /** The calling thread's attempt. */
    @Nullable
    Attempt current() {
        return running.get(Thread.currentThread());
    }

    /** The calling thread has done it. */
    void end() {
        running.remove(Thread.currentThread());
    }

    private void start() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                Thread made = factory.newThread(this::watch);
                thread = made;
                made.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        boolean ended = false;
        try {
            watchOn();
            ended = true;
        } finally {
            if (!ended) {
                replace();
            }
        }
    }

    /** After an error, such as one for want of memory, another thread goes on: without one, nothing would keep limits. */
    private void replace() {
        lock.lock();
        try {
            thread = null;
            if (!running.isEmpty()) {
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void watchOn() {
        while (!closed) {
            plan = null;
            long now = System.nanoTime();
            long next = now + FOR_EVER;
            for (Attempt attempt : running.values()) {
                if (attempt.cutAt() - now <= 0) {
                    attempt.cut();
                } else if (attempt.cutAt() - next < 0) {
                    next = attempt.cutAt();
                }
            }
            long rest = doChores();
            if (now + rest - next < 0) {
                next = now + rest;
            }
            if (nothingLeft.getAsBoolean() && mayEnd()) {
                return;
            }
            plan = new Plan(next);
            LockSupport.parkNanos(this, Math.max(1, next - System.nanoTime()));
            boolean unused = Thread.interrupted();
        }
    }

    private long doChores() {
        try {
            return chores.getAsLong();
        } catch (RuntimeException failure) {
            LOG.warn("cannot close connections that nobody uses; that is tried again", failure);
            return AFTER_FAILURE;
        }
    }

    private boolean mayEnd() {
        lock.lock();
        try {
            // Whoever begins from here on finds no thread and makes another one.
            thread = null;
            if (running.isEmpty()) {
                return true;
            }
            thread = Thread.currentThread();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Cuts off all that is under way. */
    void cutAll() {
        for (Attempt attempt : List.copyOf(running.values())) {
            attempt.cut(Attempt.Cut.CLOSE);
        }
    }

    /** Ends the thread and awaits it. */
    void close() {
        Thread watching;
        lock.lock();
        try {
            closed = true;
            watching = thread;
        } finally {
            lock.unlock();
        }
        if (watching != null) {
            LockSupport.unpark(watching);
            Threads.await(watching);
        }
    }
}
