/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** One thread that cuts off what takes too long. It is there while something is under way, and a few seconds longer. */
final class Deadlines {
    private final ScheduledThreadPoolExecutor thread;

    Deadlines(ThreadFactory factory) {
        thread = new ScheduledThreadPoolExecutor(1, factory);
        thread.setRemoveOnCancelPolicy(true);
        thread.setKeepAliveTime(5, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Does that after that time, unless it is cancelled. */
    Future<?> after(long nanos, Runnable work) {
        return thread.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the thread, with what was still to be done, and awaits it. */
    void close() {
        thread.shutdownNow();
        Threads.await(thread);
    }
}
