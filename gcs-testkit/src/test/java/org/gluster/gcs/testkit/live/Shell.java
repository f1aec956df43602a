/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs and hears what they say. */
public final class Shell {
    private static final int SECONDS = 60;

    /** What a program did. */
    public record Result(int status, String output) {}

    private Shell() {}

    /** Runs it to its end, at most a minute. */
    public static Result run(String... command) {
        return run(List.of(command));
    }

    public static Result run(List<String> command) {
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
    public static String must(String... command) {
        Result result = run(command);
        if (result.status() != 0) {
            throw new AssertionError(List.of(command) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /** Runs a line in a shell; it must succeed. Returns what it printed, without blanks around. */
    public static String sh(String line) {
        return must("sh", "-c", line).strip();
    }
}
