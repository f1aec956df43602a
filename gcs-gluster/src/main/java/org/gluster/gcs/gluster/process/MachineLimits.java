/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bricks a machine can have, from what its kernel says of itself. Pure. What devices have room for is the
 * planner's business.
 */
public final class MachineLimits {
    private static final String LIMITS = "/proc/self/limits";
    private static final String FILE_MAX = "/proc/sys/fs/file-max";
    private static final String PID_MAX = "/proc/sys/kernel/pid_max";
    private static final String THREADS_MAX = "/proc/sys/kernel/threads-max";
    private static final String MOUNT_MAX = "/proc/sys/fs/mount-max";
    private static final String MEMORY = "/proc/meminfo";
    private static final String MAX_LOOP = "/sys/module/loop/parameters/max_loop";
    private static final List<String> PIDS_MAX = List.of("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max");

    /** Ports that brick processes take: 49152 to 60999. */
    private static final int PORTS = 61_000 - 49_152;

    /** What the JVM, the daemons and the rest of the machine keep for themselves, at least. */
    private static final long MEMORY_OF_THE_REST = 1L << 30;

    /** And this share of all memory: with less, a machine of 24 GB was busy with finding some. */
    private static final int SHARE_OF_THE_REST = 8;

    private static final int TASKS_OF_THE_REST = 1000;
    private static final int MOUNTS_OF_THE_REST = 1000;
    private static final String LARGEST = Long.toString(Long.MAX_VALUE);
    private static final int MEMINFO_BYTES = 1 << 16;

    private MachineLimits() {}

    /**
     * One limit.
     *
     * @param name what is limited, and by which setting
     * @param value as the kernel says it
     * @param bricks how many it allows
     * @param remedy how to raise it
     */
    public record Limit(String name, long value, long bricks, String remedy) {}

    /** The files to read; a machine lacks some of them. None is larger than {@link #longestFile()}. */
    public static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (String file : List.of(LIMITS, FILE_MAX, PID_MAX, THREADS_MAX, MOUNT_MAX, MEMORY)) {
            files.add(Path.of(file));
        }
        PIDS_MAX.forEach(file -> files.add(Path.of(file)));
        return files;
    }

    /** Bytes of the longest of {@link #files}. */
    public static int longestFile() {
        return MEMINFO_BYTES;
    }

    /**
     * The limits, that which allows the fewest bricks first.
     *
     * @param files what those of {@link #files} hold, by path
     * @param cost what a brick takes
     * @param bricks that run now, whose memory is not available any more
     */
    public static List<Limit> of(SortedMap<Path, String> files, BrickCost cost, long bricks) {
        return of(path -> Optional.ofNullable(files.get(Path.of(path))), cost, bricks, true);
    }

    /**
     * The same, of a machine that may lack loop devices on demand.
     *
     * @param file what a file holds
     * @param loopControl whether the kernel makes loop devices as they are asked for
     */
    public static List<Limit> of(
            Function<String, Optional<String>> file, BrickCost cost, long bricks, boolean loopControl) {
        List<Limit> limits = new ArrayList<>();
        long inOne = openFiles(file).map(cost::bricksOfProcess).orElse((long) cost.bricksOfProcess());
        if (inOne == 0) {
            limits.add(new Limit(
                    "open files of a process (RLIMIT_NOFILE, hard)",
                    openFiles(file).orElse(0L),
                    0,
                    "ulimit -Hn, or LimitNOFILE= of the service; a brick takes " + cost.descriptors()));
        }
        number(file, FILE_MAX)
                .ifPresent(value -> limits.add(new Limit(
                        "open files of the machine (fs.file-max)",
                        value,
                        shared(value, cost.descriptors(), cost.descriptorsOfProcess(), inOne),
                        "sysctl fs.file-max=...")));
        number(file, PID_MAX)
                .ifPresent(value -> limits.add(new Limit(
                        "process ids (kernel.pid_max)",
                        value,
                        tasks(value, cost.kernelThreads(), cost, inOne),
                        "sysctl kernel.pid_max=4194304")));
        number(file, THREADS_MAX)
                .ifPresent(value -> limits.add(new Limit(
                        "threads (kernel.threads-max)",
                        value,
                        tasks(value, cost.kernelThreads(), cost, inOne),
                        "sysctl kernel.threads-max=...")));
        PIDS_MAX.stream()
                .flatMap(path -> number(file, path).stream())
                .findFirst()
                .ifPresent(value -> limits.add(new Limit(
                        "threads of this container (pids.max)",
                        value,
                        tasks(value, 0, cost, inOne),
                        "--pids-limit of the container; TasksMax= of the service")));
        number(file, MOUNT_MAX)
                .ifPresent(value -> limits.add(new Limit(
                        "mounts (fs.mount-max)",
                        value,
                        Math.max(0, value - MOUNTS_OF_THE_REST),
                        "sysctl fs.mount-max=...")));
        if (!loopControl) {
            number(file, MAX_LOOP)
                    .filter(value -> value > 0)
                    .ifPresent(value -> limits.add(
                            new Limit("loop devices (loop.max_loop)", value, value, "modprobe loop max_loop=...")));
        }
        limits.add(new Limit("ports of brick processes", PORTS, PORTS * inOne, "more nodes: they are 49152 to 60999"));
        long rest =
                Math.max(MEMORY_OF_THE_REST, memory(file, "MemTotal").orElse(MEMORY_OF_THE_REST) / SHARE_OF_THE_REST);
        memory(file, "MemAvailable")
                .ifPresent(value -> limits.add(new Limit(
                        "memory available, in bytes",
                        value,
                        bricks + shared(value - rest, cost.memory(), cost.memoryOfProcess(), inOne),
                        "more memory: a brick takes " + (cost.memory() == 0 ? "14 to 25 MiB" : "some 4 MB"))));
        limits.sort(Comparator.comparingLong(Limit::bricks).thenComparing(Limit::name));
        return List.copyOf(limits);
    }

    private static long tasks(long value, int kernelThreads, BrickCost cost, long inOne) {
        return shared(value - TASKS_OF_THE_REST, cost.threads() + kernelThreads, cost.threadsOfProcess(), inOne);
    }

    /** How many bricks share that, each taking some for itself, and each process of so many some more. */
    private static long shared(long value, long each, long ofProcess, long inOne) {
        if (inOne == 0) {
            return 0;
        }
        long bounded = Math.min(Math.max(0, value), Long.MAX_VALUE / inOne); // fs.file-max may be the largest number
        return bounded * inOne / (each * inOne + ofProcess);
    }

    private static Optional<Long> number(Function<String, Optional<String>> file, String path) {
        return file.apply(path)
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,19}") && (text.length() < 19 || text.compareTo(LARGEST) <= 0))
                .map(Long::parseLong);
    }

    private static Optional<Long> openFiles(Function<String, Optional<String>> file) {
        Matcher line = Pattern.compile("(?m)^Max open files +\\S+ +([0-9]{1,18}) ")
                .matcher(file.apply(LIMITS).orElse(""));
        return line.find() ? Optional.of(Long.parseLong(line.group(1))) : Optional.empty();
    }

    private static Optional<Long> memory(Function<String, Optional<String>> file, String field) {
        Matcher line = Pattern.compile("(?m)^" + field + ": +([0-9]{1,15}) kB")
                .matcher(file.apply(MEMORY).orElse(""));
        return line.find() ? Optional.of(Long.parseLong(line.group(1)) << 10) : Optional.empty();
    }
}
