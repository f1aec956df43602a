/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs and hears what they say. */
final class Shell {
    private static final int SECONDS = 60;

    /** What a program did. */
    record Result(int status, String output) {}

    private Shell() {}

    /** Runs it to its end, at most a minute. */
    static Result run(String... command) {
        return run(List.of(command));
    }

    static Result run(List<String> command) {
        try {
            // daemons keep what they inherit open, so a pipe would not end with the program
            Path output = Files.createTempFile("gcs-shell", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("no end within " + SECONDS + " s: " + command);
                }
                return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Runs it; it must succeed. */
    static String must(String... command) {
        Result result = run(command);
        if (result.status() != 0) {
            throw new AssertionError(List.of(command) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }
}
