/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;

/** Where a caller's thread waits for something to end: a loop with a deadline. */
final class Waits {
    /** How long an outage may last before waiting is given up. */
    static final Duration OUTAGE = Duration.ofSeconds(30);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final long LONGEST_NANOS = Duration.ofDays(36500).toNanos();

    private final Pace pace;
    private final Duration longestPoll;

    Waits(Pace pace, Duration longestPoll) {
        this.pace = pace;
        this.longestPoll = longestPoll;
    }

    /**
     * Waits for the end and returns the result. It looks at least once, whatever the timeout.
     *
     * @throws GcsException its own failure; what {@link Watched#late} makes when time runs out; what stands in the way of
     *     looking, when that lasts
     */
    <T> T await(Watched<T> watched, Duration timeout) {
        Look<T> seen = watched.known();
        if (seen.ended()) {
            return seen.result();
        }
        long begin = pace.nanoTime();
        long nanos = nanos(timeout);
        Pauses pauses = new Pauses();
        @Nullable GcsException trouble = null;
        long troubleSince = 0;
        do {
            if (Thread.currentThread().isInterrupted()) {
                throw Errors.interrupted(watched.toString());
            }
            Duration left = Duration.ofNanos(Math.max(nanos - (pace.nanoTime() - begin), 0));
            long asked = pace.nanoTime();
            try {
                seen = watched.look(min(left, longestPoll), max(left, LEAST));
                if (seen.ended()) {
                    return seen.result();
                }
                trouble = null;
            } catch (GcsException failure) {
                if (!passing(failure)) {
                    throw failure;
                }
                if (trouble == null) {
                    troubleSince = asked;
                }
                trouble = failure;
                if (pace.nanoTime() - troubleSince >= OUTAGE.toNanos()) {
                    throw outage(watched, seen.seen(), failure);
                }
            }
            pause(watched, pauses.after(pace.nanoTime() - asked), nanos - (pace.nanoTime() - begin));
        } while (pace.nanoTime() - begin < nanos);
        throw watched.late(seen.seen(), timeout, trouble);
    }

    /** Whether another look may show what this one could not. */
    static boolean passing(GcsException failure) {
        return failure.retryable() && failure.code() != ErrorCode.INTERRUPTED;
    }

    private static GcsException outage(Watched<?> watched, String seen, GcsException failure) {
        return GcsException.of(
                failure.detail().toBuilder()
                        .message(watched + " could not be looked at for " + OUTAGE.toSeconds() + " s; last seen: "
                                + seen + ". It may go on: ask again when the control plane answers. "
                                + failure.getMessage())
                        .lastState(seen)
                        .build(),
                failure);
    }

    private void pause(Watched<?> watched, long wanted, long left) {
        long nanos = Math.min(wanted, left);
        if (nanos <= 0) {
            return;
        }
        try {
            pace.pause(nanos);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Errors.interrupted(watched.toString());
        }
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofNanos(LONGEST_NANOS)) > 0 ? LONGEST_NANOS : timeout.toNanos();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Longer and longer pauses; none after an answer that took its time, since the other side has waited then. */
    static final class Pauses {
        private static final long FIRST = Duration.ofMillis(50).toNanos();
        private static final long LONGEST = Duration.ofSeconds(1).toNanos();
        private static final long WAITED = Duration.ofMillis(900).toNanos();

        private long next = FIRST;

        long after(long took) {
            if (took >= WAITED) {
                next = FIRST;
                return 0;
            }
            long pause = next;
            next = Math.min(LONGEST, next + next / 2);
            return pause;
        }
    }
}
