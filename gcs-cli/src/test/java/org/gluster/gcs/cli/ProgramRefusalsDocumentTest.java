/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.ControlServer;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program's section of {@code docs/refusals.md} is what the program prints, without a cluster and over a simulated one.
 * {@code -Dgcs.docs=write} writes it anew.
 */
@Timeout(120)
class ProgramRefusalsDocumentTest {
    private static final String BEGIN = "<!-- program: written by ProgramRefusalsDocumentTest -->\n";
    private static final String END = "<!-- program: end -->\n";
    private static final String SOME_ID = "6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01";
    private static final String SHOWN = "/var/lib/gcs";

    @TempDir
    private Path directory;

    private final SimulatedGcs simulated = SimulatedGcs.create(3);
    private final StringBuilder text = new StringBuilder();

    @AfterEach
    void close() {
        simulated.close();
    }

    @Test
    void theDocumentSaysWhatTheProgramPrints() throws IOException, InterruptedException {
        Path none = directory.resolve("none");
        example("No cluster in the directory", "volume list", printed(Clusters.real(), none, "volume list"));
        Child nobody = Child.runAsNobody("peer add node-1 --address 10.1.2.3 --data " + none);
        example("Not root", "peer add node-1 --address 10.1.2.3", nobody.err().replace(none.toString(), SHOWN));
        example(
                "Not root, for a cluster to try things out",
                "dev up",
                Child.runAsNobody("dev up --data " + none).err());
        Clusters served =
                (data, create) -> RemoteGcs.over(new ControlTransport(directory.resolve(ControlServer.SOCKET)));
        try (ControlServer server =
                ControlServer.open(directory.resolve(ControlServer.SOCKET), new ApiHandlers(simulated, plane -> {}))) {
            assertThat(server).isNotNull();
            for (String[] line : new String[][] {
                {"One cause", "volume start orders"},
                {"Several causes", "volume create orders --size 1TiB"},
                {"As JSON", "volume start orders --json"},
                {"No such operation", "operation show 6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01"},
                {"A size without a unit that is known", "volume create orders --size 20GB"},
                {"A value that is missing", "volume create orders"},
                {"No such command", "volumes list"}
            }) {
                example(line[0], line[1], printed(served, directory, line[1]));
            }
        }
        example("The process of the cluster is gone", "volume list", printed(served, directory, "volume list"));
        compare();
    }

    private String printed(Clusters clusters, Path data, String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new Session(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(),
                        clusters),
                (line + " --data " + data).split(" "));
        assertThat(status).as(line).isIn(1, 2);
        String said = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        return said.replace(data.toString(), SHOWN).replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", SOME_ID);
    }

    private void example(String title, String line, String err) {
        assertThat(err).as(line).isNotBlank();
        text.append("### ")
                .append(title)
                .append("\n\n```console\n$ gcs ")
                .append(line)
                .append('\n');
        text.append(err.strip()).append("\n```\n\n");
    }

    private void compare() throws IOException {
        Path above = Path.of("").toAbsolutePath();
        while (!Files.exists(above.resolve("docs/refusals.md"))) {
            above = Objects.requireNonNull(above.getParent(), "docs/refusals.md is nowhere above");
        }
        Path document = above.resolve("docs/refusals.md");
        String there = Files.readString(document);
        int from = there.indexOf(BEGIN);
        int to = there.indexOf(END);
        assertThat(from).as("the program's part of " + document).isNotNegative().isLessThan(to);
        String now = there.substring(0, from) + BEGIN + "\n" + text + there.substring(to);
        if ("write".equals(System.getProperty("gcs.docs"))) {
            Files.writeString(document, now);
        }
        assertThat(there).as("run with -Dgcs.docs=write to write it anew").isEqualTo(now);
    }
}
