/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool. It stands in the place of the library's own one, which writes requests to its logs with their
 * credentials and does not see when a server has sent more than the answer.
 */
final class PooledConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(64 << 10)
            .build();

    private final Tap tap;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Timeout socketTimeout = Timeout.INFINITE;
    private boolean used;

    private PooledConnection(Tap tap) {
        super(LIMITS, null, null, null, null, null, null, tap);
        this.tap = tap;
    }

    static PooledConnection make() {
        return new PooledConnection(new Tap());
    }

    /** Lets the buffer be seen out of which answers are parsed. */
    private static final class Tap extends DefaultHttpResponseParserFactory {
        private @Nullable SessionInputBuffer buffer;

        Tap() {
            super(LIMITS);
        }

        @Override
        public HttpMessageParser<ClassicHttpResponse> create() {
            HttpMessageParser<ClassicHttpResponse> parser = super.create();
            return new HttpMessageParser<>() {
                @Override
                public ClassicHttpResponse parse(SessionInputBuffer from, InputStream in)
                        throws IOException, HttpException {
                    buffer = from;
                    Lines lines = new Lines(from);
                    ClassicHttpResponse head = parser.parse(lines, in);
                    if (lines.ended) {
                        // Else a head that was cut off would be a whole one without what is missing: no body, as it
                        // says.
                        throw new ConnectionClosedException("the connection was closed in the middle of a head");
                    }
                    return head;
                }
            };
        }
    }

    /** Lines of a head, and whether the connection ended before the empty one that ends a head. */
    private static final class Lines implements SessionInputBuffer {
        private final SessionInputBuffer from;
        private boolean ended;

        Lines(SessionInputBuffer from) {
            this.from = from;
        }

        @Override
        public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
            int read = from.readLine(line, in);
            ended = read < 0;
            return read;
        }

        @Override
        public int length() {
            return from.length();
        }

        @Override
        public int capacity() {
            return from.capacity();
        }

        @Override
        public int available() {
            return from.available();
        }

        @Override
        public int read(byte[] bytes, int offset, int length, InputStream in) throws IOException {
            return from.read(bytes, offset, length, in);
        }

        @Override
        public int read(byte[] bytes, InputStream in) throws IOException {
            return from.read(bytes, in);
        }

        @Override
        public int read(InputStream in) throws IOException {
            return from.read(in);
        }

        @Override
        public HttpTransportMetrics getMetrics() {
            return from.getMetrics();
        }
    }

    /** Notes that a request goes out, and returns whether it is not the first. */
    boolean use() {
        boolean before = used;
        used = true;
        return before;
    }

    /** Whether bytes are there that belong to no request: the next answer could not be told from them. */
    boolean hasLeftovers() throws IOException {
        SessionInputBuffer read = tap.buffer;
        SocketHolder holder = getSocketHolder();
        return (read != null && read.length() > 0)
                || (holder != null && holder.getInputStream().available() > 0);
    }

    /** Whether the server has closed it, or has written without being asked; costs no wait where there is no TLS. */
    @Override
    public boolean isStale() throws IOException {
        Socket socket = getSocket();
        SocketChannel channel = socket == null ? null : socket.getChannel();
        if (channel == null) {
            // With TLS, what comes may be TLS's own: its reader must take it, and waits for a millisecond.
            return super.isStale();
        }
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) != 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException closed) {
            return true;
        }
    }

    @Override
    protected void bind(SocketHolder holder) throws IOException {
        super.bind(holder);
        // Not before: whoever closes it in between would find no socket to close, and nothing would end its reads.
        if (closed.get()) {
            super.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("closed while it was connecting");
        }
        socketTimeout = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket upgraded, Socket socket) throws IOException {
        bind(new SocketHolder(upgraded, socket));
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket upgraded ? upgraded.getSession() : null;
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            super.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        if (closed.compareAndSet(false, true)) {
            super.close(mode);
        }
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        super.setSocketTimeout(timeout);
        socketTimeout = timeout;
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.INFINITE);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(socketTimeout);
    }
}
