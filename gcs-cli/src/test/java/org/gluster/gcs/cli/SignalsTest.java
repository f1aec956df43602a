/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals, sent to a process of its own. */
@Timeout(60)
class SignalsTest {
    /** Says what it hears, and ends by itself never. */
    static final class Listening {
        private Listening() {}

        public static void main(String[] arguments) throws InterruptedException {
            boolean heard = Signals.onEnd(() -> System.out.println("ending"))
                    && Signals.on("HUP", () -> System.out.println("again"));
            System.out.println(heard ? "ready" : "deaf");
            new CountDownLatch(1).await();
        }
    }

    private Process process;
    private BufferedReader told;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        "env",
                        "--default-signal=HUP,INT,TERM", // else it ignores what those ignore who run the tests, e.g.
                        // nohup
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Listening.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        told = process.inputReader(StandardCharsets.UTF_8);
        assertThat(told.readLine()).isEqualTo("ready");
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void send(String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, process.pid() + "")
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void theFirstAsksForTheEnd_andTheSecondIsIt() throws Exception {
        send("TERM");
        assertThat(told.readLine()).isEqualTo("ending");
        assertThat(process.isAlive()).isTrue();
        send("INT");
        assertThat(process.waitFor()).isEqualTo(128 + 2);
    }

    @Test
    void anotherSignalIsHeardEachTime_andEndsNothing() throws Exception {
        send("HUP");
        assertThat(told.readLine()).isEqualTo("again");
        send("HUP");
        assertThat(told.readLine()).isEqualTo("again");
        send("INT");
        assertThat(told.readLine()).isEqualTo("ending");
        send("TERM");
        assertThat(process.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void aLogFileThatWasMovedAway_isMadeAnew(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("logs").resolve("node.log");
        try (LogFile log = new LogFile(file)) {
            log.write("one\n".getBytes(StandardCharsets.UTF_8));
            Files.move(file, directory.resolve("node.log.1"));
            log.write("two\n".getBytes(StandardCharsets.UTF_8));
            log.reopen();
            log.write("three\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(directory.resolve("node.log.1")).hasContent("one\ntwo\n");
        assertThat(file).hasContent("three\n");
    }
}
