/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A block volume to create; without a hosting volume one is picked or made. */
public record BlockCreateReq(
        @JsonProperty("hostingvolume") String hostingVolume,
        String name,
        @OmitEmpty @Uint64 long size,
        @JsonProperty("hacount") @OmitEmpty int haCount,
        @JsonProperty("hostvolreplicacnt") @OmitEmpty int hostVolReplicaCount,
        @JsonProperty("hostvolthinarbpath") @OmitEmpty String hostVolThinArbiterPath,
        @JsonProperty("hostvolshardsize") @OmitEmpty @Uint64 long hostVolShardSize,
        @JsonProperty("hostvolsize") @OmitEmpty @Uint64 long hostVolSize,
        @JsonProperty("blocktype") @OmitEmpty String blockType,
        @OmitEmpty List<String> clusters,
        @OmitEmpty boolean auth) {
    /** Takes null for what is absent. */
    public BlockCreateReq {
        hostingVolume = Go.text(hostingVolume);
        name = Go.text(name);
        hostVolThinArbiterPath = Go.text(hostVolThinArbiterPath);
        blockType = Go.text(blockType);
        clusters = Nil.list(clusters);
    }
}
