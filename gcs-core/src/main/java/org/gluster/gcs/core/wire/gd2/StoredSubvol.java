/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A subvolume as GlusterD2 stores it. */
public record StoredSubvol(
        @JsonProperty("ID") String id,
        @JsonProperty("Name") String name,
        @JsonProperty("Type") int type,
        @JsonProperty("Bricks") List<StoredBrick> bricks,
        @JsonProperty("Subvols") List<StoredSubvol> subvols,
        @JsonProperty("ReplicaCount") int replicaCount,
        @JsonProperty("ArbiterCount") int arbiterCount,
        @JsonProperty("DisperseCount") int disperseCount,
        @JsonProperty("RedundancyCount") int redundancyCount) {
    /** Takes null for what is absent. */
    public StoredSubvol {
        id = Go.text(id);
        name = Go.text(name);
        bricks = Nil.list(bricks);
        subvols = Nil.list(subvols);
    }
}
