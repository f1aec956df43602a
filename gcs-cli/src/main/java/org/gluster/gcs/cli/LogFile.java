/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is appended to, and opened anew when it was moved away. Safe for several threads. */
final class LogFile extends OutputStream {
    private final Path file;
    private OutputStream out;

    LogFile(Path file) throws IOException {
        this.file = file;
        out = open(file);
    }

    private static OutputStream open(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        // Appending: a rotation that copies and cuts the file is followed as it is.
        return new FileOutputStream(file.toFile(), true);
    }

    /** Writes into a file of that name from now on; into the one before when there can be none. */
    synchronized void reopen() throws IOException {
        OutputStream before = out;
        out = open(file);
        before.close();
    }

    @Override
    public synchronized void write(int one) throws IOException {
        out.write(one);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
