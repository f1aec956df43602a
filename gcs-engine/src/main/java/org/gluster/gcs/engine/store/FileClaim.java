/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sole use of a store's file: a lock on the file {@code NAME.lock} beside it, which says the holder's process id.
 * The lock file stays when the claim ends; only a lock on it means something.
 */
final class FileClaim implements AutoCloseable {
    // Closing any channel of a file drops all of a process's locks on it, so this JVM must not even open one it holds.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path lockFile;
    private final FileChannel channel;

    private FileClaim(Path lockFile, FileChannel channel) {
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /** Claims a file whose path is absolute and free of links. */
    static FileClaim of(Path file) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        if (!HELD.add(lockFile)) {
            throw inUse(file, "by this process");
        }
        FileChannel channel = null;
        boolean claimed = false;
        try {
            channel = FileChannel.open(
                    lockFile,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    Permissions.file(lockFile));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(file, holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            claimed = true;
            return new FileClaim(lockFile, channel);
        } finally {
            if (!claimed) {
                close(channel);
                HELD.remove(lockFile);
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return pid.isEmpty() ? "by another process" : "by process " + pid;
    }

    private static StoreException inUse(Path file, String holder) {
        return new StoreException(
                StoreException.Kind.IN_USE,
                "The store " + file + " is in use " + holder + ": end that one first, or name another file");
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone in any case, and the lock with it.
        } finally {
            HELD.remove(lockFile);
        }
    }
}
