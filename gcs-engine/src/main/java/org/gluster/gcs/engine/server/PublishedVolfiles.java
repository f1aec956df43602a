/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.rpc.VolfileSource;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;

/** The volfiles that one node serves, made from the records that its agent published last. Thread-safe. */
public final class PublishedVolfiles implements VolfileSource {
    private record Published(VolumeRecord volume, boolean started, SortedMap<String, Integer> ports) {}

    private final Path selfHealPidFile;
    private final Map<String, Published> volumes = new ConcurrentSkipListMap<>();
    private final Map<String, String> processes = new ConcurrentSkipListMap<>();
    private volatile SortedSet<String> nodes = Collections.emptySortedSet();

    /** None yet. */
    public PublishedVolfiles(Path selfHealPidFile) {
        this.selfHealPidFile = selfHealPidFile;
    }

    /** See {@link org.gluster.gcs.engine.agent.NodeServer#publish}. */
    public void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts) {
        volumes.put(volume.name(), new Published(volume, started, brickPorts));
    }

    /** See {@link org.gluster.gcs.engine.agent.NodeServer#retract}. */
    public void retract(String volume) {
        volumes.remove(volume);
    }

    /** See {@link org.gluster.gcs.engine.agent.NodeServer#process}. */
    public void process(String key, Optional<String> volfile) {
        if (volfile.isPresent()) {
            processes.put(key, volfile.get());
        } else {
            processes.remove(key);
        }
    }

    /** See {@link org.gluster.gcs.engine.agent.NodeServer#nodes}. */
    public void nodes(SortedSet<String> addresses) {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }

    /** The cluster's nodes. */
    SortedSet<String> nodes() {
        return nodes;
    }

    /** The volume whose client volfile has this key, if it is published. */
    Optional<VolumeRecord> ofClient(String key) {
        return VolfileKey.parse(key)
                .filter(parsed -> parsed.kind() == VolfileKey.Kind.CLIENT)
                .flatMap(parsed -> Optional.ofNullable(volumes.get(parsed.volume())))
                .map(Published::volume);
    }

    @Override
    public Optional<Volfile> volfile(String key, boolean local) {
        String process = processes.get(key);
        if (process != null) {
            return local ? Optional.of(Volfile.of(process).localOnly()) : Optional.empty();
        }
        return VolfileKey.parse(key).flatMap(parsed -> answer(parsed, local));
    }

    private Optional<Volfile> answer(VolfileKey key, boolean local) {
        Published published = volumes.get(key.volume());
        if (published == null || (key.isLocalOnly() && !local)) {
            return Optional.empty();
        }
        VolumeSpec spec = Volfiles.spec(published.volume(), published.ports(), nodes);
        return switch (key.kind()) {
            case CLIENT ->
                published.started()
                        ? Optional.of(Volfile.of(VolumeGraphs.client(Volfiles.elsewhere(spec))
                                        .text())
                                .servers(hosts(published.volume())))
                        : Optional.empty();
            case SELF_HEAL ->
                VolumeGraphs.heals(spec)
                        ? Optional.of(Volfile.of(VolumeGraphs.selfHeal(spec).text())
                                .localOnly()
                                .pidfile(selfHealPidFile))
                        : Optional.empty();
            case BRICK ->
                // A process that hears of a brick which was detached from it just now would take it for a graph of its
                // own.
                published.volume().bricks().stream()
                        .filter(brick -> published.started() && brick.id().equals(key.brick()))
                        .findFirst()
                        .map(brick -> Volfile.of(Volfiles.brick(published.volume(), brick, published.ports(), nodes))
                                .localOnly());
        };
    }

    private static List<String> hosts(VolumeRecord volume) {
        TreeSet<String> hosts = new TreeSet<>();
        for (BrickRecord brick : volume.bricks()) {
            hosts.add(brick.address());
        }
        return List.copyOf(hosts);
    }

    @Override
    public Optional<UUID> volumeId(String volume) {
        return Optional.ofNullable(volumes.get(volume))
                .map(published -> UUID.fromString(published.volume().id()));
    }
}
