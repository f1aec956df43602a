/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for real processes, with a deadline. */
public final class Waiting {
    private static final long LONG = TimeUnit.MINUTES.toNanos(3);

    private Waiting() {}

    /** Waits until it holds, three minutes at most. */
    public static void waitFor(String what, BooleanSupplier reached) {
        long limit = System.nanoTime() + LONG;
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("waited too long for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
