/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a main class in a child JVM that has a network, mounts and processes of its own. When that JVM ends, or ours does, in
 * whatever way, the kernel ends every process in there, and with them go their mounts, links and addresses. What can stay is
 * a directory; the next run removes it.
 */
final class Namespaced {
    private static final String PREFIX = "gcs-access-";
    private static final String LOCK = "lock";
    private static final int SECONDS = 480;

    private Namespaced() {}

    /** What the child said. */
    record Result(int status, String output) {}

    /** Runs it with a directory of its own before the arguments, to its end. */
    static Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path base = Files.createTempDirectory(PREFIX);
        sweep(base);
        try (FileChannel channel =
                        FileChannel.open(base.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Path output = base.resolve("output");
            List<String> command = new ArrayList<>(List.of(
                    "unshare",
                    "--net",
                    "--mount",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "--mount-proc",
                    "--propagation",
                    "private",
                    "sh", // reaps what loses its parent, and ends with the JVM
                    "-c",
                    "\"$@\"; exit $?",
                    "sh",
                    ProcessHandle.current().info().command().orElse("java"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName(),
                    base.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start(); // our end of its input closes with us
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Result(-1, "no end within " + SECONDS + " s: " + Files.readString(output));
            }
            if (!held.isValid()) {
                throw new IllegalStateException("the lock on " + base + " was lost");
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            remove(base);
        }
    }

    /** In the child: ends this JVM, and with it all of its namespaces, as soon as nobody waits for it any more. */
    static void endWithParent() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nobody says anything
                        }
                    } catch (IOException gone) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(99);
                },
                "gcs-parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Removes what runs left that were killed: directories beside ours whose lock nobody holds. */
    private static void sweep(Path own) throws IOException {
        Path parent = own.resolveSibling(".").normalize();
        List<Path> left;
        try (Stream<Path> all = Files.list(parent)) {
            left = all.filter(path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(own))
                    .toList();
        }
        for (Path base : left) {
            Path lock = base.resolve(LOCK);
            if (!Files.exists(lock)) {
                continue;
            }
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    FileLock free = channel.tryLock()) {
                if (free != null) {
                    remove(base);
                }
            }
        }
    }

    private static void remove(Path base) throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
