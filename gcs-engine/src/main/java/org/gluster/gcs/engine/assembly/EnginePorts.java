/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.engine.agent.NodeServer;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.store.Store;

/** All that an engine needs of the world. */
public interface EnginePorts {
    /** Where the catalogue lives. Not closed by the engine. */
    Store store();

    /** The coordinator's loop. */
    Loop coordinatorLoop();

    /** Randomness for ids, used on the coordinator's loop. */
    RandomGenerator random();

    /** For how long events are kept. */
    default Duration eventsKept() {
        return Duration.ofMinutes(10);
    }

    /** Most operations of one transaction of the store. */
    default int transactionSize() {
        return Store.MAX_OPERATIONS;
    }

    /** Keeps where the time of operations goes; nothing is kept without. */
    default Optional<Timelines> timelines() {
        return Optional.empty();
    }

    /** Most bricks that share a process; fewer where a machine allows fewer. */
    default int bricksPerProcess() {
        return Integer.MAX_VALUE;
    }

    /** What one node's agent needs. */
    Node node(String cluster, PeerRecord peer);

    /**
     * What one node's agent needs.
     *
     * @param loop the agent's loop
     * @param host the machine, completing on that loop
     * @param server what the node serves
     * @param close called once, when the agent has stopped
     */
    record Node(Loop loop, Host host, NodeServer server, Runnable close) {}
}
