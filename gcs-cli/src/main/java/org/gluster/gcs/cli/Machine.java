/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the doctor looks at; nothing it does changes anything. */
interface Machine {

    /** The text of a file; empty when there is none, or it cannot be read. */
    Optional<String> file(String path);

    /** Whether there is such a file, of whatever type. */
    boolean exists(String path);

    /** Where a program is, in the path of the superuser. */
    Optional<String> program(String name);

    /** The first line that a program prints when asked for its version. */
    Optional<String> version(String program);

    /** Whether the process runs as root. */
    boolean root();

    /** Why nothing can listen there; empty when something can. */
    Optional<String> cannotListen(String address, int port);

    /** This machine. */
    static Machine local() {
        return new Local();
    }

    /** The machine the program runs on. */
    final class Local implements Machine {
        private static final List<String> DIRECTORIES =
                List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
        private static final int SECONDS = 10;

        @Override
        public Optional<String> file(String path) {
            // Kernel settings answer the first read only, so that it must be large enough for all.
            try (InputStream in = Files.newInputStream(Path.of(path))) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                byte[] buffer = new byte[1 << 16];
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    all.write(buffer, 0, count);
                }
                return Optional.of(all.toString(StandardCharsets.UTF_8));
            } catch (IOException absent) {
                return Optional.empty();
            }
        }

        @Override
        public boolean exists(String path) {
            return Files.exists(Path.of(path));
        }

        @Override
        public Optional<String> program(String name) {
            return DIRECTORIES.stream()
                    .map(directory -> directory + "/" + name)
                    .filter(path -> Files.isExecutable(Path.of(path)))
                    .findFirst();
        }

        @Override
        public Optional<String> version(String program) {
            try {
                Process process = new ProcessBuilder(program, "--version")
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return Optional.empty();
                }
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst();
            } catch (IOException cannotRun) {
                return Optional.empty();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public boolean root() {
            try {
                return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            } catch (IOException | UnsupportedOperationException notLinux) {
                return false;
            }
        }

        @Override
        public Optional<String> cannotListen(String address, int port) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
                return Optional.empty();
            } catch (BindException taken) {
                return Optional.of(String.valueOf(taken.getMessage()));
            } catch (IOException failure) {
                return Optional.of(failure.toString());
            }
        }
    }
}
