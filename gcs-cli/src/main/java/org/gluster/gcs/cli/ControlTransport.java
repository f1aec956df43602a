/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.engine.DataPlane;

/** Carries requests over a control socket, each on a connection of its own and once. Thread-safe. */
final class ControlTransport implements Transport {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int LONGEST = 64 << 20;

    private final Path socket;

    ControlTransport(Path socket) {
        this.socket = socket;
    }

    Path socket() {
        return socket;
    }

    /** Whether a process listens there: a socket that a killed one left refuses connections. */
    boolean answers() {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (java.net.ConnectException | java.nio.file.NoSuchFileException nobody) {
            return false;
        } catch (IOException | IllegalArgumentException failure) {
            if (String.valueOf(failure.getMessage()).contains("refused")) {
                return false;
            }
            throw unreachable(failure);
        }
    }

    /** Ends the process that runs the cluster; returns when it has agreed. */
    void shutdown(DataPlane dataPlane) {
        String target = "/gcs/v1/shutdown?dataPlane=" + (dataPlane == DataPlane.STOP ? "stop" : "keep");
        RestReply reply = exchange(RestCall.of("POST", target, Repeatability.IDEMPOTENT));
        if (!reply.ok()) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    "the cluster behind " + socket + " refuses to shut down: status " + reply.status() + ", "
                            + reply.body());
        }
    }

    @Override
    public RestReply exchange(RestCall call) {
        Duration limit = Objects.requireNonNullElse(call.deadline(), DEADLINE);
        AtomicBoolean late = new AtomicBoolean();
        boolean sent = false;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture<Void> deadline = CompletableFuture.runAsync(
                    () -> cut(channel, late),
                    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run));
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                sent = true;
                write(channel, bytes(call));
                return reply(readAll(channel));
            } finally {
                deadline.cancel(false);
            }
        } catch (ClosedByInterruptException stopped) {
            throw Failures.of(
                    ErrorCode.INTERRUPTED,
                    "interrupted while the cluster behind " + socket + " was asked; what was asked for may go on",
                    stopped);
        } catch (IOException failure) {
            if (!sent) {
                throw unreachable(failure);
            }
            if (call.repeatability() != Repeatability.READ) {
                throw Failures.of(
                        ErrorCode.OUTCOME_UNKNOWN,
                        "the cluster behind " + socket + " gave no answer to " + call.method() + " " + call.target()
                                + ": " + failure.getMessage() + "; look whether it was done before asking again",
                        failure);
            }
            throw late.get()
                    ? Failures.of(
                            ErrorCode.TIMEOUT,
                            "the cluster behind " + socket + " did not answer within " + limit.toMillis() + " ms",
                            failure)
                    : unreachable(failure);
        }
    }

    private static byte[] bytes(RestCall call) {
        byte[] content = call.body().orElse("").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(call.method() + " " + call.target() + " HTTP/1.1\r\nHost: gcs\r\n");
        call.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + content.length + "\r\nConnection: close\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(content);
        return all.toByteArray();
    }

    private static void cut(SocketChannel channel, AtomicBoolean late) {
        late.set(true);
        try {
            channel.close();
        } catch (IOException nothingToClose) {
            throw new IllegalStateException(nothingToClose);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            if (all.size() > LONGEST) {
                throw new IOException("the answer is longer than " + LONGEST + " bytes");
            }
        }
        return all.toByteArray();
    }

    private static RestReply reply(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.1 [0-9]{3} .*")) {
            throw new IOException("the answer is not HTTP");
        }
        SortedMap<String, String> headers = new TreeMap<>();
        for (String line : text.substring(0, end).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return new RestReply(
                Integer.parseInt(text.substring(9, 12)),
                headers,
                text.substring(end + 4).strip());
    }

    private GcsException unreachable(Exception failure) {
        return Failures.of(
                ErrorCode.UNREACHABLE,
                "the cluster behind " + socket + " does not answer: " + failure.getMessage()
                        + "; look at the log beside it, and whether you may open it",
                failure);
    }

    @Override
    public void close() {
        // Each request has had a connection of its own.
    }
}
