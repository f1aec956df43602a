/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine can run tests of the real thing; {@code -Dgcs.live=off} says no. */
final class LiveMachine {
    private static final List<String> STORAGE = List.of("mkfs.xfs", "losetup", "mount", "fallocate", "getfattr");
    private static final List<String> GLUSTER = List.of("glusterfsd", "glusterfs");

    private LiveMachine() {}

    static boolean hasStorage() {
        return !"off".equals(System.getProperty("gcs.live"))
                && "root".equals(System.getProperty("user.name"))
                && Files.exists(Path.of("/dev/loop-control"))
                && installed(STORAGE);
    }

    static boolean hasGluster() {
        return hasStorage() && installed(GLUSTER);
    }

    private static boolean installed(List<String> programs) {
        return programs.stream()
                .allMatch(program -> List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))));
    }
}
