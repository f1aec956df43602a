/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.Test;

/** A few kills, with real GlusterFS: enough to see that the torture itself works. */
@Live
class TortureLiveTest {
    private static final long SIZE = 320L << 20;
    private static final List<String> ADDRESSES = List.of("127.0.5.1", "127.0.5.2", "127.0.5.3");

    @Test
    void sixKillsLeaveAndLoseNothing() throws IOException {
        Path base = Files.createTempDirectory("t");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Output out = Output.json(new PrintStream(printed, true, StandardCharsets.UTF_8));

        boolean passed = new Torture(base.resolve("h"), ADDRESSES, 6, 1, out).run();

        String told = printed.toString(StandardCharsets.UTF_8);
        assertThat(passed).as(told).isTrue();
        assertThat(told).contains("{\"torture\":\"passed\",\"kills\":6,\"leaks\":0,\"lost\":0,\"seed\":1,");
        assertThat(Machine.about(base)).containsExactly("file " + base);
        Files.delete(base);
    }

    /** Else an aimed kill waits for a point that never comes. */
    @Test
    void livesOfTwoVolumes_withAndWithoutProcessesOfTheirOwn_comeByEveryPoint() throws IOException {
        Path base = Files.createTempDirectory("t").toRealPath();
        Path home = Files.createDirectories(base.resolve("h"));
        Engine engine = Engine.start(home.resolve("data"));
        try {
            for (int node = 1; node <= 3; node++) {
                Path device = Files.createDirectories(home.resolve("device-" + node));
                engine.ask("peer", "node-" + node, ADDRESSES.get(node - 1));
                engine.ask("device", "node-" + node, device.toString(), Long.toString(8L << 30));
            }
            engine.ask("create", "keeper", Long.toString(SIZE), "keeper");
            for (String create : List.of("create", "create-alone")) {
                for (String verb : Torture.LIFE) {
                    if (verb.equals("create")) {
                        engine.ask(create, create, Long.toString(SIZE), create);
                    } else {
                        engine.ask(verb, create);
                    }
                }
            }
            List<String> passed = new ArrayList<>();
            engine.ask("passed").forEach(point -> passed.add(point.asText()));

            assertThat(passed)
                    .containsExactlyInAnyOrderElementsOf(Torture.points().stream()
                            .filter(point -> !point.startsWith("during "))
                            .toList());
            engine.ask("delete", "keeper");
        } finally {
            engine.close();
        }
        Machine.deleteTree(home);
        assertThat(Machine.about(base)).containsExactly("file " + base);
        Files.delete(base);
    }

    @Test
    void everyPointHasANameOfItsOwn_fortyAtMost() {
        assertThat(Torture.points())
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(40)
                .contains("before commit an intent", "during attach a loop device", "after delete a file");
    }
}
