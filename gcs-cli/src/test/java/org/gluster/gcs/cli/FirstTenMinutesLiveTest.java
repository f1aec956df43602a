/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the lines of {@code docs/first-ten-minutes.md}, all of them and as they are. */
@Live
@Timeout(300)
class FirstTenMinutesLiveTest {
    private static final Path PAGE = Path.of("..", "docs", "first-ten-minutes.md");

    @Test
    void theLinesOfThePage_doWhatItSays() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "gcs-first");
        Path state = directory.resolve("state");
        Path out = directory.resolve("out");
        try {
            program(directory.resolve("gcs"));
            Files.createDirectory(directory.resolve("mnt"));
            ProcessBuilder shell = new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + lines())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            shell.environment().put("HOST", "127.0.0.186");
            shell.environment().put("STATE", state.toString());
            shell.environment().put("MNT", directory.resolve("mnt").toString());
            Process run = shell.start();
            boolean ended = run.waitFor(200, TimeUnit.SECONDS);
            if (!ended) {
                run.descendants().forEach(ProcessHandle::destroyForcibly);
                run.destroyForcibly();
            }
            String said = Files.readString(out);

            assertThat(ended).as(said).isTrue();
            assertThat(run.exitValue()).as(said).isZero();
            assertThat(said)
                    .contains("ready: alpha at http://127.0.0.186:24007")
                    .contains("\"api-version\":1")
                    .contains("\nhello\n")
                    .contains("\"openapi\"")
                    .contains("inventoryRevision")
                    .contains("\"kind\":\"START_VOLUME\"")
                    .contains("\"code\":\"NO_FIT\"", "only stopFirst, ifExists, idempotencyKey are taken here")
                    .contains("NO authentication")
                    .contains("\"kind\":\"REMOVE_DEVICE\"");
            assertThat(state).doesNotExist();
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
        } finally {
            clear(directory);
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Takes away what lines that failed half-way have left: their processes, mounts and loop devices, and no others. */
    private static void clear(Path directory) throws Exception {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory + "/"))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ", -1)[4])
                .filter(point -> point.startsWith(directory + "/"))
                .toList();
        for (String mount : mounts) {
            new ProcessBuilder("umount", "--detach-loop", mount)
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    @Test
    void thePage_hasLinesToRun() throws IOException {
        assertThat(lines().lines().filter(line -> line.startsWith("call "))).hasSizeGreaterThan(15);
    }

    private static String lines() throws IOException {
        Matcher blocks = Pattern.compile("(?s)```sh\n(.*?)```\n").matcher(Files.readString(PAGE));
        List<String> lines = new ArrayList<>();
        while (blocks.find()) {
            lines.add(blocks.group(1));
        }
        return String.join("\n", lines);
    }

    /** Stands in for the launcher, which builds first. */
    private static void program(Path file) throws IOException {
        Files.writeString(
                file,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                        + System.getProperty("java.class.path") + "' " + Main.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
