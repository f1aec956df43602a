/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;

/**
 * A file with the number of this process, locked while it runs. The lock tells whether the process that wrote the file still
 * runs: its number cannot, since numbers are used again.
 */
final class PidFile implements AutoCloseable {
    private static final int LONGEST = 32;

    private final Path file;
    private final FileChannel channel;

    private PidFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the file, with its directory where that is missing.
     *
     * @throws GcsException when another process holds it, or it cannot be written
     */
    static PidFile take(Path file) {
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            while (true) {
                PidFile taken = tryTake(file);
                if (taken != null) {
                    return taken;
                }
            }
        } catch (IOException failure) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    "the pid file " + file + " cannot be written: " + failure
                            + "; name another with --pidfile or --rundir",
                    failure);
        }
    }

    /** Nothing when the file was removed, by the process that held it, between opening and locking. */
    private static @Nullable PidFile tryTake(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            Object opened = key(file);
            FileLock lock = lock(channel);
            if (lock == null) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.IN_USE)
                        .resource(file.toString())
                        .message("process " + content(channel) + " holds the pid file " + file
                                + ": a node runs there already; end it first, or give this one a directory of its own"
                                + " with --rundir or --pidfile")
                        .build());
            }
            if (opened == null || !opened.equals(key(file))) {
                return null;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            held = true;
            return new PidFile(file, channel);
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }

    /** Removes the file, then gives up the lock. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException stale) {
            // Without its lock the file is taken over by the next.
            System.err.println("gcs: the pid file " + file + " cannot be removed: " + stale);
        }
    }
}
