/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A server of sockets that does to each connection what a test says, byte by byte. */
final class RawServer implements AutoCloseable {

    /** What is done to one connection. */
    @FunctionalInterface
    interface Script {
        void run(Peer peer) throws IOException;
    }

    /** A request as it came. */
    record Request(String line, SortedMap<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final ServerSocket socket;
    private final Script script;
    private final String scheme;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Request> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private RawServer(ServerSocket socket, String scheme, Script script) {
        this.socket = socket;
        this.scheme = scheme;
        this.script = script;
        start(this::accept);
    }

    static RawServer of(Script script) {
        try {
            return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same with a socket of the test's, such as one with TLS. */
    static RawServer of(ServerSocket socket, Script script) {
        return new RawServer(socket, "https", script);
    }

    /** Answers every request of every connection like that. */
    static RawServer answering(String reply) {
        return of(peer -> {
            while (peer.request() != null) {
                peer.write(reply);
            }
        });
    }

    static String ok(String body) {
        return reply(200, body);
    }

    static String reply(int status, String body, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .toString();
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Peer peer = new Peer(connection, accepted.incrementAndGet());
                start(() -> serve(peer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Peer peer) {
        try {
            script.run(peer);
            peer.connection.close();
        } catch (IOException gone) {
            // The client went away, which is what some tests are about.
        }
    }

    /** The other end of one connection. */
    final class Peer {
        private final Socket connection;
        private final int number;

        private Peer(Socket connection, int number) {
            this.connection = connection;
            this.number = number;
        }

        /** The how-manieth connection it is, from 1 on. */
        int number() {
            return number;
        }

        /** Reads one request; null when the client closed the connection. */
        @Nullable
        Request request() throws IOException {
            InputStream in = connection.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                head.write(next);
            }
            String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
            SortedMap<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon > 0) {
                    headers.put(
                            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                            lines[i].substring(colon + 1).strip());
                }
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            Request request = new Request(lines[0], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
            requests.add(request);
            arrived.add(request);
            return request;
        }

        void write(String text) throws IOException {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        }

        /** Lets a moment pass between two writes of one that dawdles; how long it is does not matter. */
        void pause() {
            LockSupport.parkNanos(1_000_000);
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            connection.setSoLinger(true, 0);
            connection.close();
        }

        /** Waits until the client has closed the connection, whatever it sends before. */
        void awaitEnd() {
            try {
                while (connection.getInputStream().read() >= 0) {
                    // not of interest
                }
            } catch (IOException reset) {
                // that is an end, too
            }
        }
    }

    String url() {
        return scheme + "://127.0.0.1:" + socket.getLocalPort();
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Request> requests() {
        return new ArrayList<>(requests);
    }

    /** Waits for the next request that no test has waited for yet. */
    Request awaitRequest() throws InterruptedException {
        Request request = arrived.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came within 30 s");
        }
        return request;
    }

    /** How many connections were made. */
    int connections() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** Ends it, with all connections. */
    void stop() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A port where nobody listens. */
    static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String refusing() {
        return "http://127.0.0.1:" + closedPort();
    }
}
