/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that wait keep nobody else waiting. */
@Timeout(60)
class WaitingRequestsTest {
    private static final int WAITING = 300;
    private static final int LASTING = 200;
    private static final String END = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    private final Rpc rpc = new Rpc();
    private final CompletableFuture<String> happens = new CompletableFuture<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();

    private FrontDoor open() {
        rpc.volfiles.put("v1", "volume v1\n");
        return FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .credentials(Credentials.none())
                .handler(new HttpHandler() {
                    @Override
                    public HttpReply handle(HttpCall call) {
                        if (call.method().equals("POST")) {
                            await();
                        }
                        return HttpReply.json(200, "\"at once\"\n");
                    }

                    @Override
                    public HttpAnswer begin(HttpCall call) {
                        return switch (call.path()) {
                            case "/long" -> later(Duration.ofHours(1));
                            case "/short" -> later(Duration.ofMillis(20));
                            default -> new HttpAnswer.Now(handle(call));
                        };
                    }
                })
                .rpc(rpc.service(RpcLimits.DEFAULT))
                .open();
    }

    private HttpAnswer later(Duration patience) {
        begun.incrementAndGet();
        return new HttpAnswer.Later(
                happens,
                patience,
                givenUp::incrementAndGet,
                () -> HttpReply.json(200, "\"" + happens.getNow("nothing") + "\"\n"));
    }

    private void await() {
        try {
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Wire> send(FrontDoor door, int count, String request) throws IOException {
        List<Wire> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(new Wire(door.address()).send(request));
        }
        while (door.counts().inProgress() < count) {
            Thread.onSpinWait();
        }
        return sent;
    }

    private static void allAnswer(List<Wire> sent, String body) throws IOException {
        for (Wire wire : sent) {
            try (wire) {
                assertThat(wire.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith(body + "\n");
            }
        }
    }

    private static void isServed(FrontDoor door) throws IOException {
        assertThat(Wire.exchange(door.address(), "GET /ping" + END + "\r\n")).startsWith("HTTP/1.1 200 ");
        try (RpcClient mount = Rpc.client(door.address())) {
            assertThat(Rpc.fetch(mount, "v1")).isEqualTo("volume v1\n");
        }
    }

    @Test
    void whoWaitsForWhatHasNotHappened_holdsNoThread_andIsAnsweredWhenItHas() throws IOException {
        try (FrontDoor door = open()) {
            List<Wire> waiting = send(door, WAITING, "GET /long" + END + "\r\n");
            isServed(door);
            assertThat(Wire.exchange(door.address(), "DELETE /x" + END + "\r\n"))
                    .contains("\"at once\"");
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("gcs-http"))
                            .count())
                    .isLessThan(WAITING / 2);
            happens.complete("it happened");
            allAnswer(waiting, "\"it happened\"");
            assertThat(givenUp).hasValue(WAITING);
        }
    }

    @Test
    void patienceHasAnEnd() throws IOException {
        try (FrontDoor door = open()) {
            assertThat(Wire.exchange(door.address(), "GET /short" + END + "\r\n"))
                    .endsWith("\"nothing\"\n");
            assertThat(givenUp).hasValue(1);
        }
    }

    @Test
    void aNodeThatEnds_answersWhoWaits() throws IOException {
        try (FrontDoor door = open()) {
            List<Wire> waiting = send(door, 3, "GET /long" + END + "\r\n");
            while (begun.get() < 3) {
                Thread.onSpinWait();
            }
            door.refuseRequests();
            allAnswer(waiting, "\"nothing\"");
        }
    }

    @Test
    void changesThatLast_leaveThreadsForOthers() throws IOException {
        try (FrontDoor door = open()) {
            List<Wire> lasting = send(door, LASTING, "POST /x" + END + "Content-Length: 0\r\n\r\n");
            isServed(door);
            done.countDown();
            allAnswer(lasting, "\"at once\"");
        }
    }
}
