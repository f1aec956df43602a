/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gluster.gcs.engine.store.LeaseTimer;

/** A clock that goes only when told, and the timer that belongs to it. */
final class ManualClock implements InstantSource, LeaseTimer {
    private final NavigableMap<Instant, Runnable> tasks = new TreeMap<>();
    private Instant now = Instant.EPOCH;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        tasks.merge(now.plus(delay), task, (one, two) -> () -> {
            one.run();
            two.run();
        });
    }

    synchronized void advance(Duration time) {
        now = now.plus(time);
        for (Map.Entry<Instant, Runnable> due = tasks.firstEntry();
                due != null && !due.getKey().isAfter(now);
                due = tasks.firstEntry()) {
            tasks.remove(due.getKey());
            due.getValue().run();
        }
    }
}
