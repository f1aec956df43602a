/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.WireJson;

/** One HTTP request a connection over a control socket. Thread-safe. */
final class ControlClient {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int LONGEST = 64 << 20;

    private final Path socket;

    ControlClient(Path socket) {
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

    /**
     * Returns the body of the answer.
     *
     * @throws GcsException as the server answers, or when it does not
     */
    String request(String method, String target, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = (method + " /gcs/v1/" + target + " HTTP/1.1\r\nHost: gcs\r\nContent-Length: " + content.length
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture<Void> deadline = CompletableFuture.runAsync(
                    () -> cut(channel),
                    CompletableFuture.delayedExecutor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run));
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                write(channel, head);
                write(channel, content);
                return answer(readAll(channel));
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private static void cut(SocketChannel channel) {
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

    private static String answer(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.1 [0-9]{3} .*")) {
            throw new IOException("the answer is not HTTP");
        }
        int status = Integer.parseInt(text.substring(9, 12));
        String body = text.substring(end + 4).strip();
        if (status < 300) {
            return body;
        }
        ErrorJson error;
        try {
            error = WireJson.read(body, ErrorJson.class);
        } catch (InvalidRequestException unreadable) {
            throw new IOException("status " + status + " with an answer that is not understood", unreadable);
        }
        throw GcsException.of(error.toDetail());
    }

    private GcsException unreachable(Exception failure) {
        return Failures.of(
                ErrorCode.UNREACHABLE,
                "the cluster behind " + socket + " does not answer: " + failure.getMessage()
                        + "; look at the log beside it, and whether you may open it",
                failure);
    }
}
