/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gluster.gcs.cli.Doctor.Verdict;
import org.gluster.gcs.gluster.process.MachineLimits;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private final Modelled machine = new Modelled();

    @Test
    void aMachineWithEverything_isReady() {
        assertThat(new Doctor(machine).checks()).allMatch(check -> check.verdict() == Verdict.GOOD);
        assertThat(run().status()).isZero();
        assertThat(run().out()).endsWith("\neverything needed is there\n");
    }

    @Test
    void theLimitThatBindsFirst_isFirst() {
        assertThat(new Doctor(machine).limits())
                .extracting(MachineLimits.Limit::name, MachineLimits.Limit::bricks)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("memory available, in bytes", 242L),
                        org.assertj.core.groups.Tuple.tuple("process ids (kernel.pid_max)", 2415L),
                        org.assertj.core.groups.Tuple.tuple("open files of the machine (fs.file-max)", 3300L),
                        org.assertj.core.groups.Tuple.tuple("ports of brick processes", 781_968L));
        assertThat(run().out()).contains("At most about 242 bricks on this machine: memory available");
        machine.files.put(
                "/proc/self/limits", "Max open files            100                  200                  files\n");
        assertThat(new Doctor(machine).limits().get(0).bricks()).isZero();
    }

    @Test
    void everythingMissing_isSaidAtOnce() {
        machine.programs.clear();
        machine.files.clear();
        machine.root = false;
        machine.taken = "Address already in use";
        Outcome outcome = run();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out())
                .contains(
                        "run it with sudo",
                        "apt-get install glusterfs-server (Debian, Ubuntu), dnf install glusterfs-server (Fedora)",
                        "modprobe loop",
                        "modprobe xfs",
                        "127.0.0.3:24007    MISSING  address already in use",
                        "\nNOT ready: see MISSING above\n");
    }

    @Test
    void aGlusterFsThatWasNotVerified_isOnlyNoted() {
        machine.version = "glusterfs 11.1";
        assertThat(new Doctor(machine).checks())
                .filteredOn(check -> check.verdict() != Verdict.GOOD)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.verdict()).isEqualTo(Verdict.NOTICE);
                    assertThat(check.found()).isEqualTo("11.1");
                    assertThat(check.remedy()).contains("10.3");
                });
        assertThat(run().status()).isZero();
    }

    @Test
    void kernelSettingsOfThisMachine_areReadWhole() {
        assertThat(Machine.local()
                        .file("/proc/sys/kernel/pid_max")
                        .map(String::strip)
                        .map(Long::parseLong))
                .hasValueSatisfying(value -> assertThat(value).isGreaterThan(300));
    }

    private record Outcome(int status, String out) {}

    private Outcome run() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Session session =
                new Session(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, Map.of(), Clusters.real());
        int status = new DoctorCommand(session, machine).call();
        return new Outcome(status, out.toString(StandardCharsets.UTF_8));
    }

    /** A machine where everything is as wanted, until a test says otherwise. */
    private static final class Modelled implements Machine {
        final Map<String, String> files = new TreeMap<>(Map.of(
                "/proc/filesystems", "nodev\tproc\n\txfs\nnodev\tfuse\n",
                "/proc/self/limits", "Max open files            1024                 20000                files\n",
                "/proc/sys/kernel/pid_max", "32768\n",
                "/proc/sys/fs/file-max", "1000000\n",
                "/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    2072576 kB\n",
                "/dev/fuse", "",
                "/dev/loop-control", "",
                "/proc/self/ns/mnt", ""));
        final Map<String, String> programs = new TreeMap<>();
        boolean root = true;
        String version = "glusterfs 10.3";
        String taken = "";

        Modelled() {
            for (String name : new String[] {
                "glusterfsd", "glusterfs", "mount.glusterfs", "mkfs.xfs", "setfattr", "losetup", "mount", "setsid", "ps"
            }) {
                programs.put(name, "/usr/sbin/" + name);
            }
        }

        @Override
        public Optional<String> file(String path) {
            return Optional.ofNullable(files.get(path));
        }

        @Override
        public boolean exists(String path) {
            return files.containsKey(path);
        }

        @Override
        public Optional<String> program(String name) {
            return Optional.ofNullable(programs.get(name));
        }

        @Override
        public Optional<String> version(String program) {
            return Optional.of(version);
        }

        @Override
        public boolean root() {
            return root;
        }

        @Override
        public Optional<String> cannotListen(String address, int port) {
            return taken.isEmpty() ? Optional.empty() : Optional.of(taken);
        }
    }
}
