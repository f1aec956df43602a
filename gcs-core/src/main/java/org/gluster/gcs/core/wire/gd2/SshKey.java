/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The public keys of one node. */
public record SshKey(@JsonProperty("peerid") String peerId, String gsyncd, String tar) {
    /** Takes null for what is absent. */
    public SshKey {
        peerId = Go.text(peerId);
        gsyncd = Go.text(gsyncd);
        tar = Go.text(tar);
    }
}
