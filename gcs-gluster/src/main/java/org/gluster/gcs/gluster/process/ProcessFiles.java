/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.host.HostCall;

/**
 * Files of one daemon. Their directories exist before it is wanted.
 *
 * @param pid written by the daemon
 * @param socket where the daemon takes orders; at most {@link #MAX_SOCKET} bytes
 * @param log written by the daemon
 */
public record ProcessFiles(Path pid, Path socket, Path log) {

    /** Longest path of a Unix socket, in bytes. */
    public static final int MAX_SOCKET = 107;

    public ProcessFiles {
        for (Path path : List.of(pid, socket, log)) {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("a daemon's file must be an absolute path, not " + path);
            }
        }
        checkSocket(socket);
    }

    static void checkSocket(Path socket) {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET) {
            throw new IllegalArgumentException("the path of a Unix socket can have " + MAX_SOCKET + " bytes, and "
                    + socket + " has " + length + ": choose a shorter run directory");
        }
    }

    /** Those of these files that are there. */
    static Observation<List<Path>> existing(List<Path> files) {
        Observation<List<Path>> found = Observation.constant(List.of());
        for (Path file : files) {
            found = found.with(Observation.of(new HostCall.StatFile(file)), (list, status) -> plus(list, file, status));
        }
        return found;
    }

    private static List<Path> plus(List<Path> list, Path file, Optional<HostCall.FileStatus> status) {
        if (status.isEmpty()) {
            return list;
        }
        return Stream.concat(list.stream(), Stream.of(file)).toList();
    }
}
