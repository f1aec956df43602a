/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;

/**
 * The bundled load, a program of its own so that it can run in another namespace: one large file written and synced, read back,
 * and small records appended, each of them synced. Prints MiB a second, MiB a second, and records a second.
 */
public final class IoWriter {
    private static final int BLOCK = 1 << 20;
    private static final int RECORD = 4096;

    private IoWriter() {}

    /** {@code DIRECTORY MEBIBYTES RECORDS}. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int mebibytes = Integer.parseInt(arguments[1]);
        int records = Integer.parseInt(arguments[2]);
        byte[] noise = new byte[BLOCK];
        new Random(1).nextBytes(noise);
        Path large = directory.resolve("large");
        long from = System.nanoTime();
        try (FileChannel file = FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < mebibytes; i++) {
                write(file, noise, BLOCK);
            }
            file.force(true);
        }
        double written = mebibytes * 1e9 / (System.nanoTime() - from);
        from = System.nanoTime();
        long bytes = 0;
        try (FileChannel file = FileChannel.open(large, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (int read = file.read(block); read > 0; read = file.read(block)) {
                bytes += read;
                block.clear();
            }
        }
        if (bytes != (long) mebibytes * BLOCK) {
            throw new IOException(large + " has " + bytes + " bytes where " + mebibytes + " MiB were written");
        }
        double read = mebibytes * 1e9 / (System.nanoTime() - from);
        Path small = directory.resolve("small");
        from = System.nanoTime();
        try (FileChannel file = FileChannel.open(small, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < records; i++) {
                write(file, noise, RECORD);
                file.force(false);
            }
        }
        double synced = records * 1e9 / (System.nanoTime() - from);
        Files.delete(large);
        Files.delete(small);
        System.out.printf(Locale.ROOT, "%.3f %.3f %.3f%n", written, read, synced);
    }

    private static void write(FileChannel file, byte[] bytes, int length) throws IOException {
        ByteBuffer block = ByteBuffer.wrap(bytes, 0, length);
        while (block.hasRemaining()) {
            file.write(block);
        }
    }
}
