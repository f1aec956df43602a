/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.gluster.gcs.gluster.rpc.RpcMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FrontDoorTest {
    private static final String PEER = "11111111-1111-4111-8111-111111111111";
    private static final String CLUSTER = "22222222-2222-4222-8222-222222222222";
    private static final HttpHandler ECHO = call -> HttpReply.json(
            200,
            "\"" + call.method() + " " + call.target() + " [" + call.body() + "] "
                    + call.caller().name() + "\"\n");

    private final List<FrontDoor> open = new ArrayList<>();
    private final Rpc rpc = new Rpc();

    @AfterEach
    void closeAll() throws Exception {
        open.forEach(FrontDoor::close);
        eventually(() -> threads().isEmpty());
    }

    @Test
    void requestsAreAnswered_oneAfterTheOtherOnOneConnection() throws IOException {
        FrontDoor door = open(ECHO);
        try (Wire wire = new Wire(door.address())) {
            for (int i = 0; i < 3; i++) {
                wire.send("POST /v1/x?y=" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(wire.readAnswer())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("X-Gluster-Peer-Id: " + PEER + "\r\n")
                        .contains("X-Gluster-Cluster-Id: " + CLUSTER + "\r\n")
                        .containsPattern(
                                "X-Request-Id: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\r\n")
                        .contains("Content-Type: application/json; charset=UTF-8\r\n")
                        .endsWith("\r\n\r\n\"POST /v1/x?y=" + i + " [abc] (everybody)\"\n");
            }
        }
        assertThat(door.counts().received()).isEqualTo(3);
        assertThat(door.counts().named()).containsEntry("total_requests_received", 3L);
    }

    @Test
    void aPathThatIsNotClean_isRedirected_withItsQuery_andABadEscapeIsRefused() throws IOException {
        FrontDoor door = open(ECHO);
        assertThat(get(door, "/v1//peers?a=%2F"))
                .startsWith("HTTP/1.1 301 ")
                .contains("\r\nLocation: /v1/peers?a=%2F\r\n")
                .contains("\r\nContent-Length: 0\r\n");
        assertThat(get(door, "/v1/./peers/")).contains("\r\nLocation: /v1/peers/\r\n");
        assertThat(get(door, "/v1/x/%2e%2e/a%20b%C3%BC")).contains("\r\nLocation: /v1/a%20b%C3%BC\r\n");
        assertThat(get(door, "/../..")).startsWith("HTTP/1.1 400 "); // above the root there is nothing to clean
        assertThat(get(door, "//evil.example/x")).contains("\r\nLocation: /evil.example/x\r\n");
        assertThat(get(door, "/v1/a%2Fb")).startsWith("HTTP/1.1 200 ").contains("GET /v1/a%2Fb [");
        assertThat(get(door, "/v1/%zz"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .endsWith("\r\n\r\n400 Bad Request");
    }

    @Test
    void aPathThatNobodyServes_isNotFound() throws IOException {
        assertThat(FrontDoor.notFound().handle(call("GET", "/x", Caller.Role.ADMIN)))
                .satisfies(reply -> assertThat(reply.status()).isEqualTo(404))
                .satisfies(reply -> assertThat(reply.body()).isEqualTo("404 page not found\n"));
        assertThat(get(open(FrontDoor.notFound()), "/x")).contains("\r\nX-Content-Type-Options: nosniff\r\n");
    }

    @Test
    void aHandlerThatThrows_isAnInternalErrorWithoutABody() throws Exception {
        FrontDoor door = open(call -> {
            throw new IllegalStateException("a defect");
        });
        assertThat(get(door, "/x"))
                .startsWith("HTTP/1.1 500 ")
                .contains("X-Request-Id: ")
                .endsWith("\r\n\r\n");
        eventually(() -> door.counts().equals(new HttpCounts(1, 0, 0, 1, 0)));
    }

    @Test
    void aClientsOwnRequestId_isNotTakenForOurs() throws IOException {
        String answer = Wire.exchange(
                open(ECHO).address(),
                "GET /x HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + PEER + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("X-Request-Id: " + PEER);
    }

    @Test
    void authentication_comesBeforeEverythingElse() throws IOException {
        FrontDoor door = open(builder(ECHO).credentials(Credentials.ofSecret(new byte[] {1})));
        assertThat(get(door, "/v1//x")).startsWith("HTTP/1.1 401 ").contains("X-Gluster-Peer-Id: " + PEER);
        assertThat(get(door, "/ping")).startsWith("HTTP/1.1 200 ").endsWith("(nobody)\"\n");
        assertThat(get(door, "/ping?x=1")).startsWith("HTTP/1.1 401 ");
        assertThat(get(door, "/endpoints")).startsWith("HTTP/1.1 200 ");
        // A body that nobody wants is dropped, so that the answer arrives.
        assertThat(Wire.exchange(
                        door.address(),
                        "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n"
                                + "x".repeat(300_000)))
                .startsWith("HTTP/1.1 401 ")
                .endsWith("'Authorization' header is required\"}]}\n");
        try (Wire wire = new Wire(door.address())) {
            wire.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void whatIsTooLong_isRefused() throws IOException {
        FrontDoor door = open(ECHO);
        assertThat(Wire.exchange(
                        door.address(), "GET /x HTTP/1.1\r\nHost: a\r\nX-Big: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .doesNotContain("X-Gluster")
                .endsWith("\r\n\r\n431 Request Header Fields Too Large");
        assertThat(get(door, "/" + "a".repeat(20_000))).matches("(?s)HTTP/1.1 4(14|31) .*");
        String most = "x".repeat(1 << 20);
        assertThat(post(door, most)).startsWith("HTTP/1.1 200 ").contains("[" + most + "]");
        assertThat(post(door, most + "x")).startsWith("HTTP/1.1 413 ").contains("longer than 1048576 bytes");
        try (Wire wire = new Wire(door.address())) {
            wire.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 17; i++) {
                wire.send("10000\r\n" + "y".repeat(1 << 16) + "\r\n");
            }
            wire.send("0\r\n\r\n");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void allBodiesTogether_areBounded() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PortLimits limits = limits(Duration.ofSeconds(20), 100, 100).withBodies(1000);
        FrontDoor door = open(builder(call -> {
                    inside.countDown();
                    await(go);
                    return HttpReply.empty(204);
                })
                .limits(limits));
        try (Wire first = new Wire(door.address())) {
            first.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n" + "x".repeat(600));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(post(door, "y".repeat(600))).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
            go.countDown();
            assertThat(first.readAnswer()).startsWith("HTTP/1.1 204 ");
        }
        assertThat(post(door, "y".repeat(600))).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void requestsBeyondThoseThatCanWait_areToldSo_andRpcIsServedAllTheWhile() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FrontDoor door = open(builder(call -> {
                    await(go);
                    return HttpReply.empty(204);
                })
                .rpc(rpc.service(RpcLimits.DEFAULT)));
        rpc.volfiles.put("v1", "volume v1\n");
        List<Wire> wires = new ArrayList<>();
        try (RpcClient mount = Rpc.client(door.address())) {
            for (int i = 0; i < 400; i++) { // 128 are worked on, 256 wait
                wires.add(new Wire(door.address()).send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n"));
            }
            eventually(() -> door.counts().received() == 400 && door.counts().inProgress() == 384);
            assertThat(Rpc.fetch(mount, "v1")).isEqualTo("volume v1\n");
            go.countDown();
            int refused = 0;
            for (Wire wire : wires) {
                refused += wire.readAnswer().startsWith("HTTP/1.1 503 ") ? 1 : 0;
            }
            assertThat(refused).isEqualTo(16);
        } finally {
            go.countDown();
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void theFirstByte_decides() throws IOException {
        FrontDoor door = open(builder(ECHO).rpc(rpc.service(RpcLimits.DEFAULT)));
        rpc.volfiles.put("v1", "volume v1\n");
        try (RpcClient client = Rpc.client(door.address())) {
            assertThat(Rpc.fetch(client, "v1")).isEqualTo("volume v1\n");
            assertThat(Rpc.fetch(client, "nope")).isEqualTo("errno 2");
            assertThat(Rpc.fetch(client, "forbidden")).isEqualTo("errno 13");
        }
        assertThat(get(door, "/x")).startsWith("HTTP/1.1 200 ");
        for (int first = 0; first < 256; first++) {
            byte[] bytes = {(byte) first, 0, 0, 0};
            String answer;
            try (Wire wire = new Wire(door.address())) {
                answer = wire.send(bytes).finish().readToEnd();
            }
            if (first == 0x16) {
                assertThat(answer.getBytes(StandardCharsets.UTF_8)).as("TLS").isEqualTo(Farewell.TLS_ALERT);
            } else if (first >= 0x80) {
                assertThat(answer).as("RPC, %x", first).isEmpty();
            } else {
                assertThat(answer).as("HTTP, %x", first).matches("(?s)|HTTP/1.1 400 .*");
            }
        }
    }

    @Test
    void bytesMayComeOneByOne() throws IOException {
        FrontDoor door = open(builder(ECHO).rpc(rpc.service(RpcLimits.DEFAULT)));
        rpc.volfiles.put("v1", "volume v1\n");
        try (Wire wire = new Wire(door.address())) {
            for (char one : "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".toCharArray()) {
                wire.send(String.valueOf(one));
            }
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
        try (Wire wire = new Wire(door.address())) {
            for (byte one : Rpc.getspec(7, "v1")) {
                wire.send(new byte[] {one});
            }
            assertThat(wire.readSome(52)).contains("volume v1");
        }
    }

    @Test
    void aSubscriber_isToldOfAChange_andAbsentWhenItIsGone() throws Exception {
        FrontDoor door = open(builder(ECHO).rpc(rpc.service(RpcLimits.DEFAULT)));
        rpc.volfiles.put("v1", "volume v1\n");
        try (RpcClient client = Rpc.client(door.address())) {
            Rpc.fetch(client, "v1");
            assertThat(rpc.subscriptions.notify("v1")).isOne();
            assertThat(client.receive()).isInstanceOf(RpcMessage.Call.class);
        }
        eventually(() -> rpc.subscriptions.count("v1") == 0);
        eventually(() -> door.connections() == 0);
    }

    @Test
    void aPeerThatDoesNotReadWhatItAskedFor_isClosed_andHarmsNoOther() throws Exception {
        rpc.volfiles.put("v1", "x".repeat(900_000));
        RpcLimits few = new RpcLimits(100, 1 << 20, 3_000_000, 4, Duration.ofSeconds(20));
        FrontDoor door = open(builder(ECHO).rpc(rpc.service(few)));
        try (Wire greedy = new Wire(door.address())) {
            for (int i = 0; i < 40; i++) {
                greedy.trySend(Rpc.getspec(i, "v1"));
            }
            eventually(() -> door.connections() == 0);
        }
        try (RpcClient client = Rpc.client(door.address())) {
            for (int i = 0; i < 20; i++) {
                assertThat(Rpc.fetch(client, "v1")).hasSize(900_000);
            }
        }
    }

    @Test
    void silentAndSlowPeers_areClosedAtTheirDeadlines_andIdleOnesAreNot() throws Exception {
        RpcLimits impatient = new RpcLimits(100, 1 << 20, 1 << 20, 4, Duration.ofMillis(400));
        FrontDoor door =
                open(builder(ECHO).rpc(rpc.service(impatient)).limits(limits(Duration.ofMillis(300), 100, 100)));
        rpc.volfiles.put("v1", "volume v1\n");
        try (RpcClient idle = Rpc.client(door.address());
                Wire kept = new Wire(door.address())) {
            Rpc.fetch(idle, "v1");
            kept.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
            kept.readAnswer();
            try (Wire silent = new Wire(door.address());
                    Wire head = new Wire(door.address()).send("GET /x HT");
                    Wire body =
                            new Wire(door.address()).send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx");
                    Wire record = new Wire(door.address()).send(new byte[] {(byte) 0x80, 0, 0, 40, 1})) {
                assertThat(silent.readToEnd()).isEmpty();
                assertThat(head.readToEnd()).isEmpty();
                assertThat(body.readToEnd()).isEmpty();
                assertThat(record.readToEnd()).isEmpty();
            }
            assertThat(Rpc.fetch(idle, "v1")).isEqualTo("volume v1\n");
            kept.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(kept.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
        eventually(() -> door.counts().inProgress() == 0);
    }

    @Test
    void aTrickle_buysNoTime() throws Exception {
        FrontDoor door = open(builder(ECHO).limits(limits(Duration.ofMillis(500), 100, 100)));
        try (Wire wire = new Wire(door.address()).send("GET /x HTTP/1.1\r\nHost: a\r\n")) {
            eventually(
                    () -> { // it is cut off although bytes keep coming
                        wire.trySend("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                        return door.connections() == 0;
                    });
        }
    }

    private static Wire afterwards(Condition reached, FrontDoor door) throws Exception {
        eventually(reached);
        return new Wire(door.address());
    }

    @Test
    void whenPlacesAreOut_silentOnesGiveWay_andElseTheNewcomerIsToldSo() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(2);
        FrontDoor door = open(builder(call -> {
                    if (call.path().equals("/wait")) {
                        inside.countDown();
                        await(go);
                    }
                    return HttpReply.empty(200);
                })
                .rpc(rpc.service(RpcLimits.DEFAULT))
                .limits(limits(Duration.ofSeconds(20), 3, 2)));
        try (Wire silent = new Wire(door.address());
                Wire one = new Wire(door.address()).send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
                Wire two = afterwards(() -> inside.getCount() == 1, door) // else the first might be a silent one, too
                        .send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(silent.readToEnd()).isEmpty(); // two of one address is the most
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(get(door, "/x")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
            try (Wire rpc = new Wire(door.address()).send(Rpc.getspec(1, "v1"))) {
                assertThat(rpc.finish().readToEnd()).isEmpty();
            }
            go.countDown();
            assertThat(one.readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(two.readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(get(door, "/x")).startsWith("HTTP/1.1 200 "); // one that is idle gives way
        }
    }

    @Test
    void theEnd_waitsForRequestsUnderWay_andRefusesNewOnes() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FrontDoor door = open(call -> {
            inside.countDown();
            await(go);
            return HttpReply.json(200, "\"done\"\n");
        });
        try (Wire running = new Wire(door.address()).send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
                Wire kept = new Wire(door.address())) {
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            door.refuseRequests();
            kept.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(kept.readToEnd()).startsWith("HTTP/1.1 503 ").contains("\r\nConnection: close\r\n");
            Thread closing = new Thread(door::close);
            closing.start();
            go.countDown();
            assertThat(running.readAnswer()).endsWith("\"done\"\n");
            closing.join(20_000);
            assertThat(running.readToEnd()).isEmpty();
        }
        assertThatThrownBy(() -> new Wire(door.address())).isInstanceOf(IOException.class);
        door.close();
    }

    @Test
    void theEnd_doesNotWaitForEver() {
        CountDownLatch never = new CountDownLatch(1);
        FrontDoor door = open(call -> {
            await(never);
            return HttpReply.empty(200);
        });
        try (Wire stuck = new Wire(door.address()).send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")) {
            eventually(() -> door.counts().inProgress() == 1);
            door.drain(Duration.ofMillis(50));
            door.close();
            assertThat(stuck.readToEnd()).isEmpty();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        } finally {
            never.countDown();
        }
    }

    @Test
    void severalDoors_shareTheirThreads() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(get(open(ECHO), "/x")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(threads()).hasSizeLessThan(16);
        open.remove(0).close();
        assertThat(get(open.get(0), "/x")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anAddressInUse_isToldWithItsName() {
        FrontDoor door = open(ECHO);
        assertThatThrownBy(() -> builder(ECHO).listen(door.address()).open())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on ")
                .hasMessageContaining("Address already in use");
    }

    private FrontDoor open(HttpHandler handler) {
        return open(builder(handler));
    }

    private FrontDoor open(FrontDoor.Builder builder) {
        FrontDoor door = builder.open();
        open.add(door);
        return door;
    }

    private static PortLimits limits(Duration patience, int connections, int perAddress) {
        return new PortLimits(
                patience,
                patience,
                patience,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                connections,
                perAddress,
                4,
                8 << 10,
                1 << 20,
                64 << 20);
    }

    private static String get(FrontDoor door, String target) throws IOException {
        return Wire.exchange(door.address(), "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static String post(FrontDoor door, String body) throws IOException {
        return Wire.exchange(
                door.address(),
                "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    private static HttpCall call(String method, String target, Caller.Role role) {
        return new HttpCall(method, target, new TreeMap<>(), "", new Caller("c", role, "r"));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody went on");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void eventually(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gcs-port") || name.startsWith("gcs-http"))
                .toList();
    }

    private static FrontDoor.Builder builder(HttpHandler handler) {
        return FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .identity(PEER, CLUSTER)
                .credentials(Credentials.none())
                .handler(handler);
    }
}
