/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.WireJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP/1.1 on a Unix socket that only its owner may open: one request a connection, as {@code curl --unix-socket}
 * makes them. Everything a client can send or withhold is bounded: heads, bodies, time and connections. Its threads are
 * daemons named {@code gcs-control-N}, and gone after {@link #close()}.
 */
public final class ControlServer implements AutoCloseable {
    /** The name of the socket in a data directory. */
    public static final String SOCKET = "control.sock";

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int LENGTH_DIGITS = 9;

    private final Path socket;
    private final HttpHandler handler;
    private final Limits limits;
    private final ServerSocketChannel listener;
    private final ThreadPoolExecutor workers;
    private static final long MOST_DRAINED = 1 << 20;

    private final ScheduledThreadPoolExecutor deadlines;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** What bounds a client. */
    record Limits(int head, int body, int connections, Duration transfer) {
        static final Limits DEFAULT = new Limits(16 << 10, 1 << 20, 32, Duration.ofSeconds(10));
    }

    private ControlServer(Path socket, HttpHandler handler, Limits limits) throws IOException {
        this.socket = socket;
        this.handler = handler;
        this.limits = limits;
        listener = listen(socket);
        ThreadFactory factory = named();
        // One thread more, which accepts.
        workers = new ThreadPoolExecutor(
                0, limits.connections() + 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        deadlines = new ScheduledThreadPoolExecutor(1, factory);
        deadlines.setRemoveOnCancelPolicy(true);
        workers.execute(this::accept);
    }

    /**
     * Opens the socket, in place of one that a killed process left. The caller holds whatever makes it the only server
     * there, such as the lock of the data directory.
     *
     * @param socket where; its directory exists
     * @throws GcsException when the socket cannot be made
     */
    public static ControlServer open(Path socket, HttpHandler handler) {
        return open(socket, handler, Limits.DEFAULT);
    }

    static ControlServer open(Path socket, HttpHandler handler, Limits limits) {
        try {
            return new ControlServer(socket, handler, limits);
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException failure) {
            throw GcsException.of(
                    ErrorDetail.builder(ErrorCode.REFUSED)
                            .resource(socket.toString())
                            .message("the control socket " + socket + " cannot be made: " + failure.getMessage()
                                    + "; a data directory with a shorter name on a local file system helps")
                            .build(),
                    failure);
        }
    }

    /** Binds in a directory nobody else may enter, so that the socket is never there with wider rights. */
    private static ServerSocketChannel listen(Path socket) throws IOException {
        Path directory = socket.resolveSibling(".control");
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path fresh = directory.resolve("new");
        Files.deleteIfExists(fresh);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(fresh));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, socket, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(directory);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        return channel;
    }

    private ThreadFactory named() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "gcs-control-" + count.incrementAndGet());
            thread.setDaemon(true);
            threads.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
            threads.add(thread);
            return thread;
        };
    }

    /** A pool is done a moment before its threads are. */
    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.equals(Thread.currentThread())) {
                thread.join(TimeUnit.SECONDS.toMillis(2));
            }
        }
    }

    /** Stops accepting, ends every connection and removes the socket; blocks a few seconds at most. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            Files.deleteIfExists(socket);
            listener.close();
        } catch (IOException failure) {
            LOG.debug("closing {}", socket, failure);
        }
        workers.shutdown();
        boolean interrupted = false;
        try {
            // What is being answered may finish; then connections are cut, which ends their reads and writes.
            if (!workers.awaitTermination(2, TimeUnit.SECONDS)) {
                workers.shutdownNow();
                workers.awaitTermination(2, TimeUnit.SECONDS);
            }
            deadlines.shutdownNow();
            join();
        } catch (InterruptedException stop) {
            interrupted = true;
            workers.shutdownNow();
        }
        deadlines.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!closed.get()) {
            try {
                SocketChannel client = listener.accept();
                try {
                    workers.execute(() -> serve(client));
                } catch (RejectedExecutionException full) {
                    refuse(client);
                }
            } catch (ClosedChannelException end) {
                return;
            } catch (IOException failure) {
                LOG.warn("accepting on {} failed; trying again", socket, failure);
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /** Out of file descriptors, for one, passes; trying at once would only burn the processor. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
            return true;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refuse(SocketChannel client) {
        try (client) {
            client.configureBlocking(false);
            client.write(ByteBuffer.wrap(bytes(failure(503, ErrorCode.UNREACHABLE, "too many connections at once"))));
        } catch (IOException gone) {
            LOG.debug("a client went away before it was refused", gone);
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client));
            HttpReply reply;
            boolean whole = false;
            Future<?> reading = cutAfterDeadline(client);
            try {
                Request request = Request.read(in, limits);
                whole = true;
                reading.cancel(false);
                reply = handler.handle(request.call());
            } catch (BadRequest bad) {
                reply = failure(bad.status, ErrorCode.INVALID_REQUEST, String.valueOf(bad.getMessage()));
            } finally {
                reading.cancel(false);
            }
            Future<?> writing = cutAfterDeadline(client);
            try {
                ByteBuffer out = ByteBuffer.wrap(bytes(reply));
                while (out.hasRemaining()) {
                    client.write(out);
                }
                client.shutdownOutput();
                if (!whole) {
                    // A reply is lost when the socket is closed on what the client is still sending.
                    drain(in);
                }
            } finally {
                writing.cancel(false);
            }
        } catch (IOException gone) {
            LOG.debug("a client went away", gone);
        }
    }

    /** Reads on to the end of what a refused client sends, within bounds. */
    private static void drain(InputStream in) throws IOException {
        byte[] dropped = new byte[8192];
        int read = 0;
        for (long left = MOST_DRAINED; left > 0 && read >= 0; left -= read) {
            read = in.read(dropped);
        }
    }

    private Future<?> cutAfterDeadline(SocketChannel client) {
        return deadlines.schedule(
                () -> {
                    client.close();
                    return true;
                },
                limits.transfer().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static HttpReply failure(int status, ErrorCode code, String message) {
        return HttpReply.json(
                status,
                WireJson.write(ErrorJson.of(ErrorDetail.builder(code)
                        .message(message)
                        .httpStatus(status)
                        .build())));
    }

    private static byte[] bytes(HttpReply reply) {
        byte[] body =
                (reply.body().endsWith("\n") ? reply.body() : reply.body() + "\n").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " " + reason(reply.status()) + "\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(first.length + body.length)
                .put(first)
                .put(body)
                .array();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            case 507 -> "Insufficient Storage";
            default -> "Internal Server Error";
        };
    }

    /** A request that is not answered by the handler. */
    private static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1L;

        final int status;

        BadRequest(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private record Request(String method, String target, SortedMap<String, String> headers, String body) {
        /** Whoever may open the socket is the cluster's owner. */
        HttpCall call() {
            Caller owner = new Caller(
                    "(control socket)", Caller.Role.ADMIN, UUID.randomUUID().toString());
            return new HttpCall(method, target, headers, body, owner);
        }

        static Request read(InputStream in, Limits limits) throws IOException, BadRequest {
            String[] lines = head(in, limits.head()).split("\r?\n", -1);
            String[] words = lines[0].split(" ", -1);
            if (words.length != 3 || !words[0].matches("[A-Z]{1,16}") || !words[1].startsWith("/")) {
                throw new BadRequest(400, "the first line is not \"METHOD /path HTTP/1.1\"");
            }
            if (!words[2].equals("HTTP/1.1") && !words[2].equals("HTTP/1.0")) {
                throw new BadRequest(505, "only HTTP/1.1 is spoken here");
            }
            return new Request(words[0], words[1], headers(lines), body(in, length(lines, limits.body())));
        }

        private static String head(InputStream in, int limit) throws IOException, BadRequest {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int newlines = 0;
            while (newlines < 2) {
                int next = in.read();
                if (next < 0) {
                    throw new BadRequest(400, "the request ended before its head did");
                }
                if (head.size() == limit) {
                    throw new BadRequest(431, "the head of the request is longer than " + limit + " bytes");
                }
                head.write(next);
                if (next == '\n') {
                    newlines++;
                } else if (next != '\r') {
                    newlines = 0;
                }
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        private static SortedMap<String, String> headers(String[] lines) {
            SortedMap<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon > 0) {
                    headers.putIfAbsent(
                            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                            lines[i].substring(colon + 1).strip());
                }
            }
            return headers;
        }

        private static int length(String[] lines, int limit) throws BadRequest {
            String length = null;
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                String name = colon < 0 ? "" : lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
                if (name.equals("transfer-encoding")) {
                    throw new BadRequest(501, "a body must come with its Content-Length");
                }
                if (name.equals("content-length")) {
                    String value = lines[i].substring(colon + 1).strip();
                    if (!value.matches("[0-9]+") || (length != null && !length.equals(value))) {
                        throw new BadRequest(400, "Content-Length is not one whole number");
                    }
                    length = value;
                }
            }
            if (length == null) {
                return 0;
            }
            if (length.length() > LENGTH_DIGITS || Integer.parseInt(length) > limit) {
                throw new BadRequest(413, "the body is longer than " + limit + " bytes");
            }
            return Integer.parseInt(length);
        }

        private static String body(InputStream in, int length) throws IOException, BadRequest {
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new BadRequest(400, "the request ended before its body did");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
