/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.engine.catalogue.VolumeRecord;

/**
 * What a node serves on port 24007 and on its management socket, as the agent tells it. Methods return at once and may be
 * called again with the same; stages complete on the agent's loop.
 */
public interface NodeServer {
    /**
     * Listens at the node's address and on the socket.
     *
     * @param socket path of the management socket; a file left there by an earlier server is replaced
     * @return fails with a {@link org.gluster.gcs.block.host.HostException}, kind BUSY when the address is taken
     */
    CompletionStage<Void> open(Path socket);

    /**
     * Serves the volume's self-heal volfile locally and, when it is started, those of its bricks, and its client volfile to everybody.
     *
     * @param brickPorts brick id to port, of the bricks on this node
     */
    void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts);

    /**
     * Serves the volfile of a brick process locally, or nothing by this key any more.
     *
     * @param key by which the process asks
     * @param volfile its text, which holds no secret; empty: nothing
     */
    void process(String key, Optional<String> volfile);

    /** Whom {@code @nodes} in an access list means: called before the first volume is published, and when it changes. */
    void nodes(SortedSet<String> addresses);

    /** Clients that asked here for a volume and were refused, the latest first; what is remembered is bounded. */
    List<Refused> refusals(String volume);

    /**
     * A client that was refused.
     *
     * @param address from which it asked
     * @param first when it was refused first, as far as is remembered
     * @param last when it was refused last
     * @param count how often in between
     */
    record Refused(String address, Instant first, Instant last, long count) {}

    /** Serves nothing of a volume any more. */
    void retract(String volume);

    /** A brick of this node was seen listening. */
    void listening(String brickPath, int port);

    /** A brick of this node was seen gone. */
    void gone(String brickPath);

    /** Listens no more, closes connections, deletes the socket. Idempotent. */
    CompletionStage<Void> close();
}
