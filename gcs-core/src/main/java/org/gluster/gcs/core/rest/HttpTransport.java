/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.http.HttpHost;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests over HTTP, to one or several endpoints of the same control plane.
 *
 * <p><b>Where to.</b> The endpoint that last answered is asked first. When none of the server's doing can have begun - no
 * connection, no TLS, its circuit open - the next one is asked at once; when a request was lost, or answered with 502, 503, 504
 * or 429, the next attempt follows after a pause and begins with another endpoint. Each endpoint has a circuit of its own
 * ({@link CircuitPolicy}).
 *
 * <p><b>How often.</b> As {@link Repeatability} and {@link RetryPolicy} say. A connection from the pool that its server had closed
 * meanwhile is replaced at once, which counts as no attempt. After a 401 the secret is fetched again; if it has changed, the
 * request is sent once more.
 *
 * <p><b>How long.</b> Every phase has a limit ({@link Timeouts}) and the whole call has one, which cuts off whatever is under
 * way: a server that trickles its answer gains nothing. An interrupt ends a call at once. What was sent is then lost, and it
 * may have been done.
 *
 * <p>Redirects are not followed, cookies not kept, compression not asked for. Proxies come from the builder only: system properties
 * and environment change nothing, but that Java's own certificates are trusted where no others are named. Every request has an
 * {@code X-Request-Id}, one for all attempts of a call unless it brings its own; {@code traceparent} and other headers of a call
 * are passed on. The logger {@code org.gluster.gcs.wire} shows heads at DEBUG and bodies at TRACE, without credentials.
 *
 * <p>Immutable and thread-safe: share one. It has no thread before its first call, and none after {@link #close()}.
 */
@Incubating(since = "0.1.0")
public final class HttpTransport implements Transport {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Settings settings;
    private final String name;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean closed;
    private final AtomicInteger current = new AtomicInteger();
    private final Deadlines deadlines;
    private final Connections connections;
    private final Retry retry;

    private HttpTransport(Settings settings, AtomicBoolean closed) {
        this.settings = settings;
        this.closed = closed;
        name = "gcs-http-" + COUNT.incrementAndGet();
        deadlines = new Deadlines(Threads.named(name + "-deadlines"));
        connections = new Connections(settings, deadlines, name);
        retry = Retry.of(
                name,
                RetryConfig.<Exchange.Outcome>custom()
                        .maxAttempts(settings.policy().maxAttempts())
                        .retryOnResult(outcome -> true)
                        .intervalBiFunction((failures, outcome) -> outcome.get()
                                .pause(settings.policy()
                                        .pause(failures, settings.random().get())))
                        .build());
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidRequestException when the request cannot be sent as it is
     * @throws IllegalStateException after {@link #close()}
     */
    @Override
    public RestReply exchange(RestCall call) {
        if (closed.get()) {
            throw new IllegalStateException("the transport is closed");
        }
        return new Exchange(this, call).run();
    }

    /**
     * {@inheritDoc} Calls under way end with {@link IllegalStateException}, or {@link org.gluster.gcs.OutcomeUnknownException} when they
     * may have changed something. Blocks until the threads are gone.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.countDown();
            connections.close();
            deadlines.close();
        }
    }

    Settings settings() {
        return settings;
    }

    /** What the names of its threads begin with, and of no other's. */
    String name() {
        return name + "-";
    }

    Connections connections() {
        return connections;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Retry retry() {
        return retry;
    }

    /** The index of the endpoint that is asked first. */
    AtomicInteger current() {
        return current;
    }

    /** At zero when it is closed. */
    CountDownLatch end() {
        return end;
    }

    @Override
    public String toString() {
        return "HttpTransport" + settings.endpoints();
    }

    /** What it was built with. */
    record Settings(
            List<Endpoint> endpoints,
            Tls.Upgrade upgrade,
            Timeouts timeouts,
            RetryPolicy policy,
            int maxConnections,
            long maxReplyBytes,
            Duration idle,
            @Nullable HttpHost proxy,
            String userAgent,
            Time time,
            Supplier<RandomGenerator> random,
            DnsResolver resolver,
            BooleanSupplier closed) {}

    /** Builds an {@link HttpTransport}; not safe to share between threads. */
    @Incubating(since = "0.1.0")
    public static final class Builder {
        private final Map<String, Credentials> endpoints = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final Tls tls = new Tls();
        private Timeouts timeouts = Timeouts.of(defaults -> {});
        private RetryPolicy policy = RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(5));
        private CircuitPolicy circuit = CircuitPolicy.DEFAULT;
        private int maxConnections = 32;
        private Capacity maxReplySize = Capacity.ofMiB(64);
        private Duration idle = Duration.ofSeconds(5);
        private @Nullable HttpHost proxy;
        private String userAgent = "gcs-java";
        private Time time = Time.system();
        private Supplier<RandomGenerator> random = ThreadLocalRandom::current;
        private DnsResolver resolver = SystemDefaultDnsResolver.INSTANCE;

        private Builder() {}

        /** Adds an endpoint that asks for no credentials, such as {@code "http://node-0:24007"}. */
        public Builder endpoint(String url) {
            return endpoint(url, Credentials.none());
        }

        /**
         * Adds an endpoint; at least one is required, and all must be of the same control plane.
         *
         * @param url scheme, host and port, such as {@code "https://node-0:24007"}
         * @param credentials what this endpoint is shown
         */
        public Builder endpoint(String url, Credentials credentials) {
            Objects.requireNonNull(credentials, "credentials");
            try {
                URI address = Endpoint.parse(url);
                if (endpoints.putIfAbsent(address.toString(), credentials) != null) {
                    problems.add("endpoint " + address + " is given twice");
                }
            } catch (IllegalArgumentException wrong) {
                // Someone may have put a password into it.
                String shown = url.contains("@") ? "with an @" : url;
                problems.add("endpoint " + shown + " " + wrong.getMessage() + "; it must be like https://node-0:24007");
            }
            return this;
        }

        /** Sets how {@code https} endpoints are trusted; by default as this Java trusts. */
        public Builder tls(Consumer<Tls> settings) {
            settings.accept(tls);
            return this;
        }

        /** Sets the limits; see {@link Timeouts.Builder} for the defaults. */
        public Builder timeouts(Consumer<Timeouts.Builder> settings) {
            timeouts = Timeouts.of(settings);
            return this;
        }

        /** Sets how often is tried; by default four times, with pauses of at most 100 ms at first and of at most 5 s. */
        public Builder retry(RetryPolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Sets when an endpoint is left alone; {@link CircuitPolicy#DEFAULT} by default. */
        public Builder circuit(CircuitPolicy policy) {
            circuit = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Sets how many connections there may be to each endpoint; 32 by default. */
        public Builder maxConnections(int connections) {
            if (connections < 1 || connections > 10_000) {
                problems.add("maxConnections must be 1 to 10000, not " + connections);
            }
            maxConnections = connections;
            return this;
        }

        /** Sets how long the body of an answer may be; 64 MiB by default. */
        public Builder maxReplySize(Capacity size) {
            if (size.bytes() < 1 || size.bytes() > 1L << 30) {
                problems.add("maxReplySize must be 1 byte to 1 GiB, not " + size);
            }
            maxReplySize = size;
            return this;
        }

        /** Sets how long a connection is kept that nobody uses; 5 s by default, which is less than a server of GlusterD2 does. */
        public Builder idle(Duration time) {
            if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
                problems.add("idle must be a millisecond to an hour, not " + time);
            }
            idle = time;
            return this;
        }

        /** Sends everything through that HTTP proxy; by default there is none, whatever the system says. */
        public Builder proxy(String host, int port) {
            if (host.isBlank() || !host.matches("[A-Za-z0-9.:_-]+") || port < 1 || port > 65535) {
                problems.add("the proxy must be a host and a port of 1 to 65535");
            } else {
                proxy = new HttpHost("http", host, port);
            }
            return this;
        }

        /** Sets the {@code User-Agent}; {@code gcs-java} by default. */
        public Builder userAgent(String agent) {
            if (!agent.matches("[\\x20-\\x7e]+")) {
                problems.add("userAgent must be printable ASCII");
            }
            userAgent = agent;
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        Builder random(Supplier<RandomGenerator> random) {
            this.random = random;
            return this;
        }

        Builder resolver(DnsResolver resolver) {
            this.resolver = resolver;
            return this;
        }

        /**
         * Builds it. Opens no connection, starts no thread and fetches no secret.
         *
         * @throws InvalidRequestException with every problem at once
         */
        public HttpTransport build() {
            List<String> found = new ArrayList<>(problems);
            if (endpoints.isEmpty() && found.isEmpty()) {
                found.add("there is no endpoint; give one, such as https://node-0:24007");
            }
            if (!found.isEmpty()) {
                throw InvalidRequestException.of("transport", found);
            }
            List<Endpoint> made = new ArrayList<>();
            endpoints.forEach(
                    (url, credentials) -> made.add(new Endpoint(URI.create(url), credentials, circuit, time)));
            AtomicBoolean closed = new AtomicBoolean();
            return new HttpTransport(
                    new Settings(
                            List.copyOf(made),
                            tls.upgrade(),
                            timeouts,
                            policy,
                            maxConnections,
                            maxReplySize.bytes(),
                            idle,
                            proxy,
                            userAgent,
                            time,
                            random,
                            resolver,
                            closed::get),
                    closed);
        }
    }
}
