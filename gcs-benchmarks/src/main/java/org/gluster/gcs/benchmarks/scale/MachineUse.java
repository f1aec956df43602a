/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What lies and runs below one directory of this machine: processes, mounts, loop devices, files; counted, or cleared away. */
final class MachineUse {
    private static final Path PROC = Path.of("/proc");
    private static final Path BLOCK = Path.of("/sys/block");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable: +([0-9]+) kB$");
    private static final double TICKS_PER_SECOND = 100;

    private final Path root;

    MachineUse(Path root) {
        this.root = root;
    }

    /** A process that names the directory in its arguments. */
    private record Found(long pid, String program) {}

    /**
     * What the daemons of one kind use.
     *
     * @param count how many there are
     * @param rss bytes of memory, shared pages counted in each
     * @param cpu seconds of processor so far
     */
    record Daemons(int count, long rss, long threads, long descriptors, double cpu) {
        String json(String name, int bricks) {
            return String.format(
                    Locale.ROOT,
                    "\"%s\":{\"processes\":%d,\"rss_mb\":%.1f,\"rss_mb_per_brick\":%.2f,\"threads\":%d,\"fds\":%d}",
                    name,
                    count,
                    rss / 1048576.0,
                    bricks == 0 ? 0 : rss / 1048576.0 / bricks,
                    threads,
                    descriptors);
        }
    }

    /** What the kernel says programs could still have. */
    long availableBytes() {
        Matcher line = AVAILABLE.matcher(text(PROC.resolve("meminfo")));
        if (!line.find()) {
            throw new IllegalStateException("no MemAvailable in /proc/meminfo");
        }
        return Long.parseLong(line.group(1)) * 1024;
    }

    private List<Found> processes() {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : all) {
                String arguments = text(each.resolve("cmdline"));
                long pid = Long.parseLong(each.getFileName().toString());
                if (arguments.contains(root + "/")
                        && pid != ProcessHandle.current().pid()) {
                    found.add(new Found(pid, text(each.resolve("comm")).strip()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the processes of this machine cannot be listed", failure);
        }
        return found;
    }

    /** The daemons whose program begins with this name and is no longer than it by more than its thread's name allows. */
    Daemons daemons(String program) {
        int count = 0;
        long rss = 0;
        long threads = 0;
        long descriptors = 0;
        double cpu = 0;
        for (Found process : processes()) {
            if (process.program().equals(program)) {
                count++;
                Path directory = PROC.resolve(Long.toString(process.pid()));
                rss += status(directory, "VmRSS:") * 1024;
                threads += status(directory, "Threads:");
                descriptors += entries(directory.resolve("fd"));
                cpu += cpu(directory);
            }
        }
        return new Daemons(count, rss, threads, descriptors, cpu);
    }

    private static long status(Path process, String field) {
        return text(process.resolve("status"))
                .lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static double cpu(Path process) {
        String stat = text(process.resolve("stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static int entries(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return (int) all.count();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    /** Mount points below the directory, the newest first. */
    List<String> mounts() {
        List<String> mounts = new ArrayList<>();
        for (String line : text(PROC.resolve("self/mountinfo")).lines().toList()) {
            String target = line.split(" ", -1)[4];
            if (target.startsWith(root + "/")) {
                mounts.add(target);
            }
        }
        Collections.reverse(mounts);
        return mounts;
    }

    /** Loop devices with a file below the directory. */
    List<String> loops() {
        List<String> loops = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(BLOCK, "loop*")) {
            for (Path each : all) {
                if (text(each.resolve("loop/backing_file")).startsWith(root + "/")) {
                    loops.add("/dev/" + each.getFileName());
                }
            }
        } catch (IOException noBlockDevices) {
            return loops;
        }
        return loops;
    }

    /** What is left, for a person; empty when nothing is. */
    String left() {
        int processes = processes().size();
        int mounts = mounts().size();
        int loops = loops().size();
        return processes + mounts + loops == 0
                ? ""
                : processes + " processes, " + mounts + " mounts, " + loops + " loop devices";
    }

    /** Ends, unmounts, detaches and deletes all of it, whoever made it and however far that had come. */
    void clear() {
        for (int round = 0; round < 3 && (round == 0 || !left().isEmpty()); round++) {
            for (Found process : processes()) {
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            mounts().forEach(mount -> run("umount", "-l", mount));
            loops().forEach(loop -> run("losetup", "--detach", loop));
        }
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(root + " cannot be removed whole: remove it yourself", failure);
        }
    }

    /** Runs a program for at most a minute; answers what it said when it failed, else nothing. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return String.join(" ", command) + " did not end within a minute";
            }
            return process.exitValue() == 0
                    ? ""
                    : String.join(" ", command) + " failed with " + process.exitValue() + ": " + said.strip();
        } catch (IOException failure) {
            return String.join(" ", command) + " cannot be run: " + failure.getMessage();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return String.join(" ", command) + " was not waited for";
        }
    }
}
