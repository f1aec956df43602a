/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;

/** The limits of a call; each phase has one. Immutable, thread-safe. */
@Incubating(since = "0.1.0")
public final class Timeouts {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Duration connect;
    private final Duration handshake;
    private final Duration lease;
    private final Duration attempt;
    private final Duration total;

    private Timeouts(Builder builder) {
        connect = builder.connect;
        handshake = builder.handshake;
        lease = builder.lease;
        attempt = builder.attempt;
        total = builder.total;
        List<String> problems = new ArrayList<>();
        check("connect", connect, problems);
        check("handshake", handshake, problems);
        check("lease", lease, problems);
        check("attempt", attempt, problems);
        check("total", total, problems);
        if (!problems.isEmpty()) {
            throw InvalidRequestException.of("timeouts", problems);
        }
    }

    private static void check(String name, Duration limit, List<String> problems) {
        if (limit.compareTo(Duration.ofMillis(1)) < 0 || limit.compareTo(LONGEST) > 0) {
            problems.add(name + " must be a millisecond to a day, not " + limit);
        }
    }

    /**
     * Returns what the consumer sets, and the defaults for the rest.
     *
     * @throws InvalidRequestException when a limit is not a millisecond to a day
     */
    public static Timeouts of(Consumer<Builder> settings) {
        Builder builder = new Builder();
        settings.accept(builder);
        return new Timeouts(builder);
    }

    /** Returns the limit of resolving a name, and of connecting to one address. */
    public Duration connect() {
        return connect;
    }

    /** Returns the limit of each wait for the other side while TLS is negotiated. */
    public Duration handshake() {
        return handshake;
    }

    /** Returns how long to wait for a connection while all are in use. */
    public Duration lease() {
        return lease;
    }

    /** Returns the limit of one attempt that may be followed by another, from the wait for a connection to the last byte. */
    public Duration attempt() {
        return attempt;
    }

    /** Returns the limit of a call, all attempts and pauses included, when the call has none of its own. */
    public Duration total() {
        return total;
    }

    @Override
    public String toString() {
        return "Timeouts[connect=" + connect + ", handshake=" + handshake + ", lease=" + lease + ", attempt=" + attempt
                + ", total=" + total + "]";
    }

    /** Sets the limits; not safe to share between threads. */
    @Incubating(since = "0.1.0")
    public static final class Builder {
        private Duration connect = Duration.ofSeconds(5);
        private Duration handshake = Duration.ofSeconds(5);
        private Duration lease = Duration.ofSeconds(5);
        private Duration attempt = Duration.ofSeconds(30);
        private Duration total = Duration.ofMinutes(2);

        private Builder() {}

        /** Sets the limit of resolving a name, and of connecting to one address; 5 s by default. */
        public Builder connect(Duration limit) {
            connect = limit;
            return this;
        }

        /** Sets the limit of each wait for the other side while TLS is negotiated; 5 s by default. */
        public Builder handshake(Duration limit) {
            handshake = limit;
            return this;
        }

        /** Sets how long to wait for a connection while all are in use; 5 s by default. */
        public Builder lease(Duration limit) {
            lease = limit;
            return this;
        }

        /**
         * Sets the limit of one attempt; 30 s by default. A request that may not be sent again is not cut off by it, since
         * nothing would be gained: it has the whole time of its call.
         */
        public Builder attempt(Duration limit) {
            attempt = limit;
            return this;
        }

        /** Sets the limit of a call that has none of its own, attempts and pauses included; 2 min by default. */
        public Builder total(Duration limit) {
            total = limit;
            return this;
        }
    }
}
