/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.gluster.gcs.gluster.process.MachineLimits.Limit;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {
    private final TreeMap<Path, String> files = new TreeMap<>();

    private void file(String path, String text) {
        files.put(Path.of(path), text);
    }

    private Limit limit(BrickCost cost, String name) {
        return MachineLimits.of(files, cost, 0).stream()
                .filter(limit -> limit.name().contains(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMachineThatTellsNothing_isLimitedByPortsAlone() {
        assertThat(MachineLimits.of(files, BrickCost.ALONE, 0)).hasSize(1).allMatch(limit -> limit.bricks() == 11_848);
        assertThat(MachineLimits.of(files, BrickCost.SHARED, 0))
                .hasSize(1)
                .allMatch(limit -> limit.bricks() == 11_848L * 250);
    }

    @Test
    void processIds_countTheThreadsOfDaemonsAndThoseOfMountedFileSystems() {
        file("/proc/sys/kernel/pid_max", "32768\n");
        assertThat(limit(BrickCost.ALONE, "pid_max").bricks()).isEqualTo((32_768 - 1000) / 23);
        assertThat(limit(BrickCost.SHARED, "pid_max").bricks()).isEqualTo(31_768L * 250 / (13 * 250 + 10));
        assertThat(limit(BrickCost.SHARED, "pid_max").remedy()).contains("sysctl kernel.pid_max");
    }

    @Test
    void openFiles_boundTheBricksThatOneProcessServes_andSoWhatProcessesTake() {
        file("/proc/sys/kernel/pid_max", "32768");
        file("/proc/self/limits", "Max open files            1024                 20000                files \n");
        assertThat(BrickCost.SHARED.bricksOfProcess(20_000)).isEqualTo(66);
        assertThat(limit(BrickCost.SHARED, "pid_max").bricks()).isEqualTo(31_768L * 66 / (13 * 66 + 10));
        assertThat(MachineLimits.of(files, BrickCost.ALONE, 0))
                .noneMatch(limit -> limit.name().contains("RLIMIT"));
        file("/proc/self/limits", "Max open files            100                  200                  files \n");
        assertThat(limit(BrickCost.ALONE, "RLIMIT_NOFILE").bricks()).isZero();
        assertThat(limit(BrickCost.SHARED, "RLIMIT_NOFILE").bricks()).isZero();
        assertThat(limit(BrickCost.SHARED, "pid_max").bricks()).isZero();
    }

    @Test
    void theLargestNumberThatAKernelSays_isNoOverflow() {
        file("/proc/sys/fs/file-max", "9223372036854775807");
        assertThat(limit(BrickCost.SHARED, "file-max").bricks()).isGreaterThan(1L << 40);
        assertThat(limit(BrickCost.ALONE, "file-max").bricks()).isGreaterThan(1L << 40);
    }

    @Test
    void threadsOfAContainer_countNoKernelThreads() {
        file("/sys/fs/cgroup/pids.max", "5000\n");
        assertThat(limit(BrickCost.SHARED, "pids.max").bricks()).isEqualTo(4000 * 250 / (5 * 250 + 10));
        file("/sys/fs/cgroup/pids.max", "max\n");
        assertThat(MachineLimits.of(files, BrickCost.SHARED, 0))
                .noneMatch(limit -> limit.name().contains("pids.max"));
    }

    @Test
    void memoryThatIsAvailable_isForMoreBricksThanRunAlready() {
        file("/proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable: 2097152 kB\n");
        long free = limit(BrickCost.ALONE, "memory").bricks();
        assertThat(free).isEqualTo(1024 / 25);
        assertThat(MachineLimits.of(files, BrickCost.ALONE, 7).get(0).bricks()).isEqualTo(free + 7);
        file("/proc/meminfo", "MemAvailable: 1024 kB\n");
        assertThat(MachineLimits.of(files, BrickCost.ALONE, 7).get(0).bricks()).isEqualTo(7);
    }

    @Test
    void aLargeMachineKeepsAShareOfItsMemory() {
        file("/proc/meminfo", "MemTotal: 33554432 kB\nMemAvailable: 8388608 kB\n");
        assertThat(limit(BrickCost.ALONE, "memory").bricks()).isEqualTo(4096 / 25);
    }

    @Test
    void theFewestBricksComeFirst() {
        file("/proc/sys/kernel/pid_max", "32768");
        file("/proc/sys/fs/mount-max", "2000");
        assertThat(MachineLimits.of(files, BrickCost.ALONE, 0))
                .extracting(Limit::bricks)
                .isSorted()
                .first()
                .isEqualTo(1000L);
    }

    @Test
    void everyFileOfThisMachineIsReadOrAbsent() {
        assertThat(MachineLimits.files()).contains(Path.of("/proc/sys/kernel/pid_max"));
        assertThat(List.copyOf(MachineLimits.files())).doesNotHaveDuplicates();
    }
}
