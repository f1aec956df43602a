/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.testkit.http.SmallHttpServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ChaosProxyTest {
    private static final int LONG_BODY = 5_000;

    private final List<String> served = new CopyOnWriteArrayList<>();
    private SmallHttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = SmallHttpServer.listen(0, request -> {
            served.add(request.method() + " " + request.target() + " " + request.text());
            String body = request.target().equals("/long") ? "x".repeat(LONG_BODY) : "number " + served.size();
            return Optional.of(new Answer(200, new TreeMap<>(Map.of("Content-Type", "text/plain")), body));
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ChaosProxy proxy(ChaosFault only) throws IOException {
        return ChaosProxy.before(server.address())
                .likelihood(only == ChaosFault.NONE ? 0 : 1)
                .faults(only == ChaosFault.NONE ? EnumSet.allOf(ChaosFault.class) : EnumSet.of(only))
                .mostDelay(Duration.ofMillis(5))
                .open();
    }

    private static Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String method, String target, String body) throws IOException {
        String head = method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<HttpMessage> exchange(InetSocketAddress to, String target, String body) throws IOException {
        try (Socket socket = connect(to)) {
            send(socket, "POST", target, body);
            return HttpMessage.readReply(socket.getInputStream(), "POST");
        }
    }

    @Test
    void without_faults_requests_and_replies_pass_unchanged_on_one_connection() throws IOException {
        try (ChaosProxy proxy = proxy(ChaosFault.NONE);
                Socket socket = connect(proxy.address())) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            send(socket, "POST", "/a", "first");
            assertThat(HttpMessage.readReply(in, "POST").orElseThrow().text()).isEqualTo("number 1");
            send(socket, "GET", "/long", "");
            HttpMessage chunked = HttpMessage.readReply(in, "GET").orElseThrow();
            assertThat(chunked.text()).isEqualTo("x".repeat(LONG_BODY));
            assertThat(chunked.header("transfer-encoding")).contains("chunked");
            assertThat(served).containsExactly("POST /a first", "GET /long ");
            assertThat(proxy.openConnections()).isEqualTo(1);
            assertThat(proxy.counts()).containsEntry(ChaosFault.NONE, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_REQUEST", "RESET_REQUEST", "CUT_REQUEST"})
    void a_lost_request_never_reaches_the_handler(ChaosFault fault) throws IOException {
        try (ChaosProxy proxy = proxy(fault)) {
            assertThat(outcome(proxy)).isEqualTo("no reply");
        }
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_REPLY", "RESET_REPLY", "CUT_REPLY"})
    void a_lost_reply_was_given_once(ChaosFault fault) throws IOException {
        try (ChaosProxy proxy = proxy(fault)) {
            assertThat(outcome(proxy)).isEqualTo("no reply");
        }
        assertThat(served).containsExactly("POST /a body");
    }

    private static String outcome(ChaosProxy proxy) throws IOException {
        try {
            return exchange(proxy.address(), "/a", "body")
                    .map(HttpMessage::text)
                    .orElse("no reply");
        } catch (EOFException | SocketException lost) {
            return "no reply";
        }
    }

    @Test
    void a_refused_connection_is_closed_before_anything_is_read() throws IOException {
        try (ChaosProxy proxy = proxy(ChaosFault.REFUSE)) {
            assertThat(outcome(proxy)).isEqualTo("no reply");
            assertThat(proxy.counts()).containsEntry(ChaosFault.REFUSE, 1L);
        }
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELAY_REQUEST", "DELAY_REPLY"})
    void a_delayed_message_arrives(ChaosFault fault) throws IOException {
        try (ChaosProxy proxy = proxy(fault)) {
            assertThat(outcome(proxy)).isEqualTo("number 1");
        }
    }

    @Test
    void a_duplicated_request_is_handled_twice_and_answered_once() throws IOException {
        try (ChaosProxy proxy = proxy(ChaosFault.DUPLICATE_REQUEST);
                Socket socket = connect(proxy.address())) {
            send(socket, "POST", "/a", "body");
            HttpMessage reply =
                    HttpMessage.readReply(socket.getInputStream(), "POST").orElseThrow();
            assertThat(reply.text()).startsWith("number ");
            assertThat(served).containsExactly("POST /a body", "POST /a body");
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void a_duplicated_reply_comes_twice_on_a_connection_that_stays_open() throws IOException {
        try (ChaosProxy proxy = proxy(ChaosFault.DUPLICATE_REPLY);
                Socket socket = connect(proxy.address())) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            send(socket, "POST", "/a", "body");
            assertThat(HttpMessage.readReply(in, "POST").orElseThrow().text()).isEqualTo("number 1");
            assertThat(HttpMessage.readReply(in, "POST").orElseThrow().text()).isEqualTo("number 1");
            send(socket, "POST", "/b", "body");
            assertThat(HttpMessage.readReply(in, "POST").orElseThrow().text()).isEqualTo("number 2");
        }
        assertThat(served).hasSize(2);
    }

    @Test
    void the_same_seed_does_the_same_to_the_same_calls_whatever_their_order() throws IOException {
        Map<String, List<String>> forwards = faults(7, List.of("/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"));
        Map<String, List<String>> backwards = faults(7, List.of("/8", "/7", "/6", "/5", "/4", "/3", "/2", "/1"));
        Map<String, List<String>> otherSeed = faults(8, List.of("/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"));

        assertThat(backwards).isEqualTo(forwards);
        assertThat(otherSeed).isNotEqualTo(forwards);
        assertThat(forwards.values().stream().flatMap(List::stream).distinct().count())
                .isGreaterThan(3);
    }

    private Map<String, List<String>> faults(long seed, List<String> targets) throws IOException {
        Set<ChaosFault> faults = EnumSet.allOf(ChaosFault.class);
        faults.remove(ChaosFault.REFUSE);
        Map<String, List<String>> done = new TreeMap<>();
        try (ChaosProxy proxy = ChaosProxy.before(server.address())
                .seed(seed)
                .likelihood(0.7)
                .faults(faults)
                .mostDelay(Duration.ofMillis(2))
                .open()) {
            for (int round = 0; round < 3; round++) {
                for (String target : targets) {
                    try {
                        exchange(proxy.address(), target, "");
                    } catch (IOException fault) {
                        // As was to be expected of it.
                    }
                }
            }
            for (String line : proxy.journal()) {
                String[] parts = line.split(" ");
                if (parts.length == 4) {
                    done.computeIfAbsent(parts[2], target -> new ArrayList<>()).add(parts[3]);
                }
            }
        }
        return done;
    }

    @Test
    void close_ends_connections_and_threads_also_those_that_wait_for_the_server() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        SmallHttpServer silent = SmallHttpServer.listen(0, request -> {
            asked.countDown();
            await(end);
            return Optional.empty();
        });
        ChaosProxy proxy = ChaosProxy.before(silent.address()).likelihood(0).open();
        try (silent;
                Socket waiting = connect(proxy.address());
                Socket idle = connect(proxy.address())) {
            send(waiting, "GET", "/a", "");
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            proxy.close();

            assertThat(proxy.openConnections()).isZero();
            assertThat(waiting.getInputStream().read()).isNegative();
            assertThat(idle.getInputStream().read()).isNegative();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("gcs-chaos"));
            end.countDown();
            assertThatThrownBy(() -> connect(proxy.address())).isInstanceOf(IOException.class);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
