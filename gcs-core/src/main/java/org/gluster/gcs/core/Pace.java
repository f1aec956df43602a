/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Time, as those who wait see it. */
interface Pace {
    /** The machine's own. */
    Pace SYSTEM = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Nanoseconds since some moment. */
    long nanoTime();

    /** The time of day. */
    Instant now();

    /** Blocks that long. */
    void pause(long nanos) throws InterruptedException;
}
