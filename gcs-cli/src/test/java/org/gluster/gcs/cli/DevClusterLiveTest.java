/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cluster that {@code dev up} starts, over real disks, loop devices and GlusterFS. */
@Live
@Timeout(300)
class DevClusterLiveTest {
    private record Outcome(int status, String out, String err) {}

    @Test
    void itComesUpTwiceSurvivesAKillAndLeavesNothing() throws Exception {
        Path base = Files.createTempDirectory("dev");
        Path data = base.resolve("d");
        try (ServerSocket other = new ServerSocket(24_007, 1, InetAddress.getByName("127.0.0.162"))) {
            Outcome taken = run(data, "dev", "up", "--first-address", "127.0.0.161");
            assertThat(taken.status()).isEqualTo(1);
            assertThat(taken.err())
                    .contains("127.0.0.162:" + other.getLocalPort())
                    .doesNotContain("127.0.0.161:24007");
            assertThat(data).doesNotExist();
        }
        try {
            Outcome up = run(data, "dev", "up", "--first-address", "127.0.0.161", "--device-size", "3GiB");
            assertThat(up.err()).isEmpty();
            assertThat(up.status()).isZero();
            assertThat(up.out()).contains("running in the background", "127.0.0.161:/dev", "EmbeddedGcs");
            assertThat(run(data, "dev", "up", "--first-address", "127.0.0.161").out())
                    .contains("running already");
            assertThat(run(data, "dev", "status").out()).contains("node-3  127.0.0.163  ready");
            assertThat(run(data, "audit").status()).isZero();

            ProcessHandle process = ProcessHandle.of(
                            Long.parseLong(Files.readString(data.resolve(DevServer.PROCESS_FILE))))
                    .orElseThrow();
            process.destroyForcibly();
            process.onExit().get(60, TimeUnit.SECONDS);
            assertThat(run(data, "dev", "status").status()).isEqualTo(1);
            assertThat(run(data, "dev", "up", "--first-address", "127.0.0.161").out())
                    .contains("running in the background", "started");
            assertThat(run(data, "volume", "list").out()).contains("dev   started  1 GiB");

            assertThat(run(data, "dev", "down").status()).isZero();
            assertThat(run(data, "dev", "status").status()).isEqualTo(1);
        } finally {
            Outcome down = run(data, "dev", "down", "--delete");
            assertThat(down.err()).isEmpty();
            assertThat(down.status()).isZero();
        }
        assertThat(data).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(data.toString());
        assertThat(run(data, "dev", "down").out()).contains("there is no cluster in");
        Files.delete(base);
    }

    private static Outcome run(Path data, String... arguments) throws IOException {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream();
                ByteArrayOutputStream err = new ByteArrayOutputStream()) {
            Session session = new Session(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of("GCS_DATA", data.toString()),
                    Clusters.real());
            int status = Main.run(session, arguments);
            return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }
}
