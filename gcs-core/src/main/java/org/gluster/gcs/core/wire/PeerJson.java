/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.cluster.Zone;

/** A node of the cluster. */
public record PeerJson(UUID id, String name, String address, String zone, PeerState state) {

    /** Checks that nothing is missing. */
    public PeerJson {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(state, "state");
    }

    /** Returns the JSON of a peer. */
    public static PeerJson of(Peer peer) {
        return new PeerJson(
                peer.id(), peer.name().value(), peer.address(), peer.zone().value(), peer.state());
    }

    /** Returns the peer. */
    public Peer toPeer() {
        return Peer.builder()
                .id(id)
                .name(NodeName.of(name))
                .address(address)
                .zone(Zone.of(zone))
                .state(state)
                .build();
    }
}
