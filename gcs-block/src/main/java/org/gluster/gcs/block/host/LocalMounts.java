/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.block.host.HostCall.MountEntry;

/**
 * The mounts of this process' namespace. There may be thousands, and the kernel takes longer to tell them than most of what is
 * done between two looks: what it told serves for a tenth of a second, and not beyond a command of this JVM that mounts or
 * unmounts. Thread-safe.
 */
final class LocalMounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(100);

    private String text = "";
    private long readAt;
    private long readAfter = -1;
    private long changes;

    /** Those whose target is this path or below it, oldest first. */
    List<MountEntry> under(Path path) throws IOException {
        return KernelTables.mounts(KernelTables.linesWith(table(), path.toString())).stream()
                .filter(mount -> mount.target().startsWith(path))
                .toList();
    }

    /** Those of a device, oldest first. */
    List<MountEntry> of(String source) throws IOException {
        return KernelTables.mounts(KernelTables.linesWith(table(), source)).stream()
                .filter(mount -> mount.source().equals(source))
                .toList();
    }

    /** To be told before and after each call of this JVM: what it changes is read anew. */
    synchronized void changed(HostCall<?> call) {
        if (call instanceof HostCall.Run run && run.command().program().contains("mount")) {
            changes++;
        }
    }

    private String table() throws IOException {
        long before;
        synchronized (this) {
            if (readAfter == changes && System.nanoTime() - readAt < TRUSTED) {
                return text;
            }
            before = changes;
        }
        long at = System.nanoTime();
        String read = Files.readString(TABLE);
        synchronized (this) {
            if (readAfter < 0 || at - readAt > 0) {
                text = read;
                readAt = at;
                readAfter = before;
            }
        }
        return read;
    }
}
