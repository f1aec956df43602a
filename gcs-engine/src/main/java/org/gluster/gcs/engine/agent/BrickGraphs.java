/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.volfile.Graph;
import org.gluster.gcs.gluster.volfile.ProcessGraph;
import org.jspecify.annotations.Nullable;

/**
 * The graphs of one volume's bricks on one node. Each look at a resource asks for one; it is made once for what it depends on:
 * the record, the ports, the nodes. On one loop.
 */
final class BrickGraphs {
    private final Map<String, Made> made = new TreeMap<>();
    private final String node;
    private VolumeRecord record;
    private SortedMap<String, Integer> ports = Collections.emptySortedMap();
    private SortedSet<String> nodes = Collections.emptySortedSet();
    private @Nullable Boolean shares;

    /**
     * One brick's.
     *
     * @param text its volfile; may hold credentials
     * @param checksum names its text
     * @param process of the process that serves it
     */
    record Made(String text, String checksum, ProcessGraph process) {
        @Override
        public String toString() { // volfiles hold credentials
            return "Made[checksum=" + checksum + "]";
        }
    }

    /** None made yet. */
    BrickGraphs(String node, VolumeRecord record) {
        this.node = node;
        this.record = record;
    }

    /** From now on they are those of this record. */
    void of(VolumeRecord next) {
        if (!next.equals(record)) {
            record = next;
            made.clear();
            shares = null;
        }
    }

    /** Whether the bricks may share processes with those of other volumes. */
    boolean shareProcesses() {
        Boolean known = shares;
        if (known == null) {
            known = Volfiles.sharesProcesses(record, node);
            shares = known;
        }
        return known;
    }

    /**
     * The graph of a brick of the record.
     *
     * @param portsNow by brick id, of those that have one
     * @param nodesNow addresses of the cluster's nodes
     */
    Made of(BrickRecord brick, SortedMap<String, Integer> portsNow, SortedSet<String> nodesNow) {
        if (!portsNow.equals(ports) || !nodesNow.equals(nodes)) {
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(portsNow));
            nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodesNow));
            made.clear();
        }
        return made.computeIfAbsent(brick.id(), id -> make(brick));
    }

    private Made make(BrickRecord brick) {
        Graph graph = Volfiles.brickGraph(record, brick, ports, nodes);
        String text = graph.text();
        return new Made(text, Volfile.checksum(text), ProcessGraph.of(graph));
    }
}
