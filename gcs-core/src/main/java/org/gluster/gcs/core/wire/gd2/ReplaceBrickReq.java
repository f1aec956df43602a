/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A brick to replace, and where the new one may be. */
public record ReplaceBrickReq(
        @JsonProperty("src-peerid") String srcPeerId,
        @JsonProperty("src-brickpath") String srcBrickPath,
        @JsonProperty("limit-peers") @OmitEmpty List<String> limitPeers,
        @JsonProperty("limit-zones") @OmitEmpty List<String> limitZones,
        @JsonProperty("exclude-peers") @OmitEmpty List<String> excludePeers,
        @JsonProperty("exclude-zones") @OmitEmpty List<String> excludeZones,
        @JsonProperty("subvolume-zones-overlap") @OmitEmpty boolean subvolumeZonesOverlap,
        @OmitEmpty boolean force,
        @OmitEmpty Map<String, Boolean> flags) {
    /** Takes null for what is absent. */
    public ReplaceBrickReq {
        srcPeerId = Go.text(srcPeerId);
        srcBrickPath = Go.text(srcBrickPath);
        limitPeers = Nil.list(limitPeers);
        limitZones = Nil.list(limitZones);
        excludePeers = Nil.list(excludePeers);
        excludeZones = Nil.list(excludeZones);
        flags = Nil.map(flags);
    }
}
