/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.DataPathTls;

/** A volume's record as its volfiles. Pure. */
public final class Volfiles {
    private Volfiles() {}

    /** Stands for the port of a brick on another node: only a brick's own graph names its port. */
    private static final int ELSEWHERE = 1;

    /** Part of {@code @nodes}. */
    public static final String LOCAL_HOST = "127.0.0.1";

    /**
     * What the graphs depend on.
     *
     * @param ports brick id to port, of the bricks whose own graphs will be asked for
     * @param nodes addresses of the cluster's nodes
     */
    public static VolumeSpec spec(VolumeRecord volume, Map<String, Integer> ports, SortedSet<String> nodes) {
        Map<Integer, List<VolumeSpec.Brick>> subvolumes = new TreeMap<>();
        for (BrickRecord brick : volume.bricks()) {
            subvolumes
                    .computeIfAbsent(brick.subvolume(), index -> new ArrayList<>())
                    .add(new VolumeSpec.Brick(
                            brick.index(),
                            brick.path(),
                            brick.address(),
                            brick.address(),
                            ports.getOrDefault(brick.id(), ELSEWHERE)));
        }
        List<VolumeSpec.Subvolume> replicated = new ArrayList<>();
        subvolumes.values().forEach(bricks -> replicated.add(VolumeSpec.Subvolume.replicate(bricks)));
        return new VolumeSpec(
                volume.name(),
                UUID.fromString(volume.id()),
                replicated,
                new VolumeSpec.Credentials(volume.user(), volume.password()),
                access(volume, nodes),
                new TreeMap<>());
    }

    /** Whether the graphs depend on the cluster's nodes. */
    static boolean knowsNodes(VolumeRecord volume) {
        return volume.clients().isEmpty()
                || volume.clients().contains(ClientPattern.NODES.toString())
                || encrypted(volume);
    }

    /** Over TLS the nodes' own daemons are known by their addresses: bricks do not look at credentials then. */
    private static boolean encrypted(VolumeRecord volume) {
        return DataPathTls.isSaidBy(volume.options());
    }

    /** The access list as bricks are told it. */
    private static List<String> access(VolumeRecord volume, SortedSet<String> nodes) {
        LinkedHashSet<String> addresses = new LinkedHashSet<>();
        for (String text : volume.clients()) {
            addresses.addAll(ClientPattern.parse(text).addresses());
        }
        if (knowsNodes(volume)) {
            addresses.add(LOCAL_HOST);
            addresses.addAll(nodes);
        }
        return List.copyOf(addresses);
    }

    /** The translators of the self-heal graph that heal, by name. */
    static List<String> healed(VolumeRecord volume) {
        List<String> names = new ArrayList<>();
        for (int subvolume = 0;
                subvolume <= volume.bricks().get(volume.bricks().size() - 1).subvolume();
                subvolume++) {
            names.add(volume.name() + "-replicate-" + subvolume);
        }
        return names;
    }

    /** The self-heal graph. */
    static String selfHeal(VolumeRecord volume) {
        return VolumeGraphs.selfHeal(spec(volume, new TreeMap<>(), new TreeSet<>()))
                .text();
    }
}
