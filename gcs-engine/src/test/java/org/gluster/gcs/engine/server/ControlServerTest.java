/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.gluster.gcs.GcsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlServerTest {
    private static final HttpHandler ECHO =
            call -> HttpReply.json(200, "\"" + call.method() + " " + call.target() + " " + call.body() + "\"");

    // The path of a Unix socket is short, that of a temporary directory of JUnit may not be.
    private Path directory = Path.of("");
    private Path socket = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "gcs-control");
        socket = directory.resolve(ControlServer.SOCKET);
    }

    @AfterEach
    void removeDirectory() throws IOException {
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory.resolve(".control"));
        Files.delete(directory);
    }

    @Test
    void requestsAreAnswered() throws IOException {
        try (ControlServer server = open(ECHO)) {
            assertThat(send("POST /x?y HTTP/1.1\r\nHost: a\r\ncontent-LENGTH: 3\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n\"POST /x?y abc\"\n");
            assertThat(send("GET / HTTP/1.0\n\n")).endsWith("\r\n\r\n\"GET / \"\n");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void onlyTheOwnerMayConnect() throws IOException {
        try (ControlServer server = open(ECHO)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(directory.resolve(".control")).doesNotExist();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void whatIsMalformedIsRefused() throws IOException {
        try (ControlServer server = open(ECHO)) {
            assertThat(send("\u0016\u0003\u0001\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(send("GET / HTTP/2\r\n\r\n")).startsWith("HTTP/1.1 505 ");
            assertThat(send("GET http://a/ HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(send("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(send("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 501 ");
            assertThat(send("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(send("POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n")).startsWith("HTTP/1.1 413 ");
            assertThat(send("GET / HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(send("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void aRequestThatEndsEarlyIsRefused() throws IOException {
        try (ControlServer server = open(ECHO)) {
            assertThat(sendAndEnd("GET / HTT")).startsWith("HTTP/1.1 400 ");
            assertThat(sendAndEnd("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void aSilentClientIsCutOff() throws IOException {
        ControlServer.Limits hasty = new ControlServer.Limits(1024, 1024, 4, Duration.ofMillis(200));
        try (ControlServer server = ControlServer.open(socket, ECHO, hasty)) {
            assertThat(send("GET / HTTP/1.1\r\nHalf: ")).isEmpty();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void moreConnectionsThanAllowedAreRefusedAndOthersServed() throws IOException {
        ControlServer.Limits narrow = new ControlServer.Limits(1024, 1024, 1, Duration.ofSeconds(30));
        try (ControlServer server = ControlServer.open(socket, ECHO, narrow);
                SocketChannel first = connect()) {
            first.write(bytes("GET / HTTP/1.1\r\n"));
            assertThat(readAll(connect())).startsWith("HTTP/1.1 503 ");
            first.write(bytes("\r\n"));
            assertThat(readAll(first)).startsWith("HTTP/1.1 200 ");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void open_whenAKilledProcessLeftItsSocket_replacesIt() throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (ControlServer server = open(ECHO)) {
            assertThat(send("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void open_whenThePathIsTooLong_saysSo() {
        Path tooLong = directory.resolve("x".repeat(120)).resolve("s");
        assertThatThrownBy(() -> ControlServer.open(tooLong, ECHO, ControlServer.Limits.DEFAULT))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining("control socket");
    }

    @Test
    void close_leavesNoSocketAndNoThread() throws IOException {
        ControlServer server = open(ECHO);
        assertThat(send("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        server.close();
        server.close();
        assertThat(socket).doesNotExist();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(Thread::isAlive)
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("gcs-control-")))
                .isEmpty();
    }

    private ControlServer open(HttpHandler handler) {
        return ControlServer.open(socket, handler, new ControlServer.Limits(4096, 1024, 8, Duration.ofSeconds(20)));
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private String send(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            write(channel, request);
            return readAll(channel);
        }
    }

    private String sendAndEnd(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            write(channel, request);
            channel.shutdownOutput();
            return readAll(channel);
        }
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer buffer = bytes(text);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readAll(SocketChannel channel) throws IOException {
        try (channel) {
            InputStream in = Channels.newInputStream(channel);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
