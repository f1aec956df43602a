/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only in pauses, and when a test moves it. */
final class FakeTime implements Time {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-11-25T12:00:00Z").plusNanos(nanos.get() - 1_000_000_000_000L);
    }

    @Override
    public boolean pause(Duration time, CountDownLatch end) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(time);
        pass(time);
        return end.getCount() == 0;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    List<Duration> pauses() {
        return pauses;
    }
}
