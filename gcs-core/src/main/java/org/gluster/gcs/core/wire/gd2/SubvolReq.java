/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A subvolume laid out by hand; the {@code type} is lower-case, and what is unknown means distribute. */
public record SubvolReq(
        String type,
        List<BrickReq> bricks,
        List<SubvolReq> subvols,
        int replica,
        int arbiter,
        @JsonProperty("disperse-count") @OmitEmpty int disperseCount,
        @JsonProperty("disperse-data") @OmitEmpty int disperseData,
        @JsonProperty("disperse-redundancy") @OmitEmpty int disperseRedundancy) {
    /** Takes null for what is absent. */
    public SubvolReq {
        type = Go.text(type);
        bricks = Nil.list(bricks);
        subvols = Nil.list(subvols);
    }
}
