/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.live.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A volume's life over nothing but GlusterD2's REST interface, on real bricks, mounted by the distribution's own client. */
@Live
class Gd2LiveTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DUMPS = Path.of("/var/run/gluster");

    private final HttpClient http = HttpClient.newHttpClient();
    private Path base;
    private EmbeddedGcs.Running gcs;

    @BeforeEach
    void open() throws IOException {
        base = Files.createTempDirectory("gd2");
        for (int node = 1; node <= 3; node++) {
            Files.createDirectory(base.resolve("dev" + node));
        }
        gcs = EmbeddedGcs.builder()
                .dataDirectory(base.resolve("data"))
                .restAuth(false)
                .build();
        gcs.peers().add(peer -> peer.name("n1").address("127.0.0.1")).await(); // the first has nobody to ask
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        gcs.shutdown(DataPlane.STOP);
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:24007" + path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode done(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = ask(method, path, body);
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private static List<Path> dumps() throws IOException {
        if (!Files.isDirectory(DUMPS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(DUMPS)) {
            return files.filter(file -> file.getFileName().toString().contains(".dump."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aVolumeLivesAndDies_overGlusterD2sInterfaceAlone() throws Exception {
        assertThat(ask("GET", "/ping", "").statusCode()).isEqualTo(200);
        assertThat(ask("POST", "/v1/peers", "{\"addresses\":[\"192.0.2.1\"]}").body())
                .contains("could not connect to host. Make sure host address is valid,");
        for (int node = 2; node <= 3; node++) {
            done(201, "POST", "/v1/peers", "{\"addresses\":[\"127.0.0." + node + ":24008\"]}");
        }
        int node = 1;
        for (JsonNode peer : done(200, "GET", "/v1/peers", "")) {
            assertThat(peer.path("online").asBoolean()).isTrue();
            done(
                    201,
                    "POST",
                    "/v1/devices/" + peer.path("id").asText(),
                    "{\"device\":\"" + base.resolve("dev" + node++) + "\",\"provisioner\":\"loop\"}");
        }
        JsonNode made = done(
                201,
                "POST",
                "/v1/volumes",
                "{\"name\":\"v1\",\"size\":335544320,\"replica\":3,\"provisioner\":\"lvm\",\"subvols\":null,\"options\":null}");
        assertThat(made.path("capacity").asLong()).isEqualTo(335_544_320);
        done(200, "POST", "/v1/volumes/v1/start", "{\"force-start-bricks\":true}");

        Path mount = Files.createDirectory(base.resolve("mnt"));
        Shell.must("mount", "-t", "glusterfs", "127.0.0.1:v1", mount.toString());
        try {
            Files.writeString(mount.resolve("file"), "kept");
            JsonNode bricks = done(200, "GET", "/v1/volumes/v1/bricks", "");
            assertThat(bricks).hasSize(3).allSatisfy(brick -> {
                assertThat(brick.path("online").asBoolean()).isTrue();
                assertThat(ProcessHandle.of(brick.path("pid").asLong())).isPresent();
                assertThat(brick.path("port").asInt()).isBetween(49_152, 60_999);
                assertThat(brick.path("fs-type").asText()).isEqualTo("xfs");
                assertThat(brick.path("mount-opts").asText()).contains("rw");
                assertThat(brick.path("device").asText()).startsWith("/dev/loop");
                assertThat(brick.path("size").path("capacity").asLong()).isGreaterThanOrEqualTo(335_544_320);
            });

            List<Path> before = dumps();
            done(200, "POST", "/v1/volumes/v1/statedump", "{\"bricks\":true}");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (dumps().size() < before.size() + 3 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            List<Path> after = dumps();
            assertThat(after).hasSizeGreaterThanOrEqualTo(before.size() + 3);
            for (Path dump : after) {
                if (!before.contains(dump)) {
                    Files.delete(dump);
                }
            }

            long victim = bricks.path(1).path("pid").asLong();
            assertThat(victim).isPositive();
            Shell.must("kill", "-9", Long.toString(victim));
            done(200, "POST", "/v1/volumes/v1/start", "{\"force-start-bricks\":true}");
            assertThat(done(200, "GET", "/v1/volumes/v1/bricks", "")).allSatisfy(brick -> {
                assertThat(brick.path("online").asBoolean()).isTrue();
                assertThat(brick.path("pid").asLong()).isNotEqualTo(victim);
            });
            done(200, "POST", "/v1/volumes/v1/heal", "");
            done(200, "POST", "/v1/volumes/v1/heal?type=full", "");
            assertThat(done(200, "GET", "/v1/volumes/v1/heal-info", "")).hasSize(3);
            done(
                    200,
                    "POST",
                    "/v1/volumes/v1/options",
                    "{\"options\":{\"io-stats.count-fop-hits\":\"on\"},\"allow-advanced-options\":true}");
            assertThat(done(200, "GET", "/v1/volumes/v1/status", "")
                            .path("online")
                            .asBoolean())
                    .isTrue();
            assertThat(mount.resolve("file")).hasContent("kept");
        } finally {
            Shell.must("umount", mount.toString());
        }
        done(200, "POST", "/v1/volumes/v1/stop", "");
        done(204, "DELETE", "/v1/volumes/v1", "");
        for (JsonNode peer : done(200, "GET", "/v1/peers", "")) {
            if (!peer.path("name").asText().equals("n1")) {
                done(204, "DELETE", "/v1/peers/" + peer.path("id").asText(), "");
            }
        }
        gcs.devices()
                .list()
                .forEach(device -> gcs.devices()
                        .remove(device.node().value(), device.path())
                        .await());
        assertThat(gcs.audit().findings()).isEmpty();
    }
}
