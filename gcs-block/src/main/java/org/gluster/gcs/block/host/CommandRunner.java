/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs one program to its end on the calling thread, with no thread of its own: while it waits for the end it empties
 * both pipes by what they say is available. So a grandchild that keeps a pipe open can hold up nobody.
 */
final class CommandRunner {
    private static final long DRAIN_MILLIS = 20;
    private static final Duration DEATH = Duration.ofSeconds(5);
    private static final File ROOT = new File("/");
    private static final File NULL = new File("/dev/null");

    private CommandRunner() {}

    /**
     * Runs it.
     *
     * @param command what to run
     * @param launcher what goes before the program's own path: empty, or another program and its arguments
     * @param marks its environment, beside a search path and the C locale
     * @return what it printed, when it ended with status 0
     * @throws HostException any other end; outcome unknown when the deadline passed or this thread was interrupted, and
     *     then the whole process tree was killed
     */
    static CommandResult run(Command command, List<String> launcher, SortedMap<String, String> marks) {
        List<String> line = new ArrayList<>(command.arguments());
        line.set(0, Programs.find(line.get(0)).toString());
        if (!launcher.isEmpty()) {
            line.addAll(0, launcher);
            line.set(0, Programs.find(line.get(0)).toString());
        }
        Process process = start(command, line, marks);
        Capture output = new Capture(process.getInputStream());
        Capture error = new Capture(process.getErrorStream());
        long deadline = System.nanoTime() + command.deadline().toNanos();
        try {
            while (true) {
                boolean ended = process.waitFor(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
                output.drain();
                error.drain();
                if (ended) {
                    break;
                }
                if (System.nanoTime() - deadline >= 0) {
                    kill(process);
                    throw unknown(command, "was killed: it took longer than " + command.deadline(), error);
                }
            }
        } catch (InterruptedException interrupted) {
            kill(process);
            Thread.currentThread().interrupt();
            throw unknown(command, "was killed: its host was closed", error);
        } finally {
            output.close();
            error.close();
        }
        int status = process.exitValue();
        if (status != 0) {
            throw HostException.ofCommand(command, status, error.text());
        }
        return new CommandResult(output.text(), error.text());
    }

    private static Process start(Command command, List<String> line, SortedMap<String, String> marks) {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(ROOT).redirectInput(ProcessBuilder.Redirect.from(NULL));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", Programs.PATH);
        environment.put("LC_ALL", "C");
        environment.putAll(marks);
        try {
            return builder.start();
        } catch (IOException failure) {
            String reason = String.valueOf(failure.getMessage());
            if (reason.contains("error=2,")) {
                throw Programs.missing(command.arguments().get(0));
            }
            throw new HostException(
                    Failures.kindOf(reason),
                    "cannot start " + command.program() + ": " + reason + " (" + command.line() + ")");
        }
    }

    private static HostException unknown(Command command, String why, Capture error) {
        String said = error.text().strip();
        return new HostException(
                HostException.Kind.UNKNOWN_OUTCOME,
                command.program() + " " + why + "; whether it took effect is unknown"
                        + (said.isEmpty() ? "" : ": " + said) + " (" + command.line() + ")");
    }

    /** Kills the tree from its leaves' list until nothing of it is left, or until the kernel will not let go of it. */
    private static void kill(Process process) {
        long limit = System.nanoTime() + DEATH.toNanos();
        boolean interrupted = false;
        try {
            do {
                List<ProcessHandle> below = process.descendants().toList();
                process.destroyForcibly();
                below.forEach(ProcessHandle::destroyForcibly);
                try {
                    if (process.waitFor(DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                            && below.stream().noneMatch(ProcessHandle::isAlive)) {
                        return;
                    }
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            } while (System.nanoTime() - limit < 0);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One stream of a process, read without ever blocking and kept up to the cap. */
    private static final class Capture {
        private final InputStream stream;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[8192];

        Capture(InputStream stream) {
            this.stream = stream;
        }

        void drain() {
            // The JDK swaps the pipe for a buffer under this same monitor when the process ends; so nothing falls
            // between.
            synchronized (stream) {
                try {
                    for (int ready = stream.available(); ready > 0; ready = stream.available()) {
                        int read = stream.read(buffer, 0, Math.min(ready, buffer.length));
                        if (read < 0) {
                            return;
                        }
                        kept.write(buffer, 0, Math.min(read, Command.MAX_OUTPUT - kept.size()));
                    }
                } catch (IOException closed) {
                    // The other side is gone: what was read is all there is.
                }
            }
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }

        void close() {
            try {
                stream.close();
            } catch (IOException ignored) {
                // Nothing was promised about this stream any more.
            }
        }
    }
}
