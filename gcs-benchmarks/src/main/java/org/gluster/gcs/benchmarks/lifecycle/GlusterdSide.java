/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The distribution's glusterd with its own CLI, in network and mount namespaces of its own, over directories that are there
 * already. Times are gross: both calls of the CLI, as a user makes them.
 */
final class GlusterdSide implements Side {
    static final String HOST = "10.99.0.1";
    private static final int PATIENCE = 60;

    private final Process process;
    private final Path bricks;

    GlusterdSide(Path root) throws IOException, InterruptedException {
        bricks = Files.createDirectories(root.resolve("bricks"));
        String script = """
                ip link set lo up && ip addr add %s/32 dev lo
                for each in /run /var/lib/glusterd /var/log/glusterfs; do mount -t tmpfs tmpfs $each || exit 1; done
                mkdir -p /run/gluster
                exec /usr/sbin/glusterd -N -p /run/glusterd.pid --log-level ERROR
                """.formatted(HOST);
        process = new ProcessBuilder(
                        "unshare",
                        "-n",
                        "-m",
                        "-p",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (run(false, "volume", "list") != 0) {
            if (System.nanoTime() > end || !process.isAlive()) {
                close();
                throw new IOException("glusterd did not answer within " + PATIENCE + " s");
            }
            Thread.sleep(100);
        }
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/glusterd")) && Files.isExecutable(Path.of("/usr/sbin/gluster"));
    }

    @Override
    public String name() {
        return "glusterd";
    }

    /** How long a call of the CLI takes that does nothing, in nanoseconds. */
    long emptyCall() {
        long from = System.nanoTime();
        run(true, "volume", "list");
        return System.nanoTime() - from;
    }

    /** What goes before a command that is to run in its namespaces. */
    List<String> inside() {
        return List.of("nsenter", "-t", Long.toString(first()), "-n", "-m", "-p");
    }

    @Override
    public long create(String volume) {
        try {
            for (int brick = 1; brick <= 3; brick++) {
                Files.createDirectories(bricks.resolve(volume + "-" + brick));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return createIn(volume, "");
    }

    /** The same, with bricks that are directories of that name below the usual ones, which are there; those themselves without a name. */
    long createIn(String volume, String below) {
        List<String> create = new ArrayList<>(List.of("volume", "create", volume, "replica", "3"));
        for (int brick = 1; brick <= 3; brick++) {
            create.add(HOST + ":" + bricks.resolve(volume + "-" + brick).resolve(below));
        }
        create.add("force");
        long from = System.nanoTime();
        run(true, create.toArray(String[]::new));
        run(true, "volume", "start", volume);
        return System.nanoTime() - from;
    }

    @Override
    public long delete(String volume) {
        long from = System.nanoTime();
        run(true, "volume", "stop", volume);
        run(true, "volume", "delete", volume);
        return System.nanoTime() - from;
    }

    private int run(boolean must, String... words) {
        List<String> command = new ArrayList<>(inside());
        command.addAll(List.of("gluster", "--mode=script"));
        command.addAll(List.of(words));
        try {
            Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = cli.waitFor();
            if (must && status != 0) {
                throw new IllegalStateException("gluster " + String.join(" ", words) + ": " + printed.strip());
            }
            return status;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** The first process of the namespaces; unshare itself stays outside of the process namespace. */
    private long first() {
        return process.children().findFirst().map(ProcessHandle::pid).orElse(process.pid());
    }

    @Override
    public void close() {
        // its children go with the process namespace
        process.destroyForcibly();
        process.onExit().join();
    }
}
