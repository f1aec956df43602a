/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
 * threads are daemons. Those of {@link #io} never block, so that two of each port and a few more suffice; whatever blocks runs on
 * {@link #work}, which is bounded and refuses what is too much.
 */
final class PortThreads {
    private static final int MOST_IO = 16;
    /** One that accepts, one that waits for bytes, and a share of those that deal with them. */
    private static final int IO_OF_A_PORT = 4;

    private static final int MOST_WORKERS = 128;
    private static final int LONGEST_QUEUE = 256;
    /** Of the workers. */
    private static final int MOST_LASTING = 96;

    private static final int IDLE_SECONDS = 10;
    private static final long STOP_MILLIS = 2000;
    private static final int LARGEST_BUFFER = 64 << 10;
    private static final long BUFFERS = 8L << 20;

    private static @Nullable PortThreads shared;
    private static int users;

    private final QueuedThreadPool io = new QueuedThreadPool(MOST_IO + IO_OF_A_PORT, 1, IDLE_SECONDS * 1000);
    private final ScheduledThreadPoolExecutor clock;
    private final ScheduledExecutorScheduler timer;
    private final ByteBufferPool buffers =
            new ArrayByteBufferPool(0, -1, LARGEST_BUFFER, Integer.MAX_VALUE, BUFFERS, BUFFERS);
    private final QueuedThreadPool work = new QueuedThreadPool(MOST_WORKERS, 1, IDLE_SECONDS * 1000);
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<Runnable> lastingQueue = new ArrayDeque<>();
    private int lastingUnderWay;

    private PortThreads() {
        prepare(io, "gcs-port");
        prepare(work, "gcs-http");
        clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "gcs-port-timer"));
        clock.setRemoveOnCancelPolicy(true);
        timer = new ScheduledExecutorScheduler(clock);
    }

    private static void prepare(QueuedThreadPool pool, String name) {
        pool.setName(name);
        pool.setDaemon(true);
        pool.setReservedThreads(0);
        pool.setStopTimeout(STOP_MILLIS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Those of this JVM; {@link #release} them once. */
    static synchronized PortThreads acquire() {
        PortThreads threads = shared;
        if (threads == null) {
            threads = new PortThreads();
            try {
                threads.timer.start();
                threads.io.start();
                threads.work.start();
            } catch (Exception failure) {
                threads.end();
                throw new IllegalStateException("the threads of a port cannot be started", failure);
            }
            shared = threads;
        }
        users++;
        threads.io.setMaxThreads(MOST_IO + users * IO_OF_A_PORT);
        return threads;
    }

    void release() {
        synchronized (PortThreads.class) {
            if (--users > 0) {
                io.setMaxThreads(MOST_IO + users * IO_OF_A_PORT);
                return;
            }
            shared = null;
        }
        end();
    }

    private void end() {
        try {
            work.stop();
            io.stop();
            timer.stop();
            clock.shutdownNow();
            clock.awaitTermination(2, TimeUnit.SECONDS);
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
     * @param lasting whether it may wait for an operation: of those so many run at once that the others always find threads
     * @throws RejectedExecutionException when too much is under way already
     */
    void work(Runnable task, boolean lasting) {
        if (underWay.incrementAndGet() > MOST_WORKERS + LONGEST_QUEUE) {
            underWay.decrementAndGet();
            throw new RejectedExecutionException("too much is under way");
        }
        Runnable counted = () -> {
            try {
                task.run();
            } finally {
                underWay.decrementAndGet();
            }
        };
        if (!lasting) {
            work.execute(counted);
            return;
        }
        synchronized (lastingQueue) {
            if (lastingUnderWay == MOST_LASTING) {
                lastingQueue.add(counted);
                return;
            }
            lastingUnderWay++;
        }
        last(counted);
    }

    private void last(Runnable task) {
        work.execute(() -> {
            try {
                task.run();
            } finally {
                nextLasting();
            }
        });
    }

    private void nextLasting() {
        Runnable next;
        synchronized (lastingQueue) {
            next = lastingQueue.poll();
            if (next == null) {
                lastingUnderWay--;
            }
        }
        if (next != null) {
            last(next);
        }
    }

    /** Runs what may block, of a request that was begun before and waited without a thread: it is never too much. */
    void goOn(Runnable task) {
        work.execute(task);
    }
}
