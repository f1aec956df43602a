/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that is killed while it changes the options of a volume on real GlusterFS: the next one ends the change. */
@Live
class OptionsKilledLiveTest {
    private static final List<String> ADDRESSES = List.of("127.0.7.1", "127.0.7.2", "127.0.7.3");
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String GIB = Long.toString(1L << 30);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after commit an intent",
                "before tell a daemon to fetch its volfile",
                "after tell a daemon to fetch its volfile",
                "before commit a report"
            })
    void aChangeOfOptionsSurvivesAKill(String point) throws IOException {
        Path base = Files.createTempDirectory("k");
        Path data = base.resolve("h");
        try (Engine first = Engine.start(data)) {
            for (int i = 0; i < ADDRESSES.size(); i++) {
                String node = "node-" + (i + 1);
                first.ask("peer", node, ADDRESSES.get(i));
                Path device = Files.createDirectory(base.resolve(node));
                first.ask("device", node, device.toString(), GIB);
            }
            first.ask("create", "v1", Long.toString(300L << 20), "k1");
            first.ask("aim", point);
            first.begin("options", "v1");
            first.result(first.stopped(), "the point " + point);
            first.kill();
        }
        try (Engine second = Engine.start(data)) {
            Machine.await("the interrupted change to end", LIMIT, () -> {
                for (JsonNode operation : second.ask("operations")) {
                    if (!operation.get("ended").asBoolean()) {
                        return false;
                    }
                }
                return true;
            });
            JsonNode volume = second.ask("volume", "v1");
            assertThat(volume.get("options").get("performance.io-thread-count").asText())
                    .isEqualTo("24");
            for (JsonNode brick : volume.get("bricks")) {
                assertThat(brick.get("state").asText()).isEqualTo("ONLINE");
                assertThat(log(data, brick.get("node").asText()))
                        .anyMatch(line -> line.contains("option thread-count using set value 24"));
            }
            second.ask("clear");
        }
        Machine.deleteTree(base);
    }

    private static List<String> log(Path data, String node) throws IOException {
        try (var logs = Files.list(data.resolve("nodes").resolve(node).resolve("log"))) {
            Path log = logs.filter(file -> file.getFileName().toString().startsWith("shared-"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(log);
        }
    }
}
