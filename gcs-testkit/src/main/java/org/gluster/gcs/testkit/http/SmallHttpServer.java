/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on a loopback port whose handler may also close the connection without an answer, as no ready-made one
 * lets it. One daemon thread a connection; connections are bounded. Thread-safe.
 */
public final class SmallHttpServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_HEAD = 8 * 1024 + 4096;
    private static final int READ_TIMEOUT = 10_000;
    private static final int WHOLE = 2048;

    private final Handler handler;
    private final ServerSocket listener;
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
    private final Thread acceptor;
    private volatile boolean closed;

    /** What answers. Called by several threads at once. */
    @FunctionalInterface
    public interface Handler {
        /** The answer to a request; empty closes the connection without one. */
        Optional<Answer> answer(HttpMessage request);
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param headers by name as it goes on the wire
     * @param body the body, or {@code null} for none
     */
    public record Answer(
            int status,
            SortedMap<String, String> headers,
            @Nullable String body) {
        /** Copies. */
        public Answer {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }

    private SmallHttpServer(ServerSocket listener, Handler handler) {
        this.listener = listener;
        this.handler = handler;
        acceptor = new Thread(this::accept, "gcs-small-http-accept");
        acceptor.setDaemon(true);
    }

    /** Listens on that port of the loopback address, 0 for a free one. */
    public static SmallHttpServer listen(int port, Handler handler) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        SmallHttpServer server = new SmallHttpServer(listener, handler);
        server.acceptor.start();
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return open.size();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                if (open.size() >= MOST_CONNECTIONS) {
                    client.close();
                    continue;
                }
                Thread serving = new Thread(() -> serve(client), "gcs-small-http-" + client.getPort());
                serving.setDaemon(true);
                open.put(client, serving);
                serving.start();
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(READ_TIMEOUT);
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean more = true;
            while (more && !closed) {
                Optional<HttpMessage> request = HttpMessage.readRequest(in);
                more = request.isPresent() && serve(client, request.get());
            }
        } catch (IOException ended) {
            // The client is gone, or spoke no HTTP: there is nobody to tell.
        } finally {
            open.remove(client);
        }
    }

    /** Answers whether the connection goes on. */
    private boolean serve(Socket client, HttpMessage request) throws IOException {
        boolean tooLarge = request.headSize() > MOST_HEAD;
        Optional<Answer> answer = tooLarge ? Optional.of(headTooLarge()) : handler.answer(request);
        if (answer.isEmpty() || closed) {
            return false;
        }
        boolean last = tooLarge || request.closes();
        client.getOutputStream().write(encode(answer.get(), last));
        client.getOutputStream().flush();
        return !last;
    }

    private static Answer headTooLarge() {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "text/plain; charset=utf-8");
        return new Answer(431, headers, "431 Request Header Fields Too Large");
    }

    private static byte[] encode(Answer answer, boolean last) {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(answer.status()).append(" .\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] body = answer.body() == null ? new byte[0] : answer.body().getBytes(StandardCharsets.UTF_8);
        boolean chunked = body.length > WHOLE;
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (answer.status() != 204) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        if (last) {
            head.append("Connection: close\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (chunked) {
            out.writeBytes((Integer.toHexString(body.length).toLowerCase(Locale.ROOT) + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            out.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    /**
     * Stops listening, so that the port is free when this returns, and closes every connection at once, those whose request is
     * being handled without an answer. Handlers under way go on to their end. Closing again does nothing.
     */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            acceptor.join();
            for (Socket client : open.keySet()) {
                client.close();
            }
        } catch (IOException gone) {
            // It has ended, which is what was wanted.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
