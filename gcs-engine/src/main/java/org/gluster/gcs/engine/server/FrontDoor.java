/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.gluster.gcs.Gcs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's port: HTTP/1.1 on the address where GlusterFS' own protocol is spoken, too. The first byte of a connection decides.
 *
 * <p>All open front doors of a JVM share their threads, which are daemons named {@code gcs-port-*} and {@code gcs-http-*}. A silent or
 * slow connection holds none of them; what clients can cost is bounded. All methods are thread-safe.
 *
 * <pre>{@code
 * try (FrontDoor door = FrontDoor.serve(gcs, new InetSocketAddress("127.0.0.1", 0), Credentials.none())) {
 *     int port = door.address().getPort();
 * }
 * }</pre>
 */
public final class FrontDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final int TLS = 0x16;
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final int BACKLOG = 512;

    private final PortThreads threads;
    private final PortLimits limits;
    private final Credentials credentials;
    private final Connections connections;
    private final HttpPipeline pipeline;
    private final Server server;
    private final ServerConnector connector;
    private final HttpConnectionFactory http;
    private final InetSocketAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task sweep;

    private FrontDoor(Build build, ServerSocketChannel listener, PortThreads threads) throws Exception {
        this.threads = threads;
        limits = build.limits;
        credentials = build.credentials;
        connections = new Connections(limits);
        HttpPipeline.Node node = new HttpPipeline.Node(build.node, build.peerId, build.clusterId);
        pipeline = new HttpPipeline(node, credentials, build.handler, threads, limits, build.clock);
        server = new Server(threads.io(), threads.timer(), threads.buffers());
        server.setErrorHandler((request, response, callback) -> {
            HttpReply reply = Gd2Errors.text(
                    response.getStatus(), response.getStatus() + " " + HttpStatus.getMessage(response.getStatus()));
            reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.write(true, ByteBuffer.wrap(reply.body().getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        });
        server.setHandler(pipeline);
        http = new HttpConnectionFactory(configuration());
        connector = new ServerConnector(server, null, null, null, 1, 1, new Factory()) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) throws IOException {
                return new GuardedEndPoint(channel, selector, key, getScheduler(), connections, limits);
            }
        };
        connector.open(listener);
        address = (InetSocketAddress) listener.getLocalAddress();
        server.addConnector(connector);
        server.start();
        sweepLater();
    }

    private HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(limits.headBytes());
        configuration.setUriCompliance(UriCompliance.UNSAFE); // what a path means is decided by the pipeline
        return configuration;
    }

    /** Every connection begins as one whose first byte is awaited. */
    private final class Factory extends AbstractConnectionFactory {
        Factory() {
            super("gcs");
        }

        @Override
        public Connection newConnection(Connector port, EndPoint endPoint) {
            return new FirstByte(endPoint, threads.io(), FrontDoor.this::speaking);
        }
    }

    private Connection speaking(byte first, EndPoint endPoint) {
        boolean surplus = GuardedEndPoint.below(endPoint).verdict() == Connections.Verdict.SURPLUS;
        if (first == TLS) {
            return new Farewell(endPoint, threads.io(), Farewell.TLS_ALERT);
        }
        if (first < 0) {
            return new Farewell(endPoint, threads.io(), new byte[0]);
        }
        if (surplus) {
            return new Farewell(
                    endPoint,
                    threads.io(),
                    Farewell.http("503 Service Unavailable", "Retry-After: 1\r\n", "too many connections\n"));
        }
        return http.newConnection(connector, endPoint);
    }

    private void sweepLater() {
        sweep = threads.timer().schedule(this::sweep, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (closed.get()) {
            return;
        }
        try {
            long now = System.nanoTime();
            for (GuardedEndPoint connection : connections.all()) {
                connection.expire(now);
            }
            credentials.refresh();
        } catch (RuntimeException defect) {
            LOG.error("looking after the connections at {} met a defect; please report it", address, defect);
        } finally {
            sweepLater();
        }
    }

    /** A builder with defaults for all but the address. */
    public static Builder builder() {
        return new Build();
    }

    /** Serves {@code /gcs/v1} over any control plane; port 0 means any free one. */
    public static FrontDoor serve(Gcs gcs, InetSocketAddress address, Credentials credentials) {
        return builder()
                .listen(address)
                .credentials(credentials)
                .handler(routes(new ApiHandlers(gcs), notFound()))
                .open();
    }

    /** Hands what is below {@code /gcs/} to the one, and everything else to the other. */
    public static HttpHandler routes(ApiHandlers api, HttpHandler others) {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(others, "others");
        return call -> call.path().startsWith("/gcs/") ? api.handle(call) : others.handle(call);
    }

    /** Knows no route, as GlusterD2's router says it. */
    public static HttpHandler notFound() {
        return call -> HttpReply.empty(404)
                .withBody("text/plain; charset=utf-8", "404 page not found\n")
                .withHeader("X-Content-Type-Options", "nosniff");
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many requests there were. */
    public HttpCounts counts() {
        return pipeline.counts();
    }

    /** How many connections there are. */
    public int connections() {
        return connections.size();
    }

    /** Answers new requests with 503 and waits, at most five seconds, for the ones that are under way. Repeatable. */
    public void drain() {
        pipeline.end();
        long end = System.nanoTime() + DRAIN.toNanos();
        try {
            while (pipeline.counts().inProgress() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens no more, lets requests that are under way finish within five seconds, and closes all connections. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        drain();
        Scheduler.Task last = sweep;
        if (last != null) {
            last.cancel();
        }
        try {
            server.stop();
        } catch (Exception failure) {
            LOG.warn("the port {} did not close cleanly", address, failure);
        } finally {
            for (GuardedEndPoint connection : connections.all()) {
                connection.close();
            }
            threads.release();
        }
    }

    /** Describes a front door. Not thread-safe. Not for implementation by users. */
    public interface Builder {
        /** The node's name, for the log. */
        Builder node(String name);

        /** Where to listen; port 0 means any free one. */
        Builder listen(InetSocketAddress address);

        /** The uuids of node and cluster, which go into every answer; random ones unless said. */
        Builder identity(String peerId, String clusterId);

        /** Who may use it. There is no default. */
        Builder credentials(Credentials credentials);

        /** What answers requests; see {@link FrontDoor#routes}. */
        Builder handler(HttpHandler handler);

        /**
         * Opens it.
         *
         * @throws UncheckedIOException when the address cannot be listened on; the message names it
         */
        FrontDoor open();
    }

    private static final class Build implements Builder {
        private String node = "";
        private @Nullable InetSocketAddress address;
        private String peerId = UUID.randomUUID().toString();
        private String clusterId = UUID.randomUUID().toString();
        private Credentials credentials = Credentials.none();
        private boolean decided;
        private HttpHandler handler = notFound();
        private PortLimits limits = PortLimits.DEFAULT;
        private InstantSource clock = InstantSource.system();

        @Override
        public Builder node(String name) {
            node = Objects.requireNonNull(name, "name");
            return this;
        }

        @Override
        public Builder listen(InetSocketAddress where) {
            address = Objects.requireNonNull(where, "where");
            return this;
        }

        @Override
        public Builder identity(String peer, String cluster) {
            peerId = Objects.requireNonNull(peer, "peer");
            clusterId = Objects.requireNonNull(cluster, "cluster");
            return this;
        }

        @Override
        public Builder credentials(Credentials who) {
            credentials = Objects.requireNonNull(who, "who");
            decided = true;
            return this;
        }

        @Override
        public Builder handler(HttpHandler other) {
            handler = Objects.requireNonNull(other, "other");
            return this;
        }

        @Override
        public FrontDoor open() {
            InetSocketAddress where = Objects.requireNonNull(address, "listen");
            if (!decided) {
                throw new IllegalStateException(
                        "say whose requests are answered: credentials(Credentials.in(directory)), for one");
            }
            ServerSocketChannel listener = listener(where);
            PortThreads threads = PortThreads.acquire();
            try {
                return new FrontDoor(this, listener, threads);
            } catch (Exception failure) {
                threads.release();
                quietly(listener);
                throw new UncheckedIOException(
                        new IOException("cannot listen on " + where + ": " + failure.getMessage(), failure));
            }
        }

        private static ServerSocketChannel listener(InetSocketAddress where) {
            try {
                ServerSocketChannel channel = ServerSocketChannel.open();
                try {
                    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                    channel.bind(where, BACKLOG);
                    return channel;
                } catch (IOException | RuntimeException failure) {
                    quietly(channel);
                    throw failure;
                }
            } catch (IOException failure) {
                String message = "cannot listen on " + where + ": " + failure.getMessage();
                throw new UncheckedIOException(message, new IOException(message, failure));
            }
        }

        private static void quietly(ServerSocketChannel channel) {
            try {
                channel.close();
            } catch (IOException failure) {
                LOG.debug("closing failed", failure);
            }
        }
    }
}
