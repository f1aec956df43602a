/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.VolumeRequest;

/** Worlds from which tests begin, and what they look at there. */
final class Worlds {
    private Worlds() {}

    /** Nodes with a device each, and volumes created, started and stopped: {@code created}, {@code started}, {@code stopped}. */
    static World withVolumes(int nodes, long seed) {
        Run run = Run.fresh(seed, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.addNodes(engine, nodes, Capacity.ofGiB(50));
        Run.succeeded(run.perform(engine, create("created", false)));
        Run.succeeded(run.perform(engine, create("started", true)));
        Run.succeeded(run.perform(engine, create("stopped", true)));
        Run.succeeded(run.perform(engine, VolumeRequests.stop("stopped", Requested.PLAIN)));
        return ended(run, engine);
    }

    /** Nodes with a device of this size each, and no volume. */
    static World empty(int nodes, Capacity device, long seed) {
        Run run = Run.fresh(seed, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.addNodes(engine, nodes, device);
        return ended(run, engine);
    }

    private static World ended(Run run, SimulatedEngine engine) {
        engine.kill();
        run.settle();
        assertThat(run.violations()).isEmpty();
        return run.world();
    }

    /** Creates a volume; its key is made of its name. */
    static Decision<OperationRecord> create(String name, boolean start) {
        return VolumeRequests.create(
                VolumeRequest.of(volume ->
                        volume.name(name).capacity(Capacity.ofMiB(900)).start(start)),
                Requested.withKey("key-" + name));
    }

    /** Creates and starts volumes together, all or none. */
    static Decision<OperationRecord> createAll(Requested requested, String... names) {
        return VolumeRequests.createAll(
                CreateAllRequest.of(all -> {
                    for (String name : names) {
                        all.volume(volume ->
                                volume.name(name).capacity(Capacity.ofMiB(900)).start(true));
                    }
                }),
                requested);
    }

    static VolumeRecord volume(Run run, String name) {
        return find(run, Keys.volume(name))
                .map(entry -> Codec.VOLUME.read(entry.key(), entry.value()))
                .orElseThrow();
    }

    static OperationRecord operation(Run run, String id) {
        return find(run, Keys.operation(id))
                .map(entry -> Codec.OPERATION.read(entry.key(), entry.value()))
                .orElseThrow();
    }

    static Optional<Entry> find(Run run, String key) {
        return run.stored().stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    static Path image(BrickRecord brick) {
        return Path.of(brick.devicePath(), "bricks", brick.id() + ".img");
    }

    /** Writes a file into each brick of a volume, as a client would. */
    static void writeData(Run run, String volume) {
        for (BrickRecord brick : volume(run, volume).bricks()) {
            run.world()
                    .machine(brick.node())
                    .apply(new HostCall.WriteFile(Path.of(brick.path(), "data"), "of " + brick.id(), "rw-r--r--"));
        }
    }

    /** Bricks of a volume that do not hold what {@link #writeData} wrote. */
    static List<String> withoutData(Run run, String volume) {
        List<String> without = new ArrayList<>();
        for (BrickRecord brick : volume(run, volume).bricks()) {
            Optional<String> data =
                    run.world().machine(brick.node()).apply(new HostCall.ReadFile(Path.of(brick.path(), "data"), 100));
            if (!data.equals(Optional.of("of " + brick.id()))) {
                without.add(brick.node() + ":" + brick.path());
            }
        }
        return without;
    }
}
