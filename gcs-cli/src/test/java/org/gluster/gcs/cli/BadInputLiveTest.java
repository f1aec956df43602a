/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a real machine refuses: the program says why and what to do, and leaves everything as it was. */
@Live
@Timeout(180)
class BadInputLiveTest {
    private static final String ADDRESS = "127.0.0.171";

    private Path directory = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "gcs-bad");
        data = directory.resolve("data");
    }

    @AfterEach
    void delete() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void aSecondProcessOnTheSameDirectory_isRefused_andTheFirstGoesOn() throws Exception {
        try (Gcs first = EmbeddedGcs.builder().dataDirectory(data).build()) {
            Child second = run("volume list");

            refused(
                    second,
                    data.toString(),
                    "in use by process " + ProcessHandle.current().pid());
            assertThat(first.volumes().list()).isEmpty();
        }
        assertThat(run("volume list").status()).isZero();
    }

    @Test
    void aPortThatIsTaken_isNamed_andNoPeerIsLeft() throws Exception {
        try (ServerSocket other = new ServerSocket(24_007, 1, InetAddress.getByName(ADDRESS))) {
            refused(run("peer add node-1 --address " + ADDRESS), ADDRESS + ":" + other.getLocalPort());
        }
        assertThat(run("peer list").out()).doesNotContain("node-1");
        assertThat(data.resolve("nodes").resolve("node-1")).doesNotExist();
        assertThat(run("peer add node-1 --address " + ADDRESS).status()).isZero();
        assertThat(run("peer remove node-1").status()).isZero();
    }

    @Test
    void anAddressOfAnotherMachine_isRefused_andNoPeerIsLeft() throws Exception {
        refused(run("peer add node-1 --address 192.0.2.1"), "192.0.2.1", "no such address");
        assertThat(run("peer list").out()).doesNotContain("node-1");
    }

    @Test
    void aDirectoryWithForeignFiles_isRefused_andLeftAsItWas() throws Exception {
        Path mine = Files.createDirectory(directory.resolve("mine"));
        Files.writeString(mine.resolve("photo"), "precious");
        assertThat(run("peer add node-1 --address " + ADDRESS).status()).isZero();

        refused(run("device add node-1 " + mine), "node-1", mine.toString(), "photo", "empty");

        assertThat(Files.readString(mine.resolve("photo"))).isEqualTo("precious");
        try (Stream<Path> names = Files.list(mine)) {
            assertThat(names.map(Path::getFileName).map(Path::toString).toList())
                    .isEqualTo(List.of("photo"));
        }
        assertThat(run("device list").out()).doesNotContain(mine.toString());
        assertThat(run("peer remove node-1").status()).isZero();
    }

    private Child run(String line) throws IOException, InterruptedException {
        return Child.run(line + " --data " + data);
    }

    private static void refused(Child refused, String... parts) {
        System.out.print(refused.err());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("gcs: ").contains(parts).doesNotContain("\tat ", "unexpected");
    }
}
