/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;

/** The floor: {@code floor.sh}, which tells itself how long each request took, so that its own start is not counted. */
final class ShellSide implements Side {
    private static final int ANY_PORT = 48_950;
    private static final String NAME = "PLACEHOLDER";
    private static final UUID ID = new UUID(1, 1);

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader replies;

    ShellSide(Path root, long size) throws IOException {
        Files.createDirectories(root);
        Files.writeString(root.resolve("brick.vol"), template());
        Path script = root.resolve("floor.sh");
        try (InputStream text = ShellSide.class.getResourceAsStream("floor.sh")) {
            if (text == null) {
                throw new IOException("floor.sh is not on the class path");
            }
            Files.copy(text, script);
        }
        process = new ProcessBuilder("bash", script.toString(), root.toString(), Long.toString(size))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        root.resolve("floor.log").toFile()))
                .start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        replies = process.inputReader(StandardCharsets.UTF_8);
        String ready = replies.readLine();
        if (!"ready".equals(ready)) {
            throw new IOException("floor.sh did not get ready; " + root.resolve("floor.log") + " says why");
        }
    }

    /** The volfile of a brick as the engine serves it, with its own words in the places of what differs. */
    private static String template() {
        VolumeSpec.Brick brick = new VolumeSpec.Brick(0, "/" + NAME, "127.0.0.1", "127.0.0.1", ANY_PORT);
        VolumeSpec volume = VolumeSpec.of(
                "V" + NAME,
                ID,
                List.of(VolumeSpec.Subvolume.plain(brick)),
                new VolumeSpec.Credentials("user", "password"),
                VolumeSpec.ANYONE);
        return VolumeGraphs.brick(volume, 0)
                .text()
                .replace("V" + NAME, "@NAME@")
                .replace("/" + NAME, "@BRICK@")
                .replace(ID.toString(), "@UUID@")
                .replace(Integer.toString(ANY_PORT), "@PORT@");
    }

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public long create(String volume) {
        return ask("create " + volume + " " + UUID.randomUUID());
    }

    @Override
    public long delete(String volume) {
        return ask("delete " + volume);
    }

    private long ask(String request) {
        try {
            requests.write(request + "\n");
            requests.flush();
            String reply = replies.readLine();
            if (reply == null || !reply.matches("[0-9]+")) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "floor.sh answered \"%s\" to \"%s\"", reply, request));
            }
            return TimeUnit.MICROSECONDS.toNanos(Long.parseLong(reply));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            requests.close();
            process.waitFor();
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
