/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A node of the remote cluster. */
public record GeorepHost(@JsonProperty("peerid") String peerId, String host) {
    /** Takes null for what is absent. */
    public GeorepHost {
        peerId = Go.text(peerId);
        host = Go.text(host);
    }
}
