/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The C library's calls that Java has no word for, through JNA. Numbers and layouts are those of Linux on the machines of
 * {@link #MACHINES}, which have them in common (its {@code asm-generic} headers); on others there is no such class to be used.
 */
final class LibC {
    static final Set<String> MACHINES = Set.of("amd64", "aarch64");

    static final int READ = 0;
    static final int READ_WRITE = 2;
    static final int NO_SUCH_FILE = 2;
    static final int BUSY = 16;
    static final int NOT_A_DIRECTORY = 20;
    static final int NO_SUCH_ATTRIBUTE = 61;
    static final int NOT_SUPPORTED = 95;

    private static final int CLOSE_ON_EXEC = 0x80000;

    private static final String EXTRACTS_TO = "jna.tmpdir";

    static {
        // By itself it would make a directory in the user's home, which a service may not have.
        boolean unset = System.getProperty(EXTRACTS_TO) == null;
        if (unset) {
            System.setProperty(EXTRACTS_TO, System.getProperty("java.io.tmpdir", "/tmp"));
        }
        try {
            Native.register(LibC.class, "c");
        } finally {
            if (unset) {
                System.clearProperty(EXTRACTS_TO);
            }
        }
    }

    private LibC() {}

    /** Why these calls cannot be made here; empty when they can. Another error of linkage: JNA is absent. */
    static Optional<String> unusable() {
        String system = System.getProperty("os.name", "") + " on " + System.getProperty("os.arch", "");
        if (MACHINES.stream().noneMatch(machine -> system.equals("Linux on " + machine))) {
            return Optional.of(system + " has others");
        }
        try {
            return getpid() == ProcessHandle.current().pid() ? Optional.empty() : Optional.of("they answer nonsense");
        } catch (UnsatisfiedLinkError failure) {
            return Optional.of("JNA cannot load its library: " + failure.getMessage());
        }
    }

    static native int getpid();

    /** Paths and other texts are bytes with a zero at their end, see {@link #text}. */
    static native int open(byte[] path, int flags) throws LastErrorException;

    static native int close(int file) throws LastErrorException;

    static native int ioctl(int file, NativeLong request, Pointer argument) throws LastErrorException;

    static native int fallocate(int file, int mode, long offset, long length) throws LastErrorException;

    static native int ftruncate(int file, long length) throws LastErrorException;

    static native long lseek(int file, long offset, int whence) throws LastErrorException;

    static native int mount(byte[] source, byte[] target, byte[] type, NativeLong flags, byte[] data)
            throws LastErrorException;

    static native int umount2(byte[] target, int flags) throws LastErrorException;

    static native NativeLong getxattr(byte[] path, byte[] name, byte[] value, NativeLong size)
            throws LastErrorException;

    static native int setxattr(byte[] path, byte[] name, byte[] value, NativeLong size, int flags)
            throws LastErrorException;

    static native int removexattr(byte[] path, byte[] name) throws LastErrorException;

    /** As the kernel takes it. Under a locale that is not UTF-8 a path beyond ASCII may be another one, or none. */
    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /**
     * A file that is open until it is closed, and in no program that this JVM starts meanwhile.
     *
     * @param file its number
     */
    record Opened(int file) implements AutoCloseable {
        static Opened of(String path, int how) {
            return new Opened(open(text(path), how | CLOSE_ON_EXEC));
        }

        int control(long request, Pointer argument) {
            return ioctl(file, new NativeLong(request), argument);
        }

        @Override
        public void close() {
            try {
                LibC.close(file);
            } catch (LastErrorException ignored) {
                // It is closed all the same, and what was done with it was done.
            }
        }
    }

    /** {@code struct loop_config} of {@code linux/loop.h}, which Linux 5.8 and newer take. */
    static Memory loopConfig(int file, int flags, byte[] shownName) {
        Memory config = new Memory(304);
        config.clear();
        config.setInt(0, file);
        config.setInt(60, flags);
        config.write(64, shownName, 0, Math.min(shownName.length, 63));
        return config;
    }
}
