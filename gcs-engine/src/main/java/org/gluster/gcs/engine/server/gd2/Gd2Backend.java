/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.engine.agent.BrickFacts;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * What GlusterD2's interface needs beyond {@link Gcs}: what only the engine knows, and what only GlusterD2 can say. Methods
 * block for a finite time and throw {@link org.gluster.gcs.GcsException}s; safe for several threads.
 */
public interface Gd2Backend {

    /** The facade. */
    Gcs gcs();

    /** The cluster's uuid. */
    String clusterId();

    /** The version of this control plane. */
    String version();

    /** The nodes that are in the cluster, by their uuids; also those that are joining or leaving. */
    List<Node> nodes();

    /** Whether a node could be run at this address here. May look names up. */
    boolean reaches(String address);

    /** Adds a node; see {@link org.gluster.gcs.cluster.Peers#add}. */
    Operation<Peer> add(PeerRequest request, SortedMap<String, String> metadata);

    /**
     * Changes zone and metadata of a node.
     *
     * @param zone another zone; empty to leave it
     * @param metadata added to what there is
     * @param mostBytes of all metadata together
     */
    Node edit(NodeName node, Optional<Zone> zone, SortedMap<String, String> metadata, int mostBytes);

    /**
     * Creates a volume; see {@link org.gluster.gcs.volume.Volumes#create(VolumeRequest)}.
     *
     * @param internal metadata whose keys begin with {@code _}
     */
    Operation<Volume> create(VolumeRequest request, SortedMap<String, String> internal);

    /**
     * Lets a volume hold so much more; refuses while anything else is under way on it.
     *
     * @param key the caller's idempotency key, or empty
     */
    Operation<Volume> expand(String name, Capacity more, String key);

    /** A volume. */
    Optional<Kept> volume(String name);

    /** All volumes by name. */
    List<Kept> volumes();

    /** What nodes see of a volume's bricks now. */
    List<BrickFacts> bricks(String volume);

    /** Has a volume healed now: what the index lists, or all of it. */
    void heal(String volume, boolean full);

    /** Starts brick processes of a started volume that are missing, now; those that cannot be are tried again later. */
    void revive(String volume);

    /** Has the brick processes of a volume dump their state; how many did. */
    int dumpState(String volume);

    /** Options of the cluster that were set. */
    SortedMap<String, String> clusterOptions();

    /** Sets some; answers all that are set then. */
    SortedMap<String, String> setClusterOptions(SortedMap<String, String> options);

    /**
     * A node.
     *
     * @param id its uuid
     * @param name its name
     * @param address where it listens
     * @param zone its failure domain
     * @param metadata what callers keep with it
     * @param online whether it takes part now
     * @param pid of the process that it runs in
     */
    record Node(
            String id,
            NodeName name,
            String address,
            Zone zone,
            SortedMap<String, String> metadata,
            boolean online,
            long pid) {
        /** Copies the metadata. */
        public Node {
            metadata = sorted(metadata);
        }
    }

    /**
     * A volume with what the facade does not show.
     *
     * @param volume it
     * @param options all options that hold on it: its own and those of its profiles
     * @param metadata all metadata: its users', and under keys that begin with {@code _} the control plane's own
     * @param everStarted whether it was ever started
     * @param operation id of the operation that it waits for, or empty
     * @param created whether its bricks were ever all there
     */
    record Kept(
            Volume volume,
            SortedMap<String, String> options,
            SortedMap<String, String> metadata,
            boolean everStarted,
            String operation,
            boolean created) {
        /** Copies the maps. */
        public Kept {
            options = sorted(options);
            metadata = sorted(metadata);
        }
    }

    private static SortedMap<String, String> sorted(SortedMap<String, String> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
