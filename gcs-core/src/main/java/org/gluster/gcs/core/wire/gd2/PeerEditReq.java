/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Map;

/** What to change of a node; metadata are added to what is there. */
public record PeerEditReq(@OmitEmpty String zone, @OmitEmpty Map<String, String> metadata) {
    /** Takes null for what is absent. */
    public PeerEditReq {
        zone = Go.text(zone);
        metadata = Nil.map(metadata);
    }
}
