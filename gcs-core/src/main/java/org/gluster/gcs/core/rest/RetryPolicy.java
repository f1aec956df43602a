/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How often a request is tried that may be sent again, and how long the pauses are. Each pause is drawn evenly between nothing
 * and a bound that doubles from one pause to the next, so that many clients do not come back at the same moment. A server
 * that names a time ({@code Retry-After}) is given it. Immutable, thread-safe.
 */
@Incubating(since = "0.1.0")
public final class RetryPolicy {
    private static final int ATTEMPTS = 4;

    private final Duration first;
    private final Duration longest;
    private final int maxAttempts;

    private RetryPolicy(Duration first, Duration longest, int maxAttempts) {
        List<String> problems = new ArrayList<>();
        if (first.isNegative() || first.isZero()) {
            problems.add("the first pause must be longer than nothing, not " + first);
        }
        if (longest.compareTo(first) < 0) {
            problems.add("the longest pause, " + longest + ", is shorter than the first, " + first);
        }
        if (longest.compareTo(Duration.ofDays(1)) > 0) {
            problems.add("the longest pause, " + longest + ", is longer than a day");
        }
        if (maxAttempts < 1 || maxAttempts > 1000) {
            problems.add("the attempts must be 1 to 1000, not " + maxAttempts);
        }
        if (!problems.isEmpty()) {
            throw InvalidRequestException.of("retry policy", problems);
        }
        this.first = first;
        this.longest = longest;
        this.maxAttempts = maxAttempts;
    }

    /**
     * Returns a policy of four attempts whose pauses grow from at most the first to at most the longest.
     *
     * @throws InvalidRequestException when the first is not positive, or the longest shorter than it or longer than a day
     */
    public static RetryPolicy exponential(Duration first, Duration longest) {
        return new RetryPolicy(first, longest, ATTEMPTS);
    }

    /** Returns the policy of one attempt. */
    public static RetryPolicy never() {
        return new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), 1);
    }

    /**
     * Returns the same with that many attempts in all. An attempt that cannot connect goes on to the next endpoint and counts
     * once.
     *
     * @throws InvalidRequestException when it is not 1 to 1000
     */
    public RetryPolicy maxAttempts(int attempts) {
        return new RetryPolicy(first, longest, attempts);
    }

    /** Returns the number of attempts in all. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Returns the bound of the pause after that many failed attempts. */
    Duration bound(int failures) {
        int doublings = Math.min(failures - 1, 40);
        long nanos = first.toNanos();
        long most = longest.toNanos();
        return Duration.ofNanos(nanos > (most >> doublings) ? most : nanos << doublings);
    }

    /** Draws the pause after that many failed attempts. */
    Duration pause(int failures, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound(failures).toNanos() + 1));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetryPolicy that
                && first.equals(that.first)
                && longest.equals(that.longest)
                && maxAttempts == that.maxAttempts;
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, longest, maxAttempts);
    }

    @Override
    public String toString() {
        return "RetryPolicy[first=" + first + ", longest=" + longest + ", maxAttempts=" + maxAttempts + "]";
    }
}
