/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Credentials;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.operation.OperationState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hundreds that wait for events and operations, and somebody who wants something now. */
@Timeout(60)
class LongPollsTest {
    private static final int POLLS = 300;

    private final SimulatedGcs gcs = SimulatedGcs.create(3);
    private FrontDoor door;

    @BeforeEach
    void open() {
        door = FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .credentials(Credentials.none())
                .handler(FrontDoor.routes(new ApiHandlers(gcs), gcs.gd2("node-1")))
                .open();
    }

    @AfterEach
    void close() {
        door.close();
        gcs.close();
    }

    private Socket send(String method, String target, String body) throws IOException {
        Socket socket = new Socket(door.address().getAddress(), door.address().getPort());
        socket.setSoTimeout(40_000);
        socket.getOutputStream()
                .write((method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void allWait(int count) {
        while (door.counts().inProgress() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoWaitsForEvents_keepsNobodyWaiting_andHearsOfTheNext() throws IOException {
        EventPage before = gcs.events().list(0);
        List<Socket> polls = new ArrayList<>();
        for (int i = 0; i < POLLS; i++) {
            polls.add(send("GET", "/gcs/v1/events?wait=30&types=volume.created&after=" + before.last(), ""));
        }
        allWait(POLLS);

        assertThat(answer(send("GET", "/ping", ""))).startsWith("HTTP/1.1 200 ");
        assertThat(answer(send("POST", "/v1/volumes", "{\"name\":\"v1\",\"size\":1073741824}")))
                .startsWith("HTTP/1.1 201 ");

        for (Socket poll : polls) {
            assertThat(answer(poll)).startsWith("HTTP/1.1 200 ").contains("volume.created", "\"v1\"");
        }
    }

    @Test
    void whoWaitsForAnOperation_hearsOfItsEnd_orOfItsStateInTime() throws IOException {
        gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))).await();
        String done = gcs.operations().list().get(0).id().toString();
        assertThat(answer(send("GET", "/gcs/v1/operations/" + done + "?wait=30", "")))
                .contains("SUCCEEDED");

        var begun = gcs.volumes().create(v -> v.name("v2").capacity(Capacity.ofGiB(1)));
        assertThat(answer(send("GET", "/gcs/v1/operations/" + begun.id() + "?wait=30", "")))
                .contains("SUCCEEDED", "\"v2\"");
        assertThat(begun.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(answer(send(
                        "GET",
                        "/gcs/v1/events?wait=1&after=" + gcs.events().list(0).last(),
                        "")))
                .contains("\"events\":[]");
    }
}
