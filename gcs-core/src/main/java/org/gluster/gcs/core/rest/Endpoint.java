/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** One address of the control plane, with the credentials for it and what is known of its health. Thread-safe. */
final class Endpoint {
    private final URI address;
    private final HttpHost host;
    private final @Nullable Signer signer;
    private final CircuitBreaker breaker;

    Endpoint(URI address, Credentials credentials, CircuitPolicy policy, Time time) {
        this.address = address;
        host = new HttpHost(address.getScheme(), address.getHost(), address.getPort());
        signer = credentials
                .secret()
                .map(secret -> new Signer(credentials.user(), secret))
                .orElse(null);
        breaker = CircuitBreaker.of(address.toString(), config(policy, time));
    }

    private static CircuitBreakerConfig config(CircuitPolicy policy, Time time) {
        return CircuitBreakerConfig.custom()
                // All of the last ones, that is: so many in a row.
                .slidingWindow(policy.failures(), policy.failures(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .waitDurationInOpenState(policy.rest())
                .permittedNumberOfCallsInHalfOpenState(1)
                // By default calls of a minute count as failures; a create may well take longer.
                .slowCallDurationThreshold(Duration.ofDays(365))
                .clock(new Steady(time))
                .build();
    }

    /**
     * Reads an address.
     *
     * @return the address, with nothing but scheme, host and port
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static URI parse(String text) {
        URI given;
        try {
            given = new URI(text);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("is no URL", wrong);
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("begins with neither http:// nor https://");
        }
        if (given.getRawUserInfo() != null) {
            throw new IllegalArgumentException("has a user in it; give credentials separately");
        }
        if (given.getHost() == null) {
            throw new IllegalArgumentException("has no host name that is one");
        }
        if (given.getPort() < 1 || given.getPort() > 65535) {
            throw new IllegalArgumentException("has no port of 1 to 65535; GlusterD2 listens on 24007 by default");
        }
        boolean more = given.getRawQuery() != null
                || given.getRawFragment() != null
                || !(given.getRawPath().isEmpty() || given.getRawPath().equals("/"));
        if (more) {
            throw new IllegalArgumentException("has more than scheme, host and port");
        }
        return URI.create(scheme + "://" + given.getHost().toLowerCase(Locale.ROOT) + ":" + given.getPort());
    }

    URI address() {
        return address;
    }

    HttpHost host() {
        return host;
    }

    @Nullable
    Signer signer() {
        return signer;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /** A clock that nobody sets. */
    private static final class Steady extends Clock {
        private final Time time;

        Steady(Time time) {
            this.time = time;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, time.nanos());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock has no zones");
        }
    }
}
