/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A volume; see {@link VolType} and {@link VolState} for its type and state. The capacity is 0 for one laid out by
 * hand.
 */
public record VolumeInfo(
        String id,
        String name,
        String type,
        String transport,
        @JsonProperty("distribute-count") int distributeCount,
        @JsonProperty("replica-count") int replicaCount,
        @JsonProperty("arbiter-count") @OmitEmpty int arbiterCount,
        @JsonProperty("disperse-count") @OmitEmpty int disperseCount,
        @JsonProperty("disperse-data-count") @OmitEmpty int disperseDataCount,

        @JsonProperty("disperse-redundancy-count") @OmitEmpty
        int disperseRedundancyCount,

        Map<String, String> options,
        String state,
        List<SubvolInfo> subvols,
        Map<String, String> metadata,
        @JsonProperty("snap-list") List<String> snapList,
        @OmitEmpty @Uint64 long capacity) {
    /** Takes null for what is absent. */
    public VolumeInfo {
        id = Go.text(id);
        name = Go.text(name);
        type = Go.text(type);
        transport = Go.text(transport);
        options = Nil.map(options);
        state = Go.text(state);
        subvols = Nil.list(subvols);
        metadata = Nil.map(metadata);
        snapList = Nil.list(snapList);
    }

    static VolumeInfo zero() {
        return new VolumeInfo("", "", "", "", 0, 0, 0, 0, 0, 0, Nil.map(), "", Nil.list(), Nil.map(), Nil.list(), 0);
    }
}
