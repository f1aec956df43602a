/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;

class FakeHostAgreementTest extends HostAgreementKit {
    private static final Path DIRECTORY = Path.of("/tmp/agreement");

    private static final int DUMP = 123_451_501;

    private final FakeMachine machine = FakeMachine.withDisk(100L << 30);
    private final Deque<Runnable> events = new ArrayDeque<>();
    private final FakeHost host = new FakeHost(
            machine, Marks.command("agreement", "n1", "i1"), (delay, event) -> events.add(event), () -> 1000);

    FakeHostAgreementTest() {
        machine.makeDirectories(DIRECTORY);
        machine.programMissing("gcs-no-such-program", true);
        machine.responder(
                "glusterfsd",
                (self, pid, request) -> request.toBuffer().getInt(16) == DUMP
                        ? Optional.of(pong(request))
                        : GlusterBricks.respond(self, pid, request));
    }

    private static Bytes pong(Bytes request) {
        ByteBuffer reply = ByteBuffer.allocate(12);
        reply.putInt(0x8000_0008).putInt(request.toBuffer().getInt(4)).putInt(1);
        return Bytes.of(reply.array());
    }

    @Override
    protected Host host() {
        return host;
    }

    @Override
    protected <R> R result(CompletionStage<R> stage) {
        while (!events.isEmpty()) {
            events.remove().run();
        }
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof HostException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    @Override
    protected Path directory() {
        return DIRECTORY;
    }

    @Override
    protected void makeReadOnly(Path mountPoint) {
        machine.readOnly(mountPoint, true);
    }

    @Override
    protected int freePort() {
        return 49152;
    }
}
