/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.server.PublishedVolfiles;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.testkit.host.FakeMachine;

/** Serves volfiles to the machine's daemons, which connect some time later; what clients see is for live tests. */
final class SimulatedServer extends DeadServer {
    private final FakeMachine machine;
    private final Runnable connecting;
    private final PublishedVolfiles volfiles = new PublishedVolfiles(Path.of("/run/self-heal.pid"));

    /** @param connecting called when the server is open: the machine's daemons connect some time later */
    SimulatedServer(Loop loop, FakeMachine machine, Runnable connecting) {
        super(loop);
        this.machine = machine;
        this.connecting = connecting;
    }

    @Override
    public CompletionStage<Void> open(Path socket) {
        machine.volfiles(key -> volfiles.volfile(key, true).map(Volfile::text));
        connecting.run();
        return super.open(socket);
    }

    @Override
    public void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts) {
        volfiles.publish(volume, started, brickPorts);
    }

    @Override
    public void process(String key, Optional<String> volfile) {
        volfiles.process(key, volfile);
    }

    @Override
    public void nodes(SortedSet<String> addresses) {
        volfiles.nodes(addresses);
    }

    @Override
    public void retract(String volume) {
        volfiles.retract(volume);
    }

    @Override
    public CompletionStage<Void> close() {
        machine.volfiles(null);
        return super.close();
    }
}
