/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.ControlServer;

/** The process that runs a cluster and answers on its control socket, until it is told to end. */
final class DevServer {
    static final String PROCESS_FILE = "dev.pid";

    private final Path data;

    DevServer(Path data) {
        this.data = data;
    }

    /** Blocks until a shutdown request, or a signal, which leaves the data plane serving. */
    int serve(Consumer<Gcs> whenUp) {
        CompletableFuture<DataPlane> end = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    end.complete(DataPlane.KEEP);
                    await(ended);
                },
                "gcs-dev-signal");
        EmbeddedGcs.Running gcs = EmbeddedGcs.builder()
                .dataDirectory(data)
                .keepTimelines(Node.TIMELINES)
                .build();
        try {
            write(
                    data.resolve(PROCESS_FILE),
                    Long.toString(ProcessHandle.current().pid()));
            ControlServer server =
                    ControlServer.open(data.resolve(ControlServer.SOCKET), new ApiHandlers(gcs, end::complete));
            try (server) {
                Runtime.getRuntime().addShutdownHook(hook);
                whenUp.accept(gcs);
                DataPlane wanted = end.join();
                gcs.shutdown(wanted);
            }
            return 0;
        } finally {
            gcs.close();
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(30, TimeUnit.SECONDS)) {
                System.err.println("gcs: the cluster did not end in time; the next start takes it up as it is");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw Failures.of(ErrorCode.REFUSED, file + " cannot be written: " + failure.getMessage(), failure);
        }
    }
}
