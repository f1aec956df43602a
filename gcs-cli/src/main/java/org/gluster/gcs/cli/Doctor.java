/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges a machine. What a brick takes was measured with GlusterFS 10.3. */
final class Doctor {
    static final String VERIFIED = "10.3";

    private static final int PORT = 24_007;
    private static final int NODES = 3;

    private static final int FILES_OF_A_BRICK = 270;
    private static final int THREADS_OF_A_BRICK = 15;
    private static final int KERNEL_THREADS_OF_A_MOUNT = 8;
    private static final long MEMORY_OF_A_BRICK = 25L << 20;
    /** What the JVM, the daemons and the rest of the machine keep for themselves. */
    private static final long MEMORY_OF_THE_REST = 1L << 30;

    private static final int TASKS_OF_THE_REST = 1000;

    private final Machine machine;

    Doctor(Machine machine) {
        this.machine = machine;
    }

    /** What a check comes to. */
    enum Verdict {
        GOOD,
        NOTICE,
        MISSING
    }

    /** One thing that is needed. */
    record Check(String name, Verdict verdict, String found, String remedy) {}

    /** One limit, and how many bricks it allows. */
    record Limit(String name, long value, long bricks, String remedy) {}

    private record Program(String name, String debian, String fedora, boolean needed, String use) {}

    private static final List<Program> PROGRAMS = List.of(
            new Program("glusterfsd", "glusterfs-server", "glusterfs-server", true, "bricks"),
            new Program("glusterfs", "glusterfs-client", "glusterfs-fuse", true, "self-heal and mounts"),
            new Program("mount.glusterfs", "glusterfs-client", "glusterfs-fuse", false, "mounting on this machine"),
            new Program("mkfs.xfs", "xfsprogs", "xfsprogs", true, "file systems of bricks"),
            new Program("setfattr", "attr", "attr", true, "marks on files"),
            new Program("losetup", "mount", "util-linux", true, "loop devices"),
            new Program("mount", "mount", "util-linux", true, "mounts of bricks"),
            new Program("setsid", "util-linux", "util-linux", true, "daemons"),
            new Program("ps", "procps", "procps-ng", false, "mount.glusterfs, which calls it"));

    /** Everything that is looked at, in one order. */
    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(
                machine.root()
                        ? new Check("root", Verdict.GOOD, "yes", "")
                        : new Check("root", Verdict.MISSING, "no", "run it with sudo"));
        PROGRAMS.forEach(program -> checks.add(program(program)));
        checks.add(version());
        checks.add(loop());
        checks.add(fileSystem("xfs", "xfs", true, "modprobe xfs, or a kernel with CONFIG_XFS_FS"));
        checks.add(fileSystem("fuse", "fuse", false, "modprobe fuse; needed only to mount volumes on this machine"));
        checks.add(
                machine.exists("/dev/fuse")
                        ? new Check("/dev/fuse", Verdict.GOOD, "there", "")
                        : new Check(
                                "/dev/fuse",
                                Verdict.NOTICE,
                                "not there",
                                "give it to the container; needed only to mount volumes on this machine"));
        checks.add(
                machine.exists("/proc/self/ns/mnt")
                        ? new Check("mount namespaces", Verdict.GOOD, "there", "")
                        : new Check(
                                "mount namespaces", Verdict.MISSING, "not there", "a kernel with CONFIG_NAMESPACES"));
        for (int node = 1; node <= NODES; node++) {
            checks.add(port("127.0.0." + node));
        }
        return checks;
    }

    private Check program(Program program) {
        Optional<String> found = machine.program(program.name());
        if (found.isPresent()) {
            return new Check(program.name(), Verdict.GOOD, found.get(), "");
        }
        return new Check(
                program.name(),
                program.needed() ? Verdict.MISSING : Verdict.NOTICE,
                "not there",
                "for " + program.use() + ": apt-get install " + program.debian() + " (Debian, Ubuntu), dnf install "
                        + program.fedora() + " (Fedora)");
    }

    private Check version() {
        Optional<String> line = machine.program("glusterfsd").flatMap(machine::version);
        Matcher number = Pattern.compile("glusterfs ([0-9][0-9.a-z-]*)").matcher(line.orElse(""));
        if (!number.find()) {
            return new Check(
                    "GlusterFS version",
                    Verdict.NOTICE,
                    line.orElse("not known"),
                    "GlusterFS " + VERIFIED + " was verified");
        }
        String found = number.group(1);
        return found.equals(VERIFIED)
                ? new Check("GlusterFS version", Verdict.GOOD, found + ", which was verified", "")
                : new Check(
                        "GlusterFS version",
                        Verdict.NOTICE,
                        found,
                        "only " + VERIFIED + " was verified; \"./gcs verify\" tells about this one");
    }

    private Check loop() {
        return machine.exists("/dev/loop-control")
                ? new Check("loop devices", Verdict.GOOD, "/dev/loop-control", "")
                : new Check(
                        "loop devices",
                        Verdict.MISSING,
                        "no /dev/loop-control",
                        "modprobe loop; in a container, give it /dev/loop-control and loop devices");
    }

    private Check fileSystem(String name, String type, boolean needed, String remedy) {
        boolean there = machine.file("/proc/filesystems")
                .orElse("")
                .lines()
                .anyMatch(line -> line.strip().equals(type) || line.endsWith("\t" + type));
        if (there) {
            return new Check("kernel: " + name, Verdict.GOOD, "loaded", "");
        }
        return new Check(
                "kernel: " + name, needed ? Verdict.MISSING : Verdict.NOTICE, "not loaded, or not there", remedy);
    }

    private Check port(String address) {
        String name = address + ":" + PORT;
        return machine.cannotListen(address, PORT)
                .map(why -> new Check(
                        name,
                        Verdict.MISSING,
                        why.toLowerCase(Locale.ROOT),
                        "stop what listens there: glusterd, or a cluster that runs already (\"dev status\")"))
                .orElseGet(() -> new Check(name, Verdict.GOOD, "free", ""));
    }

    /** The limits of the machine, that which allows the fewest bricks first. A brick is one process on one mount. */
    List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        // Of each process, and a brick is one: it allows any number of bricks, or none.
        openFiles()
                .filter(value -> value < FILES_OF_A_BRICK)
                .ifPresent(value -> limits.add(new Limit(
                        "open files of a process (RLIMIT_NOFILE, hard)",
                        value,
                        0,
                        "ulimit -Hn, or LimitNOFILE= of the service; a brick takes " + FILES_OF_A_BRICK)));
        number("/proc/sys/fs/file-max")
                .ifPresent(value -> limits.add(new Limit(
                        "open files of the machine (fs.file-max)",
                        value,
                        value / FILES_OF_A_BRICK,
                        "sysctl fs.file-max=...")));
        int tasks = THREADS_OF_A_BRICK + KERNEL_THREADS_OF_A_MOUNT;
        number("/proc/sys/kernel/pid_max")
                .ifPresent(value -> limits.add(new Limit(
                        "process ids (kernel.pid_max)", value, tasks(value, tasks), "sysctl kernel.pid_max=4194304")));
        number("/proc/sys/kernel/threads-max")
                .ifPresent(value -> limits.add(new Limit(
                        "threads (kernel.threads-max)", value, tasks(value, tasks), "sysctl kernel.threads-max=...")));
        cgroupTasks()
                .ifPresent(value -> limits.add(new Limit(
                        "threads of this container (pids.max)",
                        value,
                        Math.max(0, value - TASKS_OF_THE_REST) / THREADS_OF_A_BRICK,
                        "--pids-limit of the container; TasksMax= of the service")));
        number("/sys/module/loop/parameters/max_loop")
                .filter(value -> value > 0 && !machine.exists("/dev/loop-control"))
                .ifPresent(value -> limits.add(
                        new Limit("loop devices (loop.max_loop)", value, value, "modprobe loop max_loop=...")));
        memory().ifPresent(value -> limits.add(new Limit(
                "memory available, in bytes",
                value,
                Math.max(0, value - MEMORY_OF_THE_REST) / MEMORY_OF_A_BRICK,
                "more memory: a brick takes 14 to 25 MiB")));
        limits.sort(Comparator.comparingLong(Limit::bricks).thenComparing(Limit::name));
        return limits;
    }

    private static long tasks(long value, int each) {
        return Math.max(0, value - TASKS_OF_THE_REST) / each;
    }

    private Optional<Long> number(String path) {
        return machine.file(path).map(String::strip).filter(Doctor::isNumber).map(Long::parseLong);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,18}");
    }

    private Optional<Long> openFiles() {
        Matcher line = Pattern.compile("(?m)^Max open files +\\S+ +([0-9]{1,18}) ")
                .matcher(machine.file("/proc/self/limits").orElse(""));
        return line.find() ? Optional.of(Long.parseLong(line.group(1))) : Optional.empty();
    }

    private Optional<Long> cgroupTasks() {
        return number("/sys/fs/cgroup/pids.max").or(() -> number("/sys/fs/cgroup/pids/pids.max"));
    }

    private Optional<Long> memory() {
        Matcher line = Pattern.compile("(?m)^MemAvailable: +([0-9]{1,15}) kB")
                .matcher(machine.file("/proc/meminfo").orElse(""));
        return line.find() ? Optional.of(Long.parseLong(line.group(1)) << 10) : Optional.empty();
    }
}
