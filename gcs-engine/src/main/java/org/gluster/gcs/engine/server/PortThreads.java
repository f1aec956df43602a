/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The threads and buffers of all open ports of this JVM, there from the first port's opening to the last one's closing. All
 * threads are daemons. Those of {@link #io} never block, so that one of each port and a few more suffice; whatever blocks runs on
 * {@link #work}, which is bounded and refuses what is too much.
 */
final class PortThreads {
    private static final int MOST_IO = 256;
    private static final int MOST_WORKERS = 128;
    private static final int LONGEST_QUEUE = 256;
    private static final int IDLE_SECONDS = 10;
    private static final int LARGEST_BUFFER = 64 << 10;
    private static final long BUFFERS = 8L << 20;

    private static @Nullable PortThreads shared;
    private static int users;

    private final QueuedThreadPool io = new QueuedThreadPool(MOST_IO, 1, IDLE_SECONDS * 1000);
    private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("gcs-port-timer", true);
    private final ByteBufferPool buffers =
            new ArrayByteBufferPool(0, -1, LARGEST_BUFFER, Integer.MAX_VALUE, BUFFERS, BUFFERS);
    private final ThreadPoolExecutor work;

    private PortThreads() {
        io.setName("gcs-port");
        io.setDaemon(true);
        io.setReservedThreads(0);
        AtomicInteger count = new AtomicInteger();
        work = new ThreadPoolExecutor(
                MOST_WORKERS,
                MOST_WORKERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(LONGEST_QUEUE),
                task -> {
                    Thread thread = new Thread(task, "gcs-http-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        work.allowCoreThreadTimeOut(true);
    }

    /** Those of this JVM; {@link #release} them once. */
    static synchronized PortThreads acquire() {
        PortThreads threads = shared;
        if (threads == null) {
            threads = new PortThreads();
            try {
                threads.timer.start();
                threads.io.start();
            } catch (Exception failure) {
                threads.end();
                throw new IllegalStateException("the threads of a port cannot be started", failure);
            }
            shared = threads;
        }
        users++;
        return threads;
    }

    void release() {
        synchronized (PortThreads.class) {
            if (--users > 0) {
                return;
            }
            shared = null;
        }
        end();
    }

    private void end() {
        work.shutdownNow();
        try {
            io.stop();
            timer.stop();
            work.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            throw new IllegalStateException("the threads of a port cannot be stopped", failure);
        }
    }

    QueuedThreadPool io() {
        return io;
    }

    Scheduler timer() {
        return timer;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    /**
     * Runs what may block.
     *
     * @throws java.util.concurrent.RejectedExecutionException when too much is under way already
     */
    void work(Runnable task) {
        work.execute(task);
    }
}
