/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Command lines of processes, as the kernel shows them: each argument ends in a zero. */
public final class ProcessArguments {
    private ProcessArguments() {}

    /** Empty when there is no such process any more. */
    public static String of(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** One of those processes. */
    public static OptionalLong find(Predicate<String> arguments) {
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> arguments.test(of(pid)))
                .findFirst();
    }
}
