/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A node; the address of a peer is {@code host:port}. Its zone is metadata {@code _zone}. */
public record PeerInfo(
        String id,
        String name,
        @JsonProperty("peer-addresses") List<String> peerAddresses,
        @JsonProperty("client-addresses") List<String> clientAddresses,
        boolean online,
        @OmitEmpty int pid,
        Map<String, String> metadata) {
    /** Takes null for what is absent. */
    public PeerInfo {
        id = Go.text(id);
        name = Go.text(name);
        peerAddresses = Nil.list(peerAddresses);
        clientAddresses = Nil.list(clientAddresses);
        metadata = Nil.map(metadata);
    }
}
