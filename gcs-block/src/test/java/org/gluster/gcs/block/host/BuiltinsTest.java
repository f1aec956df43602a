/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is built in does what its program does, or nothing. Loop devices and mounts: see the agreement of hosts. */
@EnabledOnOs(OS.LINUX)
class BuiltinsTest {
    private static final int BLOCK = 4096;

    @TempDir
    Path directory;

    private Builtins builtins;

    @BeforeEach
    void areThere() {
        assumeTrue(
                LibC.MACHINES.contains(System.getProperty("os.arch")),
                () -> "the kernel's calls are not known on " + System.getProperty("os.arch"));
        builtins = Builtins.ofThisJvm().orElseThrow();
    }

    @Test
    void copy_isWhatTheProgramLeaves_holesAndModeIncluded() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            Path from = directory.resolve("from" + seed);
            Path built = directory.resolve("built" + seed);
            Path copied = directory.resolve("copied" + seed);
            write(from, new Random(seed));
            Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rw-r-----"));
            Files.writeString(built, "what was there before is longer than nothing".repeat((int) seed));

            assertThat(builtins.perform(copy(from, built))).isPresent();
            program(copy(from, copied));

            assertThat(Files.mismatch(from, built)).as("seed %d", seed).isEqualTo(-1);
            assertThat(Files.size(built)).isEqualTo(Files.size(from));
            assertThat(blocks(built)).as("seed %d", seed).isLessThanOrEqualTo(blocks(copied) + 8);
        }
        Path made = directory.resolve("made");
        assertThat(builtins.perform(copy(directory.resolve("from1"), made))).isPresent();
        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void copy_ofZeros_takesNoRoom() throws IOException {
        Path zeros = directory.resolve("zeros");
        Files.write(zeros, new byte[1 << 20]);
        Path copy = directory.resolve("copy");

        assertThat(builtins.perform(copy(zeros, copy))).isPresent();

        assertThat(Files.size(copy)).isEqualTo(1 << 20);
        assertThat(blocks(copy)).isLessThanOrEqualTo(8);
        assertThat(Files.mismatch(zeros, copy)).isEqualTo(-1);
    }

    @Test
    void allocate_reservesAndKeepsWhatIsThere() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "kept");

        assertThat(builtins.perform(Command.of("fallocate", "--length", Integer.toString(64 * BLOCK), file.toString())))
                .isPresent();

        assertThat(Files.size(file)).isEqualTo(64 * BLOCK);
        assertThat(Files.readString(file)).startsWith("kept\0");
        assertThat(blocks(file)).isGreaterThanOrEqualTo(64 * BLOCK / 512);
    }

    @Test
    void whatIsRefused_isLeftToTheProgram_andNothingIsMade() {
        Path absent = directory.resolve("absent");
        for (Command command : List.of(
                copy(absent, directory.resolve("copy")),
                copy(directory, directory.resolve("copy")),
                Command.of("fallocate", "--length", "4096", absent.toString()),
                Command.of("fallocate", "--length", "4KiB", absent.toString()),
                Command.of("losetup", "--find", "--show", "--direct-io=on", absent.toString()),
                Command.of("losetup", "--detach", absent.toString()),
                Command.of("mount", "-t", "xfs", "-o", "noatime", absent.toString(), directory.toString()),
                Command.of("umount", absent.toString()))) {
            assertThat(builtins.perform(command)).as(command.line()).isEmpty();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void otherForms_areLeftToTheProgram() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "kept");
        String name = file.toString();
        for (Command command : List.of(
                Command.of("cp", "--sparse=always", name, name + "2"),
                Command.of("cp", "--sparse=always", "--reflink=never", name, "-r"),
                Command.of("fallocate", "--dig-holes", name),
                Command.of("losetup", "--find", "--show", "--nooverlap", "--direct-io=on", name),
                Command.of("losetup", "--set-capacity", "/dev/loop0"),
                Command.of("mount", "-t", "xfs", "-o", "noatime,uquota", name, directory.toString()),
                Command.of("mount", "-t", "xfs", "-o", "", name, directory.toString()),
                Command.of("mount", "-o", "remount,ro", directory.toString()),
                Command.of("umount", "--lazy", directory.toString()),
                Command.of("umount", "--lazy"),
                Command.of("true"))) {
            assertThat(builtins.perform(command)).as(command.line()).isEmpty();
        }
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(file).hasContent("kept");
    }

    @Test
    void withoutJna_programsDoIt() throws Exception {
        List<URL> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("jna-")) {
                entries.add(Path.of(entry).toUri().toURL());
            }
        }
        Path made = directory.resolve("made");
        try (URLClassLoader loader =
                new URLClassLoader(entries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> run = loader.loadClass(OnceOnALocalHost.class.getName());
            assertThat(run.getClassLoader()).isSameAs(loader);

            run.getMethod("allocate", String.class).invoke(null, made.toString());
        }

        assertThat(Files.size(made)).isEqualTo(BLOCK);
    }

    /** What is run where there is no JNA. */
    public static final class OnceOnALocalHost {
        private OnceOnALocalHost() {}

        /** Makes a file of one block. */
        public static void allocate(String file) {
            assertThat(Builtins.ofThisJvm()).isEmpty();
            try (LocalHost host = LocalHost.builder().loop(Runnable::run).build()) {
                Path made = Path.of(file);
                host.call(new HostCall.Run(Command.of("fallocate", "--length", Integer.toString(BLOCK), file)))
                        .toCompletableFuture()
                        .join();
                assertThat(host.call(new HostCall.ReadAttribute(made, "trusted.absent"))
                                .toCompletableFuture()
                                .join())
                        .isEmpty();
            }
        }
    }

    private static Command copy(Path from, Path to) {
        return Command.of("cp", "--sparse=always", "--reflink=never", from.toString(), to.toString());
    }

    private static void program(Command command) {
        CommandRunner.run(command, List.of(), Collections.emptySortedMap());
    }

    private static long blocks(Path file) {
        return Long.parseLong(CommandRunner.run(
                        Command.of("stat", "--format=%b", file.toString()), List.of(), Collections.emptySortedMap())
                .output()
                .strip());
    }

    /** A few runs of data, zeros and holes, at edges of blocks and elsewhere; its end is any of them. */
    private static void write(Path file, Random random) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            long at = 0;
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                int length = random.nextInt(40) * BLOCK + (random.nextBoolean() ? random.nextInt(BLOCK) : 0);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        byte[] data = new byte[length];
                        random.nextBytes(data);
                        out.seek(at);
                        out.write(data);
                    }
                    case 1 -> {
                        out.seek(at);
                        out.write(new byte[length]);
                    }
                    default -> {}
                }
                at += length;
            }
            out.setLength(at);
        }
    }
}
