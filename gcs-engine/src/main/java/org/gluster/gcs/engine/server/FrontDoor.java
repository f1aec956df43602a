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
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.gluster.rpc.RpcService;
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
    private static final String PROTOCOL = "gcs";
    private static final byte[] NOTHING = {};
    private static final Duration SWEEP = Duration.ofMillis(250);
    /** How long requests that are under way are waited for at the end. */
    public static final Duration DRAIN = Duration.ofSeconds(5);

    private static final int BACKLOG = 512;

    private final PortThreads threads;
    private final PortLimits limits;
    private final Credentials credentials;
    private final Connections connections;
    private final HttpPipeline pipeline;
    private final Server server;
    private final ServerConnector connector;
    private final HttpConnectionFactory http;
    private final @Nullable RpcService rpc;
    private final @Nullable TlsFiles tls;
    private final @Nullable SslConnectionFactory ssl;
    private final InetSocketAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task sweep;
    private volatile boolean drained;

    private FrontDoor(Builder build, ServerSocketChannel listener, PortThreads threads) throws Exception {
        this.threads = threads;
        limits = build.limits;
        credentials = build.credentials;
        rpc = build.rpc;
        connections = new Connections(limits);
        HttpPipeline.Node node = new HttpPipeline.Node(build.node, build.peerId, build.clusterId);
        pipeline = new HttpPipeline(node, credentials, build.handler, threads, limits, build.clock);
        server = new Server(threads.io(), threads.timer(), threads.buffers());
        server.setErrorHandler(FrontDoor::malformed);
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
        tls = build.tls == null ? null : new TlsFiles(build.tls);
        if (tls != null) {
            ssl = new SslConnectionFactory(tls.context(), PROTOCOL);
            ssl.setEnsureSecureRequestCustomizer(false);
            connector.addConnectionFactory(ssl);
        } else {
            ssl = null;
        }
        server.addConnector(connector);
        server.start();
        sweepLater();
    }

    /**
     * Answers what never reached the pipeline, since it is no sound HTTP: as Go's server does, but never with a 5xx, as that would
     * blame the node.
     */
    private static boolean malformed(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 500 ? response.getStatus() : 400;
        HttpReply reply = Gd2Errors.text(status, status + " " + HttpStatus.getMessage(status));
        response.setStatus(status);
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(reply.body().getBytes(StandardCharsets.UTF_8)), callback);
        return true;
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
            super(PROTOCOL);
        }

        @Override
        public Connection newConnection(Connector port, EndPoint endPoint) {
            return new FirstByte(endPoint, threads.io(), FrontDoor.this::speaking);
        }
    }

    /** What follows a first byte; inside TLS there is another first one. */
    private Connection speaking(byte first, EndPoint endPoint) {
        boolean inside = endPoint instanceof EndPoint.Wrapper;
        boolean surplus = GuardedEndPoint.below(endPoint).verdict() == Connections.Verdict.SURPLUS;
        if (first == TLS) {
            return ssl == null || inside || surplus
                    ? new Farewell(endPoint, threads.io(), Farewell.TLS_ALERT)
                    : ssl.newConnection(connector, endPoint);
        }
        if (first < 0) {
            return rpc == null || surplus
                    ? new Farewell(endPoint, threads.io(), NOTHING)
                    : new RpcPipe(endPoint, threads.io(), rpc);
        }
        if (surplus) {
            byte[] busy = Farewell.http("503 Service Unavailable", "Retry-After: 1\r\n", "too many connections\n");
            return new Farewell(endPoint, threads.io(), busy);
        }
        if (ssl != null && !inside) {
            byte[] plain = Farewell.http("400 Bad Request", "", "Client sent an HTTP request to an HTTPS server.\n");
            return new Farewell(endPoint, threads.io(), plain);
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
            if (tls != null) {
                tls.refresh();
            }
        } catch (RuntimeException defect) {
            LOG.error("looking after the connections at {} met a defect; please report it", address, defect);
        } finally {
            sweepLater();
        }
    }

    /** A builder with defaults for all but the address. */
    public static Builder builder() {
        return new Builder();
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
        return HttpHandler.choosing(call -> call.path().startsWith("/gcs/") ? api : others);
    }

    /** Answers with 503 until there is something behind the door. */
    public static HttpHandler starting() {
        return call -> Gd2Errors.json(503, "the node is starting; try again").withHeader("Retry-After", "1");
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

    /** From now on new requests are answered with 503. GlusterFS' clients are served until {@link #close}. */
    public void refuseRequests() {
        pipeline.end();
    }

    /** Refuses new requests and waits, at most so long, for the ones that are under way. */
    public void drain(Duration patience) {
        refuseRequests();
        drained = true;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (pipeline.counts().inProgress() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Listens no more, lets requests that are under way finish within five seconds, unless they were waited for already, and closes
     * all connections. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!drained) {
            drain(DRAIN);
        }
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

    /** Describes a front door. Not thread-safe. */
    public static final class Builder {
        private String node = "";
        private @Nullable InetSocketAddress address;
        private String peerId = UUID.randomUUID().toString();
        private String clusterId = UUID.randomUUID().toString();
        private Credentials credentials = Credentials.none();
        private boolean decided;
        private HttpHandler handler = notFound();
        private @Nullable ServerTls tls;
        private @Nullable RpcService rpc;
        private PortLimits limits = PortLimits.DEFAULT;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** The node's name, for the log. */
        public Builder node(String name) {
            node = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Where to listen; port 0 means any free one. */
        public Builder listen(InetSocketAddress where) {
            address = Objects.requireNonNull(where, "where");
            return this;
        }

        /** The uuids of node and cluster, which go into every answer; random ones unless said. */
        public Builder identity(String peer, String cluster) {
            peerId = Objects.requireNonNull(peer, "peer");
            clusterId = Objects.requireNonNull(cluster, "cluster");
            return this;
        }

        /** Who may use it. There is no default. */
        public Builder credentials(Credentials who) {
            credentials = Objects.requireNonNull(who, "who");
            decided = true;
            return this;
        }

        /** What answers requests; see {@link FrontDoor#routes}. */
        public Builder handler(HttpHandler other) {
            handler = Objects.requireNonNull(other, "other");
            return this;
        }

        /** Serves HTTP over TLS only; ONC-RPC is served with and without. */
        public Builder tls(ServerTls files) {
            tls = Objects.requireNonNull(files, "files");
            return this;
        }

        /** What GlusterFS' clients and daemons are served; without it they are turned away. */
        public Builder rpc(RpcService service) {
            rpc = Objects.requireNonNull(service, "service");
            return this;
        }

        /** Limits other than {@link PortLimits#DEFAULT}. */
        Builder limits(PortLimits other) {
            limits = other;
            return this;
        }

        /** Another clock for tokens. */
        Builder clock(InstantSource other) {
            clock = other;
            return this;
        }

        /**
         * Opens it.
         *
         * @throws UncheckedIOException when the address cannot be listened on; the message names it
         * @throws GcsException when a file for TLS cannot be used; the message names it
         */
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
            } catch (GcsException refused) {
                threads.release();
                quietly(listener);
                throw refused;
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
