/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which process of this machine serves a brick, as the kernel sees it: the one that has files open there. */
public final class ServingProcess {
    private ServingProcess() {}

    /** The pid of the brick process that works in this directory; 0 when there is none. */
    public static long of(Path brick) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isBrickProcess(process) && worksIn(process, brick)) {
                    return Long.parseLong(String.valueOf(process.getFileName()));
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            return 0;
        }
        return 0;
    }

    private static boolean isBrickProcess(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return line.substring(0, Math.max(0, line.indexOf('\0'))).endsWith("glusterfsd");
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean worksIn(Path process, Path brick) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (target(file).startsWith(brick + "/")) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            return false;
        }
        return false;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
