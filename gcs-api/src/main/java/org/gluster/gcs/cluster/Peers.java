/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.operation.Operation;

/** The nodes of a cluster. Not for implementation by users, test doubles excepted: methods will be added. */
@Incubating(since = "0.1.0")
public interface Peers {

    /** Adds a node; see {@link #add(PeerRequest)}. The consumer is called before this returns. */
    default Operation<Peer> add(Consumer<PeerRequest.Builder> request) {
        return add(PeerRequest.of(request));
    }

    /**
     * Adds a node. The operation ends when the node takes part.
     *
     * @throws org.gluster.gcs.AlreadyExistsException when a node has that name or address
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<Peer> add(PeerRequest request);

    /**
     * Removes a node that gives no device any more; its result is the name.
     *
     * @throws org.gluster.gcs.PeerNotFoundException when there is no such node
     * @throws org.gluster.gcs.InUseException when it still gives devices
     */
    Operation<NodeName> remove(String name);

    /** Returns the node of that name, if there is one. */
    Optional<Peer> find(String name);

    /**
     * Returns the node of that name.
     *
     * @throws org.gluster.gcs.PeerNotFoundException when there is none
     */
    Peer get(String name);

    /** Returns all nodes by name; unmodifiable. */
    List<Peer> list();
}
