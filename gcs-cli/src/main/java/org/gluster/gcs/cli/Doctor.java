/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.gluster.process.BrickCost;
import org.gluster.gcs.gluster.process.MachineLimits;

/** Judges a machine. */
final class Doctor {
    static final String VERIFIED = "10.3";

    private static final int PORT = 24_007;
    private static final int NODES = 3;

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

    /** The limits of the machine, that which allows the fewest bricks first. */
    List<MachineLimits.Limit> limits() {
        return limits(BrickCost.USED);
    }

    /** The same, for bricks that take so much. */
    List<MachineLimits.Limit> limits(BrickCost cost) {
        return MachineLimits.of(machine::file, cost, 0, machine.exists("/dev/loop-control"));
    }
}
