/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * This machine as a scenario sees it, read from the kernel's own files. It shares no code with the engine, so that it does
 * not share its mistakes.
 */
final class Machine {
    private static final int PORT = 24_007;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final List<String> PROGRAMS =
            List.of("glusterfsd", "glusterfs", "mount.glusterfs", "mkfs.xfs", "losetup", "mount", "umount", "setfattr");
    private static final List<String> DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Machine() {}

    /** What this machine lacks to run the real thing, each with what to do; empty when nothing. */
    static List<String> lacks() {
        List<String> missing = new ArrayList<>();
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                missing.add("root: run it with sudo");
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            missing.add("Linux");
            return missing;
        }
        List<String> programs = PROGRAMS.stream()
                .filter(program ->
                        DIRECTORIES.stream().noneMatch(directory -> Files.isExecutable(Path.of(directory, program))))
                .toList();
        if (!programs.isEmpty()) {
            missing.add("the programs " + String.join(", ", programs)
                    + ": install glusterfs-server, glusterfs-client, xfsprogs and attr");
        }
        for (String node : List.of("/dev/loop-control", "/dev/fuse")) {
            if (!Files.exists(Path.of(node))) {
                missing.add(node + ": load the kernel's module, or give it to the container");
            }
        }
        return missing;
    }

    /** Fails when somebody listens on GlusterFS' port at one of these addresses. */
    static void requirePortFree(List<String> addresses) {
        for (String address : addresses) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName(address), PORT));
            } catch (BindException taken) {
                throw new ScenarioException(
                        "port " + PORT + " of " + address + " is taken, by a glusterd or another GCS"
                                + " perhaps: end that first; \"ss -ltnp\" shows who it is");
            } catch (IOException failure) {
                throw new ScenarioException(
                        "port " + PORT + " of " + address + " cannot be tried: " + failure, failure);
            }
        }
    }

    /** Runs a line in a shell to its end, and fails when that does. */
    static void shell(String line) {
        try {
            Path output = Files.createTempFile("gcs-shell", ".txt");
            try {
                Process process = new ProcessBuilder("/bin/sh", "-c", line)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new ScenarioException("this did not end within a minute: " + line);
                }
                if (process.exitValue() != 0) {
                    throw new ScenarioException("status " + process.exitValue() + " of: " + line + ": "
                            + Files.readString(output).strip());
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ScenarioException("interrupted during: " + line, interrupted);
        }
    }

    /** Ends a process with SIGKILL. */
    static void kill(long pid) {
        if (pid <= 1) {
            throw new IllegalArgumentException("no process to kill: " + pid);
        }
        shell("kill -9 " + pid);
    }

    /** Waits until something holds, and fails saying what did not. */
    static void await(String what, Duration limit, BooleanSupplier holds) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new ScenarioException("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** The first GlusterFS process with such arguments. */
    static OptionalLong glusterProcess(Predicate<List<String>> arguments) {
        return processes().stream()
                .filter(pid -> {
                    List<String> line = List.of(commandLine(pid).split("\0"));
                    return line.get(0).contains("gluster") && arguments.test(line);
                })
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Mount points at or below a directory, newest first. */
    static List<Path> mountsBelow(Path directory) {
        List<Path> found = new ArrayList<>();
        for (String line : lines(Path.of("/proc/self/mountinfo"))) {
            Path target = Path.of(line.split(" ")[4].replace("\\040", " "));
            if (target.startsWith(directory)) {
                found.add(0, target);
            }
        }
        return found;
    }

    /**
     * Everything there is that names a directory: mounts, loop devices, processes of GlusterFS and their like, and the
     * files in it.
     */
    static SortedSet<String> about(Path directory) {
        String name = directory.toString();
        SortedSet<String> found = new TreeSet<>();
        for (String line : lines(Path.of("/proc/self/mountinfo"))) {
            if (line.contains(name)) {
                found.add("mount " + line.split(" ")[4]);
            }
        }
        for (Path device : children(Path.of("/sys/block"))) {
            for (String backing : lines(device.resolve("loop/backing_file"))) {
                if (backing.contains(name)) {
                    found.add("loop device /dev/" + device.getFileName() + " of " + backing);
                }
            }
        }
        for (long pid : processes()) {
            String line = commandLine(pid).replace('\0', ' ').strip();
            boolean ours = pid == ProcessHandle.current().pid();
            if (!ours && !line.startsWith("/bin/sh -c") && (line.contains(name) || marked(pid, name))) {
                found.add("process " + pid + " " + (line.length() > 200 ? line.substring(0, 200) + "..." : line));
            }
        }
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            files.forEach(file -> found.add("file " + file));
        } catch (IOException | UncheckedIOException unreadable) {
            found.add("file " + directory + " cannot be read: " + unreadable);
        }
        return found;
    }

    /** Whether it was started by an engine whose command line or working directory names the directory. */
    private static boolean marked(long pid, String name) {
        return lines(Path.of("/proc", Long.toString(pid), "environ")).stream()
                .flatMap(line -> Stream.of(line.split("\0")))
                .anyMatch(variable -> variable.startsWith("GCS_") && variable.contains(name));
    }

    /** Deletes a directory with everything in it; never looks into what is mounted there. */
    static void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> mounted = mountsBelow(directory);
        ScenarioException.check(
                mounted.isEmpty(), directory + " cannot be deleted: something is mounted at " + mounted);
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, java.io.@org.jspecify.annotations.Nullable IOException failure)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new ScenarioException(directory + " cannot be deleted: " + failure, failure);
        }
    }

    private static List<Long> processes() {
        return children(Path.of("/proc")).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .filter(file -> file.matches("\\d+"))
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    private static String commandLine(long pid) {
        return text(Path.of("/proc", Long.toString(pid), "cmdline")).orElse("");
    }

    private static List<String> lines(Path file) {
        return text(file).map(text -> text.lines().toList()).orElse(List.of());
    }

    /** Empty when it cannot be read: what the kernel lists may be gone a moment later. */
    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
