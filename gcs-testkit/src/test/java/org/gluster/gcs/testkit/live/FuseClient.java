/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gluster.gcs.volume.Volume;

/**
 * A mounted volume whose client may crash, as GlusterFS 10.3's does now and then when a dispersed volume gets full: it finds
 * its heap destroyed, and hangs in the handler of the signal, so that whoever works in the mount waits for ever.
 */
public final class FuseClient {
    private static final long LONG = 120;
    private static final Path LOGS = Path.of("/var/log/glusterfs");

    private final Path mount;
    private final Path log;

    private FuseClient(Path mount) {
        this.mount = mount;
        log = LOGS.resolve(mount.toString().substring(1).replace('/', '-') + ".log");
    }

    /** Mounts a volume on an empty directory. */
    public static FuseClient mount(Volume volume, Path mount) throws IOException {
        FuseClient client = new FuseClient(mount);
        Files.deleteIfExists(client.log);
        Shell.sh(volume.mountSpec().commandLine(mount));
        return client;
    }

    /** What the task answers; empty when the client crashed under it, and then it is gone and nothing is mounted. */
    public <T> Optional<T> during(Callable<T> task) throws Exception {
        CompletableFuture<T> running = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                running.complete(task.call());
            } catch (Throwable failure) {
                running.completeExceptionally(failure);
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(running.get(LONG, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException failure) {
            boolean crashed = crashed();
            end();
            if (crashed) {
                System.out.println("GlusterFS' client of " + mount + " crashed: " + log);
                return Optional.empty();
            }
            throw new AssertionError("the client of " + mount + " did not crash, but", failure);
        }
    }

    private boolean crashed() throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1).contains("signal received: ");
    }

    private void end() {
        ProcessArguments.find(arguments -> arguments.endsWith("\0" + mount + "\0"))
                .ifPresent(pid -> Shell.sh("kill -9 " + pid));
        Shell.sh("umount -l " + mount);
    }

    /** Ends it. */
    public void unmount() {
        Shell.sh("umount " + mount);
    }
}
