/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for real processes, with a deadline. */
final class Waiting {
    private static final long LONG = TimeUnit.SECONDS.toNanos(60);

    private Waiting() {}

    static void until(String what, BooleanSupplier reached) {
        long limit = System.nanoTime() + LONG;
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited too long for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
