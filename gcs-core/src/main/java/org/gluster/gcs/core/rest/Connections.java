/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections and what sends one request over one of them. Sockets are those of channels: an interrupt ends their
 * reads and writes, and no SOCKS proxy gets in by a system property. Thread-safe.
 */
final class Connections {
    /** Within this a connection that was just used is taken to be alive. */
    private static final TimeValue TRUSTED = TimeValue.ofSeconds(1);
    /** After this a name is resolved again. */
    private static final TimeValue OLDEST = TimeValue.ofMinutes(10);

    private final HttpTransport.Settings settings;
    private final Watch watch;
    private final Lookups lookups;
    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;
    private long sweptAt = System.nanoTime();

    Connections(HttpTransport.Settings settings, String name) {
        this.settings = settings;
        watch = new Watch(Threads.named(name + "-watch"), this::sweep, () -> count() == 0);
        Timeouts timeouts = settings.timeouts();
        lookups = new Lookups(settings.resolver(), this::lookupLimit, Threads.named(name + "-names"));
        pool = new PoolBuilder(settings.upgrade(), timeouts.handshake())
                .setConnectionFactory(socket -> PooledConnection.make())
                .setDnsResolver(lookups)
                .setMaxConnPerRoute(settings.maxConnections())
                .setMaxConnTotal(Math.multiplyExact(
                        settings.maxConnections(), settings.endpoints().size()))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(timeouts.connect()))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TRUSTED)
                        .setTimeToLive(OLDEST)
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(timeout(timeouts.handshake()))
                        .build())
                .build();
        RequestConfig config = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(timeouts.lease()))
                .setConnectionKeepAlive(TimeValue.of(settings.idle()))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
        HttpHost proxy = settings.proxy();
        client = HttpClients.custom()
                .setConnectionManager(pool)
                .setRequestExecutor(new Sender())
                .setRoutePlanner(proxy == null ? new DefaultRoutePlanner(null) : new DefaultProxyRoutePlanner(proxy))
                .setDefaultRequestConfig(config)
                .setUserAgent(settings.userAgent())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    private static Timeout timeout(Duration limit) {
        return Timeout.of(limit);
    }

    private long lookupLimit() {
        long limit = settings.timeouts().connect().toNanos();
        Attempt attempt = watch.current();
        return attempt == null
                ? limit
                : Math.max(0, Math.min(limit, attempt.end() - settings.time().nanos()));
    }

    /** Sockets with a channel under them. */
    private static final class PoolBuilder extends PoolingHttpClientConnectionManagerBuilder {
        PoolBuilder(Tls.Upgrade upgrade, Duration patience) {
            setTlsSocketStrategy((socket, host, port, attachment, context) -> upgrade.on(socket, host, port, patience));
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy upgrade) {
            return new DefaultHttpClientConnectionOperator(
                    proxy -> SocketChannel.open().socket(),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register("https", upgrade)
                            .build());
        }
    }

    /** Notes when a request goes out, and looks at the connection before. */
    private final class Sender extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            Attempt attempt = watch.current();
            boolean tunnel = request.getMethod().equals("CONNECT");
            if (attempt != null && !tunnel && connection instanceof PooledConnection pooled) {
                boolean used = pooled.use();
                if (used && (pooled.hasLeftovers() || (attempt.once() && pooled.isStale()))) {
                    throw new StaleConnectionException(
                            "the server closed the connection, or wrote without being asked");
                }
                attempt.begin(used);
            }
            ClassicHttpResponse response = super.execute(request, connection, information, context);
            if (attempt != null && !tunnel) {
                attempt.answer();
            }
            return response;
        }
    }

    /** Sends one request and reads the whole answer. */
    RestReply send(Attempt attempt) throws IOException {
        watch.begin(attempt);
        try {
            if (settings.closed().getAsBoolean()) {
                attempt.cut(Attempt.Cut.CLOSE);
            }
            return client.execute(attempt.endpoint().host(), attempt.request(), response -> read(attempt, response));
        } finally {
            watch.end();
        }
    }

    private RestReply read(Attempt attempt, ClassicHttpResponse response) throws IOException {
        if (!attempt.begun()) {
            throw new UnusableReplyException("the proxy refused to connect: status " + response.getCode());
        }
        SortedMap<String, String> headers = new TreeMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new RestReply(response.getCode(), headers, "");
        }
        String encoding = headers.getOrDefault("content-encoding", "identity");
        long most = settings.maxReplyBytes();
        if (!encoding.equalsIgnoreCase("identity")) {
            attempt.request().cancel();
            throw new UnusableReplyException("the answer is encoded as nobody asked for: " + encoding);
        }
        long length = entity.getContentLength();
        if (length > most) {
            attempt.request().cancel();
            throw tooLong(most);
        }
        try (InputStream in = entity.getContent()) {
            // Where no length is told, a byte more is read than may be, to see whether there is one, and else the end.
            byte[] body = in.readNBytes((int) Math.min(length < 0 ? most + 1 : length, Integer.MAX_VALUE - 8));
            if (body.length > most) {
                attempt.request().cancel();
                throw tooLong(most);
            }
            return new RestReply(response.getCode(), headers, new String(body, StandardCharsets.UTF_8));
        }
    }

    private static UnusableReplyException tooLong(long most) {
        return new UnusableReplyException("the answer is longer than " + most + " bytes, which maxReplySize allows");
    }

    /** Closes what nobody uses now: one was closed by its server, so the others most likely were. */
    void dropIdle() {
        pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /** Closes what nobody has used for a while, and returns when to look again; called by one thread. */
    private long sweep() {
        long idle = settings.idle().toNanos();
        long since = System.nanoTime() - sweptAt;
        if (since >= idle) {
            pool.closeExpired();
            pool.closeIdle(TimeValue.of(settings.idle()));
            sweptAt = System.nanoTime();
            since = 0;
        }
        return idle - since;
    }

    /** How many connections there are, used and idle. */
    int count() {
        return pool.getTotalStats().getAvailable() + pool.getTotalStats().getLeased();
    }

    /** How many connections are in use. */
    int leased() {
        return pool.getTotalStats().getLeased();
    }

    void close() {
        watch.cutAll();
        client.close(CloseMode.IMMEDIATE);
        try {
            client.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            pool.close(CloseMode.IMMEDIATE);
            lookups.close();
            watch.close();
        }
    }
}
