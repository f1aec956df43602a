/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a transport knows of time. Deadlines are kept by the system's own clock; this one decides about attempts and pauses. */
interface Time {

    /** Returns a reading that only grows. */
    long nanos();

    /** Returns what the calendar says, for tokens. */
    Instant now();

    /** Waits that long, or until the latch is at zero, which it returns. */
    boolean pause(Duration time, CountDownLatch end) throws InterruptedException;

    /** Returns the system's. */
    static Time system() {
        return new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public boolean pause(Duration time, CountDownLatch end) throws InterruptedException {
                return end.await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
