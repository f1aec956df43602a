/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when somebody pauses, and when it is told to. */
final class FakePace implements Pace {
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;
    private Duration interruptAfter = Duration.ofDays(9999);

    synchronized void advance(Duration time) {
        nanos += time.toNanos();
    }

    /** Who pauses at that time, or later, is interrupted. */
    synchronized void interruptAfter(Duration time) {
        interruptAfter = time;
    }

    synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    synchronized Duration passed() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return Instant.parse("2026-01-02T03:04:05Z").plusNanos(nanos);
    }

    @Override
    public synchronized void pause(long wanted) throws InterruptedException {
        if (nanos >= interruptAfter.toNanos()) {
            throw new InterruptedException("as told");
        }
        pauses.add(Duration.ofNanos(wanted));
        nanos += wanted;
    }
}
