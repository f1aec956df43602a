/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builtins by calls of the C library, through JNA: only to be touched where that is there. */
final class KernelBuiltins implements Builtins {
    private static final Logger LOG = LoggerFactory.getLogger(KernelBuiltins.class);

    private static final long LOOP_CONTROL_GET_FREE = 0x4C82;
    private static final long LOOP_CONFIGURE = 0x4C0A;
    private static final long LOOP_CLEAR = 0x4C01;
    private static final int LOOP_DIRECT_IO = 16;
    private static final int ATTEMPTS = 16;

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int NO_MORE_DATA = 6;
    private static final int BLOCK = 4096;
    private static final int BUFFER = 16 * BLOCK;

    /** A length without a unit. */
    private static final Pattern BYTES = Pattern.compile("[1-9][0-9]{0,17}");

    private static final Map<String, Long> MOUNT_FLAGS =
            Map.of("rw", 0L, "ro", 1L, "nosuid", 2L, "nodev", 4L, "noexec", 8L, "noatime", 1024L);
    private static final Set<String> XFS_OPTIONS = Set.of("inode64", "nouuid", "discard", "nodiscard", "noquota");

    /** Values longer than that are left to the program. */
    private static final int LONGEST_VALUE = 4096;

    private static final Set<Integer> ABSENT =
            Set.of(LibC.NO_SUCH_FILE, LibC.NO_SUCH_ATTRIBUTE, LibC.NOT_SUPPORTED, LibC.NOT_A_DIRECTORY);

    private KernelBuiltins() {}

    /** Those of this JVM; or why there are none goes to {@code otherwise}. */
    static Optional<Builtins> here(Consumer<String> otherwise) {
        Optional<String> why = LibC.unusable();
        why.ifPresent(otherwise);
        return why.isEmpty() ? Optional.of(new KernelBuiltins()) : Optional.empty();
    }

    @Override
    public Optional<CommandResult> perform(Command command) {
        List<String> words = command.arguments();
        try {
            return switch (words.get(0)) {
                case "cp" ->
                    has(words, 5, "--sparse=always", "--reflink=never")
                            ? copy(Path.of(words.get(3)), Path.of(words.get(4)))
                            : Optional.empty();
                case "fallocate" -> has(words, 4, "--length") ? allocate(words.get(2), words.get(3)) : Optional.empty();
                case "losetup" ->
                    has(words, 5, "--find", "--show", "--direct-io=on")
                            ? attach(words.get(4))
                            : has(words, 3, "--detach") ? detach(words.get(2)) : Optional.empty();
                case "mount" ->
                    has(words, 7, "-t", "xfs", "-o")
                            ? mount(words.get(4), words.get(5), words.get(6))
                            : Optional.empty();
                case "umount" -> has(words, 2) ? unmount(words.get(1)) : Optional.empty();
                default -> Optional.empty();
            };
        } catch (LastErrorException | IOException refused) {
            LOG.debug("{} refused by the kernel, its program is run: {}", command.line(), refused.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it is that long, begins with these words after the program, and none of the others is an option. */
    private static boolean has(List<String> words, int length, String... options) {
        return words.size() == length
                && words.subList(1, 1 + options.length).equals(List.of(options))
                && words.subList(1 + options.length, length).stream().noneMatch(word -> word.startsWith("-"));
    }

    private static Optional<CommandResult> done(String output) {
        return Optional.of(new CommandResult(output, ""));
    }

    // ---- files --------------------------------------------------------------------------------------------------

    /** Data only, and of that no block that holds nothing but zeros; through the page cache, so never as a clone. */
    private static Optional<CommandResult> copy(Path from, Path to) throws IOException {
        if (!Files.isRegularFile(from) || Files.isDirectory(to)) {
            return Optional.empty();
        }
        var mode = PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(from));
        try (LibC.Opened map = LibC.Opened.of(from.toString(), LibC.READ);
                FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(
                        to,
                        Set.of(
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        mode);
                LibC.Opened length = LibC.Opened.of(to.toString(), LibC.READ_WRITE)) {
            long size = source.size();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (long at = data(map, 0); at < size; at = data(map, at)) {
                long end = Math.min(size, LibC.lseek(map.file(), at, SEEK_HOLE));
                while (at < end) {
                    buffer.clear().limit((int) Math.min(BUFFER, end - at));
                    int read = source.read(buffer, at);
                    if (read <= 0) {
                        throw new IOException(from + " became shorter while it was copied");
                    }
                    writeBlocks(buffer.flip(), target, at);
                    at += read;
                }
            }
            LibC.ftruncate(length.file(), size);
        }
        return done("");
    }

    private static long data(LibC.Opened file, long from) {
        try {
            return LibC.lseek(file.file(), from, SEEK_DATA);
        } catch (LastErrorException failure) {
            if (failure.getErrorCode() == NO_MORE_DATA) {
                return Long.MAX_VALUE;
            }
            throw failure;
        }
    }

    /** Neighbouring blocks that hold something are written at once. */
    private static void writeBlocks(ByteBuffer content, FileChannel target, long at) throws IOException {
        int end = content.limit();
        int block = BLOCK - (int) (at % BLOCK);
        int begin = 0;
        for (int here = 0; here < end; here += block, block = BLOCK) {
            int next = Math.min(end, here + block);
            if (isZero(content, here, next)) {
                write(content, begin, here, target, at);
                begin = next;
            }
        }
        write(content, begin, end, target, at);
    }

    private static boolean isZero(ByteBuffer content, int begin, int end) {
        int here = begin;
        for (; here + Long.BYTES <= end; here += Long.BYTES) {
            if (content.getLong(here) != 0) {
                return false;
            }
        }
        for (; here < end; here++) {
            if (content.get(here) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void write(ByteBuffer content, int begin, int end, FileChannel target, long at) throws IOException {
        ByteBuffer part = content.duplicate().position(begin).limit(end);
        while (part.hasRemaining()) {
            target.write(part, at + part.position());
        }
    }

    private static Optional<CommandResult> allocate(String length, String file) {
        if (!BYTES.matcher(length).matches()) {
            return Optional.empty();
        }
        try (LibC.Opened opened = LibC.Opened.of(file, LibC.READ_WRITE)) {
            LibC.fallocate(opened.file(), 0, 0, Long.parseLong(length));
            return done("");
        }
    }

    // ---- loop devices -------------------------------------------------------------------------------------------

    private static Optional<CommandResult> attach(String file) {
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        try (LibC.Opened control = LibC.Opened.of("/dev/loop-control", LibC.READ_WRITE);
                LibC.Opened image = LibC.Opened.of(file, LibC.READ_WRITE)) {
            for (int i = 0; i < ATTEMPTS; i++) {
                String path = "/dev/loop" + control.control(LOOP_CONTROL_GET_FREE, Pointer.NULL);
                try (LibC.Opened device = LibC.Opened.of(path, LibC.READ_WRITE)) {
                    device.control(LOOP_CONFIGURE, LibC.loopConfig(image.file(), LOOP_DIRECT_IO, name));
                    return done(path + "\n");
                } catch (LastErrorException failure) {
                    if (failure.getErrorCode() != LibC.BUSY) { // else another one was faster
                        throw failure;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CommandResult> detach(String device) {
        try (LibC.Opened opened = LibC.Opened.of(device, LibC.READ)) {
            opened.control(LOOP_CLEAR, Pointer.NULL);
            return done("");
        }
    }

    // ---- mounts -------------------------------------------------------------------------------------------------

    private static Optional<CommandResult> mount(String options, String device, String target) {
        long flags = 0;
        List<String> data = new ArrayList<>();
        for (String option : options.split(",", -1)) {
            if (MOUNT_FLAGS.containsKey(option)) {
                flags |= MOUNT_FLAGS.get(option);
            } else if (XFS_OPTIONS.contains(option)) {
                data.add(option);
            } else {
                return Optional.empty();
            }
        }
        LibC.mount(
                LibC.text(device),
                LibC.text(target),
                LibC.text("xfs"),
                new NativeLong(flags),
                LibC.text(String.join(",", data)));
        return done("");
    }

    private static Optional<CommandResult> unmount(String target) {
        LibC.umount2(LibC.text(target), 0);
        return done("");
    }

    // ---- attributes ---------------------------------------------------------------------------------------------

    @Override
    public Optional<byte[]> attribute(Path path, String name) throws Refused {
        byte[] file = LibC.text(path.toString());
        byte[] attribute = LibC.text(name);
        byte[] value = new byte[LONGEST_VALUE];
        try {
            int length = LibC.getxattr(file, attribute, value, new NativeLong(value.length))
                    .intValue();
            return Optional.of(Arrays.copyOf(value, length));
        } catch (LastErrorException failure) {
            if (ABSENT.contains(failure.getErrorCode())) {
                return Optional.empty();
            }
            throw new Refused(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void setAttribute(Path path, String name, byte[] value) throws Refused {
        try {
            LibC.setxattr(LibC.text(path.toString()), LibC.text(name), value, new NativeLong(value.length), 0);
        } catch (LastErrorException failure) {
            throw new Refused(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public boolean removeAttribute(Path path, String name) throws Refused {
        try {
            LibC.removexattr(LibC.text(path.toString()), LibC.text(name));
            return true;
        } catch (LastErrorException failure) {
            if (ABSENT.contains(failure.getErrorCode())) {
                return false;
            }
            throw new Refused(String.valueOf(failure.getMessage()));
        }
    }
}
