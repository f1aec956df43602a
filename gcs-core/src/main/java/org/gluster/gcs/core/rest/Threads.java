/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a transport: daemons whose names say whose they are. */
final class Threads {
    private static final long PATIENCE_SECONDS = 1;

    private Threads() {}

    static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Awaits the end of threads that were told to end; not for ever, and an interrupt waits until then. */
    static void await(ExecutorService threads) {
        await(nanos -> threads.awaitTermination(nanos, TimeUnit.NANOSECONDS));
    }

    /** Awaits the end of a thread that was told to end; not for ever, and an interrupt waits until then. */
    static void await(Thread thread) {
        await(nanos -> {
            thread.join(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            return true;
        });
    }

    @FunctionalInterface
    private interface Waiting {
        boolean on(long nanos) throws InterruptedException;
    }

    private static void await(Waiting waiting) {
        boolean interrupted = false;
        boolean done = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done) {
            long left = end - System.nanoTime();
            try {
                done = waiting.on(Math.max(0, left)) || left <= 0;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
