/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.LocalHost;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@Live
class LocalHostAgreementTest extends HostAgreementKit {
    private final LocalHost host = build(LocalHost.builder()
            .loop(Runnable::run)
            .marks(Marks.command("agreement", "local", "i1"))
            .workers(2));
    private final Path directory;

    LocalHostAgreementTest() throws IOException {
        directory = Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "gcs-host")
                .toRealPath();
    }

    /** The host, for subclasses that set more. */
    protected LocalHost build(LocalHost.Builder builder) {
        return builder.build();
    }

    @BeforeEach
    void nothingIsAttachedYet() {
        assertThat(call(new HostCall.Loops(directory))).isEmpty();
    }

    /** Takes down what is left, so that the machine is clean, and then complains about what a passed test left. */
    @AfterEach
    void leaveNothing() throws IOException, InterruptedException {
        List<String> left = new ArrayList<>();
        for (ProcessEntry process : mine()) {
            left.add(process.toString());
            call(new HostCall.SendSignal(process.pid(), process.startTime(), HostCall.Signal.KILL));
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!mine().isEmpty() && System.nanoTime() < limit) {
            Thread.sleep(20);
        }
        List<MountEntry> mounts = new ArrayList<>(call(new HostCall.Mounts(directory)));
        Collections.reverse(mounts);
        for (MountEntry mount : mounts) {
            left.add(mount.toString());
            call(new HostCall.Run(Command.of("umount", "--lazy", mount.target().toString())));
        }
        for (LoopEntry loop : call(new HostCall.Loops(directory))) {
            left.add(loop.toString());
            call(new HostCall.Run(Command.of("losetup", "--detach", loop.device())));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        host.close();
        assertThat(left).as("left by the test").isEmpty();
    }

    private List<ProcessEntry> mine() {
        return call(new HostCall.Processes(Marks.node("agreement", directory.toString())));
    }

    @Override
    protected Host host() {
        return host;
    }

    @Override
    protected <R> R result(CompletionStage<R> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(2, TimeUnit.MINUTES).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof HostException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    @Override
    protected Path directory() {
        return directory;
    }

    @Override
    protected void makeReadOnly(Path mountPoint) {
        call(new HostCall.Run(Command.of("mount", "-o", "remount,ro", mountPoint.toString())));
    }

    @Override
    protected int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new AssertionError("no free port", failure);
        }
    }
}
