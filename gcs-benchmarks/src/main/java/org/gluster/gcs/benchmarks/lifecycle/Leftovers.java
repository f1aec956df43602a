/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Takes away everything below a directory of a benchmark: processes that name it, mounts, loop devices, files. */
public final class Leftovers {
    private Leftovers() {}

    /** Does it; what a side has taken away by itself is not there any more. */
    public static void remove(Path root) throws IOException, InterruptedException {
        String below = root + "/";
        long self = ProcessHandle.current().pid();
        List<ProcessHandle> processes = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && names(process, below))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        for (Path mount : mounts(below)) {
            run("umount", "--lazy", mount.toString());
        }
        for (String device : loops(below)) {
            run("losetup", "--detach", device);
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static boolean names(ProcessHandle process, String below) {
        try {
            return Files.readString(
                            Path.of("/proc/" + process.pid() + "/cmdline"),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(below);
        } catch (IOException ended) {
            return false;
        }
    }

    /** Innermost first. */
    private static List<Path> mounts(String below) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String target = line.split(" ", -1)[4];
            if (target.startsWith(below)) {
                found.add(Path.of(target));
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static List<String> loops(String below) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
            for (Path device : devices) {
                Path backing = device.resolve("loop/backing_file");
                if (Files.exists(backing) && Files.readString(backing).startsWith(below)) {
                    found.add("/dev/" + device.getFileName());
                }
            }
        }
        return found;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
