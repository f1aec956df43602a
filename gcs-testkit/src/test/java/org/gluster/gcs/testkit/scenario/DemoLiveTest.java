/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo, with real GlusterFS. */
@Live
class DemoLiveTest {
    private static final List<String> ADDRESSES = List.of("127.0.4.1", "127.0.4.2", "127.0.4.3");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Path base;
    private Path home;

    @BeforeEach
    void directory() throws IOException {
        base = Files.createTempDirectory("d");
        home = base.resolve("h");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(Machine.about(home)).isEmpty();
        Files.delete(base);
    }

    @Test
    void theDemoPasses_afterAnEarlierOneWasKilled() throws IOException {
        Files.createDirectories(home.resolve("device-1"));
        try (Engine earlier = Engine.start(home.resolve("data"))) {
            earlier.ask("peer", "node-1", ADDRESSES.get(0));
            earlier.ask("device", "node-1", home.resolve("device-1").toString(), Long.toString(1L << 30));
            earlier.kill();
        }

        boolean passed = new Demo(home, ADDRESSES, json()).run();

        List<JsonNode> lines = lines();
        assertThat(passed).as(lines.toString()).isTrue();
        assertThat(lines.get(0).get("result").asText())
                .contains("an earlier run had left: 0 volumes, 1 devices, 1 nodes");
        JsonNode last = lines.get(lines.size() - 1);
        assertThat(last.get("demo").asText()).isEqualTo("passed");
        assertThat(last.get("durations").size()).isEqualTo(lines.size() - 1);
    }

    @Test
    void aTakenPort_isNamedBeforeAnythingIsMade() throws IOException {
        try (ServerSocket holder = new ServerSocket(24_007, 1, InetAddress.getByName(ADDRESSES.get(1)))) {
            assertThat(holder.isBound()).isTrue();
            assertThat(new Demo(home, ADDRESSES, json()).run()).isFalse();
        }

        JsonNode last = lines().get(1);
        assertThat(last.get("demo").asText()).isEqualTo("failed");
        assertThat(last.get("error").asText()).contains("24007", ADDRESSES.get(1));
    }

    @Test
    void theDirectoryIsInTheCheckout_unlessThatIsTooLongForASocket() {
        assertThat(Demo.home("/opt/gcs", "demo")).isEqualTo(Path.of("/opt/gcs/.gcs/demo"));
        Path far = Demo.home("/home/" + "x".repeat(60), "demo");
        assertThat(far.getParent()).isEqualTo(Path.of("/var/tmp"));
        assertThat(Demo.home("/home/" + "x".repeat(60), "demo")).isEqualTo(far);
        assertThat(Demo.home("/home/my files", "demo").getParent()).isEqualTo(Path.of("/var/tmp"));
    }

    private Output json() {
        return Output.json(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : printed.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
