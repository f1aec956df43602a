/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Loop} on one daemon thread. An event that throws is logged and does not end the loop. */
public final class ThreadLoop implements Loop, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ThreadLoop.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor executor;
    private final String name;

    /** Starts a loop; {@code name} becomes its thread's name. */
    public ThreadLoop(String name) {
        this.name = name;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable event) {
        try {
            executor.execute(guarded(event));
        } catch (RejectedExecutionException closed) {
            log.debug("{} is closed; an event was dropped", name);
        }
    }

    @Override
    public Cancellable after(Duration delay, Runnable event) {
        try {
            Future<?> task = executor.schedule(guarded(event), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> task.cancel(false);
        } catch (RejectedExecutionException closed) {
            log.debug("{} is closed; a delayed event was dropped", name);
            return () -> {};
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

    private Runnable guarded(Runnable event) {
        return () -> {
            try {
                event.run();
            } catch (RuntimeException failure) {
                log.error("an event of {} failed; this is a defect, please report it", name, failure);
            }
        };
    }

    /** Drops what is queued, waits for the event that runs, ends the thread. Idempotent. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} did not end within {}", name, CLOSE_PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
