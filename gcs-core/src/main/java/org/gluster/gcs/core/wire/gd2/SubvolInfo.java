/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A subvolume; see {@link SubvolType} for its type. */
public record SubvolInfo(
        String name,
        String type,
        List<BrickInfo> bricks,
        @OmitEmpty List<SubvolInfo> subvols,
        @JsonProperty("replica-count") int replicaCount,
        @JsonProperty("arbiter-count") int arbiterCount,
        @JsonProperty("disperse-count") int disperseCount,
        @JsonProperty("disperse-data-count") @OmitEmpty int disperseDataCount,

        @JsonProperty("disperse-redundancy-count") @OmitEmpty
        int disperseRedundancyCount) {
    /** Takes null for what is absent. */
    public SubvolInfo {
        name = Go.text(name);
        type = Go.text(type);
        bricks = Nil.list(bricks);
        subvols = Nil.list(subvols);
    }
}
