/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A brick of a volume; see {@link BrickType} for its type. */
public record BrickInfo(
        String id,
        String path,
        @JsonProperty("volume-id") String volumeId,
        @JsonProperty("volume-name") String volumeName,
        @JsonProperty("peer-id") String peerId,
        String host,
        String type) {
    /** Takes null for what is absent. */
    public BrickInfo {
        id = Go.text(id);
        path = Go.text(path);
        volumeId = Go.text(volumeId);
        volumeName = Go.text(volumeName);
        peerId = Go.text(peerId);
        host = Go.text(host);
        type = Go.text(type);
    }

    static BrickInfo zero() {
        return new BrickInfo("", "", "", "", "", "", "");
    }
}
