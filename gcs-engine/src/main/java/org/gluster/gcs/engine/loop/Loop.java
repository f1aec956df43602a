/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * Where engine code runs: one event at a time, in order. On a loop nothing blocks, sleeps, reads another clock or makes a
 * thread. In production a loop is one daemon thread; in simulation all loops share one queue ordered by simulated time.
 *
 * <p>All methods may be called from any thread.
 */
public interface Loop extends Executor {

    /** Runs an event after those already queued. After the loop has closed it is dropped. */
    @Override
    void execute(Runnable event);

    /** Runs an event after a delay. Work waits for it: a simulation is not quiet before it ran. */
    Cancellable after(Duration delay, Runnable event);

    /** As {@link #after}, for upkeep that nobody waits for (supervision, pruning): a simulation may be quiet with it pending. */
    Cancellable upkeep(Duration delay, Runnable event);

    /** The wall clock, for records. */
    Instant now();

    /** A clock for durations, in nanoseconds; it never goes back. */
    long nanos();

    /** Something that may still be called off. */
    @FunctionalInterface
    interface Cancellable {
        /** Calls it off; too late is fine. */
        void cancel();
    }
}
