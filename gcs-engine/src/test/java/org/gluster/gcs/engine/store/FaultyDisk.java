/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A file system for MVStore, {@code faulty:/path}, with a write cache: only {@code force} moves what was written to the
 * file below. It counts, fails and loses power as told. One disk for the whole JVM, so tests that use it run one by one.
 */
public final class FaultyDisk extends FilePathWrapper {
    private static final Object LOCK = new Object();
    private static final List<CachedFile> OPEN = new ArrayList<>();
    private static final AtomicInteger FORCES = new AtomicInteger();
    private static boolean off;
    private static boolean writesFail;
    private static boolean forcesFail;
    private static boolean failedForcesLand;
    private static int actionsToPowerLoss = Integer.MAX_VALUE;
    private static @Nullable Random loss;

    /** MVStore makes these by reflection. */
    public FaultyDisk() {}

    /** A disk in order, with power. */
    static void reset() {
        synchronized (LOCK) {
            FilePath.register(new FaultyDisk());
            OPEN.clear();
            FORCES.set(0);
            off = false;
            actionsToPowerLoss = Integer.MAX_VALUE;
            loss = null;
            failWrites(false);
            failForces(false, false);
        }
    }

    static void failWrites(boolean fail) {
        synchronized (LOCK) {
            writesFail = fail;
        }
    }

    /** Lets {@code force} fail, either with nothing on the disk or with all of it. */
    static void failForces(boolean fail, boolean land) {
        synchronized (LOCK) {
            forcesFail = fail;
            failedForcesLand = land;
        }
    }

    /** After so many writes and forces the power goes, and takes along a random part of what was not forced. */
    static void losePowerAfter(int actions, Random random) {
        synchronized (LOCK) {
            actionsToPowerLoss = actions;
            loss = random;
        }
    }

    static int forces() {
        return FORCES.get();
    }

    /** Writes that the file below has not seen. */
    static int unforced() {
        synchronized (LOCK) {
            return OPEN.stream().mapToInt(file -> file.pending.size()).sum();
        }
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        synchronized (LOCK) {
            requirePower();
            CachedFile file = new CachedFile(getBase().open(mode));
            OPEN.add(file);
            return file;
        }
    }

    private static void requirePower() throws IOException {
        if (off) {
            throw new IOException("no power");
        }
    }

    private static void act() throws IOException {
        requirePower();
        if (--actionsToPowerLoss <= 0 && loss != null) {
            off = true;
            for (CachedFile file : OPEN) {
                file.losePower(loss);
            }
            requirePower();
        }
    }

    private record Write(long position, ByteBuffer bytes) {
        void to(FileChannel file, int many) throws IOException {
            file.write(bytes.duplicate().limit(many), position);
        }
    }

    private static final class CachedFile extends FileBaseDefault {
        private final FileChannel below;
        private final List<Write> pending = new ArrayList<>();
        private byte[] image;

        CachedFile(FileChannel below) throws IOException {
            this.below = below;
            this.image = new byte[(int) below.size()];
            below.read(ByteBuffer.wrap(image), 0);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            synchronized (LOCK) {
                requirePower();
                int many = (int) Math.min(target.remaining(), image.length - position);
                if (many <= 0) {
                    return -1;
                }
                target.put(image, (int) position, many);
                return many;
            }
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            synchronized (LOCK) {
                act();
                byte[] bytes = new byte[source.remaining()];
                if (writesFail) {
                    throw new IOException("No space left on device");
                }
                source.get(bytes);
                int end = (int) position + bytes.length;
                if (end > image.length) {
                    image = Arrays.copyOf(image, end);
                }
                System.arraycopy(bytes, 0, image, (int) position, bytes.length);
                pending.add(new Write(position, ByteBuffer.wrap(bytes)));
                return bytes.length;
            }
        }

        @Override
        public void force(boolean metaData) throws IOException {
            synchronized (LOCK) {
                act();
                if (!forcesFail || failedForcesLand) {
                    for (Write write : pending) {
                        write.to(below, write.bytes().capacity());
                    }
                }
                pending.clear();
                if (forcesFail) {
                    throw new IOException("Input/output error");
                }
                FORCES.incrementAndGet();
            }
        }

        void losePower(Random random) throws IOException {
            if (!below.isOpen()) {
                return;
            }
            for (Write write : pending) {
                switch (random.nextInt(3)) {
                    case 0 -> write.to(below, write.bytes().capacity());
                    case 1 -> write.to(below, random.nextInt(write.bytes().capacity() + 1));
                    default -> {
                        // This one never reached the disk.
                    }
                }
            }
            pending.clear();
        }

        @Override
        public long size() throws IOException {
            synchronized (LOCK) {
                requirePower();
                return image.length;
            }
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            throw new IOException("nobody shortens a file that is only appended to");
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return below.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            synchronized (LOCK) {
                OPEN.remove(this);
                below.close();
            }
        }
    }
}
