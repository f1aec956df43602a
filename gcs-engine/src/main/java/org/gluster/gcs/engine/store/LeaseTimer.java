/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.time.Duration;

/** Wakes a {@link MemoryStore} when a lease may have ended. */
@FunctionalInterface
public interface LeaseTimer {
    /**
     * Runs a task once, on any thread, when the delay has passed on the clock the store was given. A late or early call
     * does no harm: the store looks at its clock.
     */
    void after(Duration delay, Runnable task);
}
