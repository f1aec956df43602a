/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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

    @AfterEach
    void closeAll() {
        open.forEach(FrontDoor::close);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("gcs-port") || name.startsWith("gcs-http")))
                .isEmpty();
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
        FrontDoor door = builder(handler).open();
        open.add(door);
        return door;
    }

    private static FrontDoor.Builder builder(HttpHandler handler) {
        return FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .identity(PEER, CLUSTER)
                .credentials(Credentials.none())
                .handler(handler);
    }
}
