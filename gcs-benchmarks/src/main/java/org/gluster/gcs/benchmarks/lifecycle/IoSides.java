/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two mounted volumes: one of this project, and one of glusterd whose bricks are on file systems of the same kind. */
public final class IoSides implements AutoCloseable {
    private static final long SIZE = 1L << 30;
    private static final String NAME = "io";

    private final GcsSide gcs;
    private final GlusterdSide glusterd;
    private final Path ours;
    private final Path theirs;

    /** Makes, starts and mounts both. */
    public IoSides(Path root) throws IOException, InterruptedException {
        if (!GlusterdSide.isInstalled()) {
            throw new IOException("glusterd and gluster are not installed: there is nothing to compare with");
        }
        gcs = new GcsSide(root.resolve("gcs"), SIZE);
        glusterd = new GlusterdSide(root.resolve("glusterd"));
        ours = Files.createDirectories(root.resolve("ours"));
        theirs = Files.createDirectories(root.resolve("theirs"));
        gcs.create(NAME);
        run(List.of(), "mount", "-t", "glusterfs", "127.0.0.1:/" + NAME, ours.toString());
        for (int brick = 1; brick <= 3; brick++) {
            Path image = root.resolve("glusterd").resolve("image-" + brick);
            Path mount = Files.createDirectories(
                    root.resolve("glusterd").resolve("bricks").resolve(NAME + "-" + brick));
            run(List.of(), "fallocate", "--length", Long.toString(SIZE + (SIZE >> 3)), image.toString());
            run(List.of(), "mkfs.xfs", "-q", "-s", "size=4096", "-i", "size=512", "-n", "size=8192", image.toString());
            String device = run(List.of(), "losetup", "--find", "--show", "--direct-io=on", image.toString());
            run(inGlusterd(), "mount", "-t", "xfs", "-o", "rw,inode64,noatime", device, mount.toString());
        }
        glusterd.createIn(NAME, "brick");
        run(inGlusterd(), "mount", "-t", "glusterfs", GlusterdSide.HOST + ":/" + NAME, theirs.toString());
    }

    /** Where ours is mounted. */
    public Path ours() {
        return ours;
    }

    /** Where theirs is, in the namespaces of {@link #inGlusterd}. */
    public Path theirs() {
        return theirs;
    }

    /** What goes before a command that is to run in glusterd's namespaces. */
    public List<String> inGlusterd() {
        return glusterd.inside();
    }

    private static String run(List<String> before, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + printed);
        }
        return printed;
    }

    @Override
    public void close() {
        try {
            run(List.of(), "umount", "--lazy", ours.toString());
        } catch (IOException gone) {
            System.err.println("gcs: " + gone.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        glusterd.close();
        gcs.close();
    }
}
