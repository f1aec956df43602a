/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.List;
import java.util.Map;

/** A node to take in; only the first address is used. */
public record PeerAddReq(
        List<String> addresses,
        @OmitEmpty String zone,
        @OmitEmpty Map<String, String> metadata) {
    /** Takes null for what is absent. */
    public PeerAddReq {
        addresses = Nil.list(addresses);
        zone = Go.text(zone);
        metadata = Nil.map(metadata);
    }
}
