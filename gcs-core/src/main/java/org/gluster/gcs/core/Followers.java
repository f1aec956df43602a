/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;

/**
 * Ends callers' futures when what they stand for has ended. At most two daemon threads look after all of them; they end when
 * there is nothing to follow, and with {@link #close()}. Thread-safe.
 */
final class Followers implements AutoCloseable {
    private static final int THREADS = 2;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration GONE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Executor callbacks;
    private final Pace pace;
    private final ScheduledThreadPoolExecutor pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Following<?>> following = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Followers(Executor callbacks, Pace pace) {
        this.callbacks = callbacks;
        this.pace = pace;
        pool = new ScheduledThreadPoolExecutor(THREADS, threads());
        pool.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        pool.allowCoreThreadTimeOut(true);
        pool.setRemoveOnCancelPolicy(true);
    }

    private ThreadFactory threads() {
        return task -> {
            Thread thread = new Thread(task, "gcs-remote-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            threads.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
            threads.add(thread);
            return thread;
        };
    }

    /** Returns a future that ends as the watched does, on the callers' executor. */
    <T> CompletableFuture<T> follow(Watched<T> watched) {
        Following<T> one = new Following<>(watched);
        Look<T> known = watched.known();
        if (known.ended()) {
            one.end(known);
            return one.future;
        }
        following.add(one);
        if (closed) {
            one.closed();
        } else {
            one.lookLater(0);
        }
        return one.future;
    }

    /** Ends all that is followed, and the threads. */
    @Override
    public void close() {
        closed = true;
        pool.shutdownNow();
        following.forEach(Following::closed);
        join(threads);
    }

    /** Waits, for a short time, until those threads are gone; the calling one excepted. */
    static void join(Set<Thread> threads) {
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(GONE.toMillis());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Following<T> implements Runnable {
        private final Watched<T> watched;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final Waits.Pauses pauses = new Waits.Pauses();

        Following(Watched<T> watched) {
            this.watched = watched;
        }

        void lookLater(long nanos) {
            try {
                pool.schedule(this, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closing) {
                closed();
            }
        }

        @Override
        public void run() {
            if (future.isDone()) {
                following.remove(this);
                return;
            }
            long begin = pace.nanoTime();
            try {
                Look<T> seen = watched.look(following.size() > THREADS ? Duration.ZERO : PATIENCE, LIMIT);
                if (seen.ended()) {
                    end(seen);
                    return;
                }
            } catch (GcsException failure) {
                if (closed) {
                    closed();
                    return;
                }
                if (!Waits.passing(failure)) {
                    end(Look.failed(failure));
                    return;
                }
            } catch (RuntimeException failure) {
                if (closed) {
                    closed();
                } else {
                    end(Look.failed(Errors.of(
                            ErrorCode.INTERNAL, "an unexpected failure, please report it: " + failure, failure)));
                }
                return;
            }
            lookLater(pauses.after(pace.nanoTime() - begin));
        }

        void closed() {
            end(Look.failed(Errors.of(
                    ErrorCode.UNREACHABLE,
                    watched + " is followed no longer, for this client was closed; it goes on: find it by its id")));
        }

        void end(Look<T> seen) {
            following.remove(this);
            Consumer<CompletableFuture<T>> ending = seen.failure() == null
                    ? waiting -> waiting.complete(seen.result())
                    : waiting -> waiting.completeExceptionally(seen.failure());
            try {
                callbacks.execute(() -> ending.accept(future));
            } catch (RejectedExecutionException refused) {
                ending.accept(future); // better there than never
            }
        }
    }
}
