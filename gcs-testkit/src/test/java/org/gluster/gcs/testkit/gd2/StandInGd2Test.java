/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.gluster.gcs.testkit.gd2.StandInGd2.Effect;
import org.gluster.gcs.testkit.http.HttpMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong with GlusterD2 is wrong with its stand-in. */
final class StandInGd2Test {
    private static final long GIB = 1L << 30;
    private final ExecutorService callers = Executors.newFixedThreadPool(8);

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    private static StandInGd2.Builder sound() {
        return StandInGd2.cluster(3).falseDeletes(0).lostCreates(0);
    }

    private static String smart(String name, long bytes) {
        return "{\"name\":\"" + name + "\",\"size\":" + bytes + ",\"replica\":3,\"provisioner\":\"loop\"}";
    }

    private record Reply(int status, String text) {}

    /** Status 0 when the connection was closed without an answer. */
    private static Reply send(StandInGd2 standIn, String method, String target, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), standIn.address().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            Optional<HttpMessage> reply = HttpMessage.readReply(socket.getInputStream(), method);
            return new Reply(
                    reply.map(HttpMessage::status).orElse(0),
                    reply.map(HttpMessage::text).orElse(""));
        } catch (IOException lost) {
            return new Reply(0, "");
        }
    }

    private CompletableFuture<Reply> sending(StandInGd2 standIn, String method, String target, String body) {
        return CompletableFuture.supplyAsync(() -> send(standIn, method, target, body), callers);
    }

    private static Reply get(CompletableFuture<Reply> reply) {
        try {
            return reply.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> effects(StandInGd2 standIn) {
        return standIn.effects().stream()
                .map(effect -> effect.what() + " " + effect.volume())
                .toList();
    }

    @Test
    void a_ready_cluster_serves_a_volume_from_create_to_delete() throws IOException {
        try (StandInGd2 standIn = sound().open()) {
            assertThat(send(standIn, "POST", "/v1/volumes", smart("v", GIB)).status())
                    .isEqualTo(201);
            assertThat(send(standIn, "POST", "/v1/volumes/v/start", "").status())
                    .isEqualTo(200);
            assertThat(standIn.volumes()).containsEntry("v", "Started");
            assertThat(send(standIn, "POST", "/v1/volumes/v/stop", "").status()).isEqualTo(200);
            assertThat(send(standIn, "DELETE", "/v1/volumes/v", "").status()).isEqualTo(204);
            assertThat(effects(standIn)).containsExactly("created v", "started v", "stopped v", "deleted v");
            assertThat(send(standIn, "GET", "/v1/events", "").text())
                    .contains("volume.created", "volume.started", "volume.stopped", "volume.deleted");
        }
    }

    @Test
    void lists_the_routes_that_it_has_and_answers_404_to_others_of_the_89() throws IOException {
        try (StandInGd2 standIn = sound().open()) {
            JsonNode all = new ObjectMapper()
                    .readTree(send(standIn, "GET", "/endpoints", "").text());
            assertThat(all.findValuesAsText("name"))
                    .contains("GetVersion", "VolumeCreate", "GetPeers", "DeviceAdd", "List Endpoints")
                    .doesNotContain("SnapshotCreate", "BlockCreate");
            assertThat(send(standIn, "POST", "/v1/snapshots", "{}").status()).isEqualTo(404);
        }
    }

    @Test
    void of_two_creates_of_one_name_at_once_one_is_refused_after_the_other() throws IOException {
        try (StandInGd2 standIn = sound().open()) {
            List<CompletableFuture<Reply>> both = IntStream.range(0, 2)
                    .mapToObj(i -> sending(standIn, "POST", "/v1/volumes", smart("race", GIB)))
                    .toList();
            assertThat(both.stream().map(StandInGd2Test::get).map(Reply::status).sorted())
                    .containsExactly(201, 400);
            assertThat(effects(standIn)).containsExactly("created race");
        }
    }

    @Test
    void who_waits_five_seconds_for_a_lock_is_told_of_a_conflict() throws IOException {
        try (StandInGd2 standIn = sound().work(Duration.ofSeconds(25)).open()) {
            CompletableFuture<Reply> create = sending(standIn, "POST", "/v1/volumes", smart("v", GIB));
            Reply conflict;
            do {
                conflict = send(standIn, "POST", "/v1/volumes/v/edit", "{\"metadata\":{\"a\":\"b\"}}");
            } while (conflict.status() == 404 && !create.isDone());
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(conflict.text())
                    .contains("could not obtain lock: another conflicting transaction may be in progress");
            assertThat(send(standIn, "GET", "/v1/volumes", "").status()).isEqualTo(200);
            assertThat(get(create).status()).isEqualTo(201);
        }
    }

    @Test
    void creates_side_by_side_may_be_given_the_same_space() throws IOException {
        try (StandInGd2 standIn = sound().work(Duration.ofSeconds(10)).open()) {
            List<CompletableFuture<Reply>> all = IntStream.range(0, 8)
                    .mapToObj(i -> sending(standIn, "POST", "/v1/volumes", smart("v" + i, 60 * GIB)))
                    .toList();
            assertThat(all.stream().map(StandInGd2Test::get).map(Reply::status)).containsOnly(201);
            JsonNode devices = new ObjectMapper()
                    .readTree(send(standIn, "GET", "/v1/devices", "").text());
            assertThat(devices.get(0).get("free-size").bigIntegerValue().bitLength())
                    .isEqualTo(64);
        }
    }

    @Test
    void a_false_delete_answers_204_and_deletes_nothing() throws IOException {
        try (StandInGd2 standIn = sound().falseDeletes(1).open()) {
            send(standIn, "POST", "/v1/volumes", smart("v", GIB));
            assertThat(send(standIn, "DELETE", "/v1/volumes/v", "").status()).isEqualTo(204);
            assertThat(standIn.volumes()).containsKey("v");
            assertThat(send(standIn, "DELETE", "/v1/volumes/nope", "").status()).isEqualTo(404);
        }
    }

    @Test
    void a_lost_create_answers_500_without_a_cause_and_makes_nothing() throws IOException {
        try (StandInGd2 standIn = sound().lostCreates(1).open()) {
            Reply reply = send(standIn, "POST", "/v1/volumes", smart("v", GIB));
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).contains("volume not found");
            assertThat(standIn.effects()).isEmpty();
        }
    }

    @Test
    void a_change_of_more_than_thirty_seconds_is_done_and_its_answer_lost() throws IOException {
        try (StandInGd2 standIn =
                sound().slowChanges(1).second(Duration.ofMillis(1)).open()) {
            assertThat(send(standIn, "POST", "/v1/volumes", smart("v", GIB)).status())
                    .isZero();
            assertThat(standIn.volumes()).containsKey("v");
        }
    }

    @Test
    void a_create_cut_off_by_a_kill_goes_on_after_the_restart_until_the_cleaner_undoes_it() throws IOException {
        try (StandInGd2 standIn = sound().work(Duration.ofMinutes(30)).open()) {
            boolean wentOn = false;
            for (int i = 0; i < 20 && !wentOn; i++) {
                CompletableFuture<Reply> cut = sending(standIn, "POST", "/v1/volumes", smart("v" + i, GIB));
                while (send(standIn, "POST", "/v1/volumes/v" + i + "/edit", "{}")
                                .status()
                        == 404) {
                    // Not under way yet.
                }
                standIn.kill();
                assertThat(get(cut).status()).isZero();
                assertThat(standIn.volumes()).isEmpty();
                assertThat(send(standIn, "GET", "/ping", "").status()).isZero();
                standIn.restart();
                wentOn = !standIn.volumes().isEmpty();
            }
            assertThat(wentOn).isTrue();

            standIn.clean();

            assertThat(standIn.volumes()).isEmpty();
            assertThat(standIn.effects()).last().extracting(Effect::what).isEqualTo("undone");
        }
    }

    @Test
    void a_volume_whose_create_was_answered_is_none_of_the_cleaners_business() throws IOException {
        try (StandInGd2 standIn = sound().open()) {
            assertThat(send(standIn, "POST", "/v1/volumes", smart("v", GIB)).status())
                    .isEqualTo(201);
            standIn.kill();
            standIn.restart();
            standIn.clean();
            assertThat(standIn.volumes()).containsKey("v");
        }
    }
}
