/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.engine.agent.NodeServer;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.loop.Loop;

/** Serves nothing to nobody. */
class DeadServer implements NodeServer {
    private final Loop loop;

    DeadServer(Loop loop) {
        this.loop = loop;
    }

    private CompletionStage<Void> soon() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(null));
        return done;
    }

    @Override
    public CompletionStage<Void> open(Path socket) {
        return soon();
    }

    @Override
    public void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts) {}

    @Override
    public void process(String key, Optional<String> volfile) {}

    @Override
    public void nodes(SortedSet<String> addresses) {}

    @Override
    public List<Refused> refusals(String volume) {
        return List.of();
    }

    @Override
    public void retract(String volume) {}

    @Override
    public void listening(String brickPath, int port) {}

    @Override
    public void gone(String brickPath) {}

    @Override
    public CompletionStage<Void> close() {
        return soon();
    }
}
