/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.block.host.HostException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LocalSocketTest {
    private static final String REQUEST = "80000004cafebabe";

    @TempDir
    Path directory;

    @Test
    void reply_ofManyParts_isAnsweredAsOne() throws Exception {
        assertThat(exchange("00000002aabb" + "00000000" + "80000001cc", 3, Duration.ofMinutes(1)))
                .isEqualTo(bytes("80000003aabbcc"));
    }

    @Test
    void reply_beyondTheCap_isRefusedBeforeItIsKept() {
        assertFails("00000002aabb" + "80000002ccdd", 3, Duration.ofMinutes(1), Kind.TOO_LARGE);
        assertFails("ffffffff", 3, Duration.ofMinutes(1), Kind.TOO_LARGE);
    }

    @Test
    void reply_thatEndsEarly_leavesTheOutcomeUnknown() {
        assertFails("", 3, Duration.ofMinutes(1), Kind.UNKNOWN_OUTCOME);
        assertFails("80000003aa", 3, Duration.ofMinutes(1), Kind.UNKNOWN_OUTCOME);
    }

    @Test
    void question_toOneThatGoesBeforeItAnswers_isAnsweredByNobody() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ServerSocketChannel server = listen()) {
            CompletableFuture<Void> peer = CompletableFuture.runAsync(() -> {
                try {
                    accept(server, asked).close();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            assertThat(LocalSocket.ask(new HostCall.Ask(socket(), bytes(REQUEST), 3, Duration.ofMinutes(1))))
                    .isEmpty();
            peer.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void silence_endsAtTheDeadlineWithTheOutcomeUnknown() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ServerSocketChannel silent = listen()) {
            CompletableFuture<SocketChannel> peer = CompletableFuture.supplyAsync(() -> accept(silent, asked));
            assertThatThrownBy(() -> call(3, Duration.ofMillis(100)))
                    .isInstanceOfSatisfying(
                            HostException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME))
                    .hasMessageContaining("PT0.1S");
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            peer.get(1, TimeUnit.MINUTES).close();
        }
    }

    @Test
    void tooLongASocketPath_isUnsupported() {
        Path deep = directory.resolve("x".repeat(120));

        assertThatThrownBy(() ->
                        LocalSocket.exchange(new HostCall.Exchange(deep, bytes(REQUEST), 3, Duration.ofMinutes(1))))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("nothing was sent");
    }

    private void assertFails(String reply, int maxReply, Duration deadline, Kind kind) {
        assertThatThrownBy(() -> exchange(reply, maxReply, deadline))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    /** One exchange with a peer that reads the request, writes this and closes. */
    private Bytes exchange(String reply, int maxReply, Duration deadline) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ServerSocketChannel server = listen()) {
            CompletableFuture<Void> peer = CompletableFuture.runAsync(() -> {
                try (SocketChannel channel = accept(server, asked)) {
                    ByteBuffer answer = bytes(reply).toBuffer();
                    while (answer.hasRemaining()) {
                        channel.write(answer);
                    }
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            try {
                return call(maxReply, deadline);
            } finally {
                peer.get(1, TimeUnit.MINUTES);
            }
        } finally {
            socket().toFile().delete();
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, CountDownLatch asked) {
        try {
            SocketChannel channel = server.accept();
            ByteBuffer request = ByteBuffer.allocate(REQUEST.length() / 2);
            while (request.hasRemaining() && channel.read(request) >= 0) {
                // until the whole request is there
            }
            assertThat(Bytes.of(request.flip())).isEqualTo(bytes(REQUEST));
            asked.countDown();
            return channel;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(socket()));
    }

    private Bytes call(int maxReply, Duration deadline) {
        return LocalSocket.exchange(new HostCall.Exchange(socket(), bytes(REQUEST), maxReply, deadline));
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private static Bytes bytes(String hexadecimal) {
        return Bytes.of(HexFormat.of().parseHex(hexadecimal));
    }
}
