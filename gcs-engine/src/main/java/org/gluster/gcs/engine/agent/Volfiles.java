/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.gluster.volfile.Graph;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.DataPathTls;
import org.gluster.gcs.volume.Redundancy;

/** A volume's record as its volfiles. Pure. */
public final class Volfiles {
    private Volfiles() {}

    /** Stands for the port of a brick on another node: only a brick's own graph names its port. */
    private static final int ELSEWHERE = 1;

    /** Options whose values are paths on the nodes. */
    private static final List<String> NODE_FILES =
            List.of("ssl.own-cert", "ssl.private-key", "ssl.ca-list", "ssl.crl-path", "ssl.dh-param");

    /** Part of {@code @nodes}. */
    public static final String LOCAL_HOST = "127.0.0.1";

    /**
     * What the graphs depend on.
     *
     * @param ports brick id to port, of the bricks whose own graphs will be asked for
     * @param nodes addresses of the cluster's nodes
     */
    public static VolumeSpec spec(VolumeRecord volume, Map<String, Integer> ports, SortedSet<String> nodes) {
        return spec(volume, ports, nodes, volume.effectiveOptions());
    }

    private static VolumeSpec spec(
            VolumeRecord volume,
            Map<String, Integer> ports,
            SortedSet<String> nodes,
            SortedMap<String, String> options) {
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
        Redundancy redundancy = Redundancy.parse(volume.redundancy());
        List<VolumeSpec.Subvolume> sets = new ArrayList<>();
        subvolumes.values().forEach(bricks -> sets.add(subvolume(redundancy, bricks)));
        return new VolumeSpec(
                volume.name(),
                UUID.fromString(volume.id()),
                sets,
                new VolumeSpec.Credentials(volume.user(), volume.password()),
                access(volume, nodes),
                options);
    }

    /** What decides whether an option suits it. */
    public static OptionLayout layout(VolumeRecord volume) {
        return spec(volume, new TreeMap<>(), new TreeSet<>()).layout();
    }

    /** The same for machines that are no nodes: where those have their certificates is not said. */
    public static VolumeSpec elsewhere(VolumeSpec spec) {
        TreeMap<String, String> options = new TreeMap<>(spec.options());
        options.keySet().removeAll(NODE_FILES);
        return spec.withOptions(options);
    }

    /** Whether the graphs depend on the cluster's nodes. */
    static boolean knowsNodes(VolumeRecord volume) {
        return volume.clients().isEmpty()
                || volume.clients().contains(ClientPattern.NODES.toString())
                || encrypted(volume);
    }

    /** Over TLS the nodes' own daemons are known by their addresses: bricks do not look at credentials then. */
    private static boolean encrypted(VolumeRecord volume) {
        return DataPathTls.isSaidBy(volume.effectiveOptions());
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

    private static VolumeSpec.Subvolume subvolume(Redundancy redundancy, List<VolumeSpec.Brick> bricks) {
        if (redundancy instanceof Redundancy.Distributed) {
            return VolumeSpec.Subvolume.plain(bricks.get(0));
        } else if (redundancy instanceof Redundancy.Arbiter) {
            return VolumeSpec.Subvolume.arbiter(bricks);
        } else if (redundancy instanceof Redundancy.Dispersed dispersed) {
            return VolumeSpec.Subvolume.disperse(bricks, dispersed.redundancy());
        }
        return VolumeSpec.Subvolume.replicate(bricks);
    }

    /** Whether there is anything to heal, so that the self-heal daemon works on it. */
    public static boolean heals(VolumeRecord volume) {
        return !volume.redundancy().equals(Redundancy.distributed().toString());
    }

    /** The name of the client translator of each brick in this one's subvolume: pending attributes are named after it. */
    static List<String> clients(VolumeRecord volume, BrickRecord brick) {
        List<String> names = new ArrayList<>();
        for (BrickRecord other : volume.bricks()) {
            if (other.subvolume() == brick.subvolume()) {
                names.add(volume.name() + "-client-" + other.index());
            }
        }
        return names;
    }

    /** The translators of the self-heal graph that heal, by name. */
    static List<String> healed(VolumeRecord volume) {
        String kind = Redundancy.parse(volume.redundancy()) instanceof Redundancy.Dispersed ? "disperse" : "replicate";
        List<String> names = new ArrayList<>();
        for (int subvolume = 0; heals(volume) && subvolume < volume.subvolumes(); subvolume++) {
            names.add(volume.name() + "-" + kind + "-" + subvolume);
        }
        return names;
    }

    /** A brick's own graph. */
    public static String brick(
            VolumeRecord volume, BrickRecord brick, Map<String, Integer> ports, SortedSet<String> nodes) {
        return brickGraph(volume, brick, ports, nodes).text();
    }

    /** The same as a graph; in a shared process a brick has no reserve ({@link VolumeSpec#RESERVE}). */
    public static Graph brickGraph(
            VolumeRecord volume, BrickRecord brick, Map<String, Integer> ports, SortedSet<String> nodes) {
        TreeMap<String, String> options = new TreeMap<>(volume.brickOptions(brick.node()));
        if (sharesProcesses(volume, brick.node())) {
            options.put(VolumeSpec.RESERVE, "0");
        }
        return VolumeGraphs.brick(spec(volume, ports, nodes, options), brick.index());
    }

    /**
     * Whether a node's bricks of it may share processes with others: not those in directories that were given, since a process
     * knows bricks by their paths, and the next volume may be given the same one.
     */
    static boolean sharesProcesses(VolumeRecord volume, String node) {
        return volume.bricks().stream().noneMatch(BrickRecord::isDirectory)
                && VolumeSpec.sharesProcesses(volume.brickOptions(node));
    }

    /** The graph of clients. */
    static String client(VolumeRecord volume) {
        return VolumeGraphs.client(elsewhere(spec(volume, new TreeMap<>(), new TreeSet<>())))
                .text();
    }

    /** The self-heal graph. */
    static String selfHeal(VolumeRecord volume) {
        return VolumeGraphs.selfHeal(spec(volume, new TreeMap<>(), new TreeSet<>()))
                .text();
    }
}
