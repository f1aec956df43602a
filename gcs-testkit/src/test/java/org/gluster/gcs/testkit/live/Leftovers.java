/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a test has left of a directory on the real machine. */
public final class Leftovers {
    private Leftovers() {}

    /** Mounts, loop devices and GlusterFS processes that name this directory. */
    public static List<String> of(Path directory) {
        String name = directory.toString();
        List<String> found = new ArrayList<>();
        text(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(name))
                .forEach(found::add);
        for (Path device : children(Path.of("/sys/block"))) {
            if (text(device.resolve("loop/backing_file")).contains(name)) {
                found.add(device.toString());
            }
        }
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process -> ProcessArguments.of(process.pid()))
                .filter(arguments ->
                        !arguments.contains("java") && arguments.contains("gluster") && arguments.contains(name))
                .forEach(found::add);
        return found;
    }

    /** Empty when it cannot be read: what the kernel lists may be gone a moment later. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
