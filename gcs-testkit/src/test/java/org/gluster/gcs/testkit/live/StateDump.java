/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The state that a GlusterFS process writes down when it is asked to by a signal. */
public final class StateDump {
    private static final Path DIRECTORY = Path.of("/var/run/gluster");

    private StateDump() {}

    /** Asks the process, waits for the whole of what it writes, and leaves no file. */
    public static String of(long pid) throws IOException {
        Files.createDirectories(DIRECTORY);
        delete(pid);
        Shell.sh("kill -USR1 " + pid);
        AtomicReference<String> text = new AtomicReference<>("");
        Waiting.waitFor("the dump of process " + pid, () -> {
            text.set(written(pid));
            return text.get().contains("DUMP-END-TIME");
        });
        delete(pid);
        return text.get();
    }

    private static String written(long pid) {
        try {
            List<Path> files = files(pid);
            return files.isEmpty() ? "" : Files.readString(files.get(0), StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(long pid) throws IOException {
        for (Path file : files(pid)) {
            Files.delete(file);
        }
    }

    private static List<Path> files(long pid) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.getFileName().toString().contains("." + pid + ".dump."))
                    .toList();
        }
    }
}
