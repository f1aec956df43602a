/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A volume to create: {@code size} above 0 lets the server plan, else {@code subvols} says where its bricks are.
 */
public record VolCreateReq(
        String name,
        @OmitEmpty String transport,
        List<SubvolReq> subvols,
        @OmitEmpty boolean force,
        @OmitEmpty Map<String, String> metadata,
        @OmitEmpty Map<String, Boolean> flags,
        @Uint64 long size,
        @JsonProperty("max-brick-size") @OmitEmpty @Uint64 long maxBrickSize,
        @OmitEmpty int distribute,
        @OmitEmpty int replica,
        @OmitEmpty int arbiter,

        @JsonProperty("average-file-size") @OmitEmpty @Uint64
        long averageFileSize,

        @OmitEmpty int disperse,
        @JsonProperty("disperse-redundancy") @OmitEmpty int disperseRedundancy,
        @JsonProperty("disperse-data") @OmitEmpty int disperseData,
        @OmitEmpty boolean snapshot,

        @JsonProperty("snapshot-reserve-factor") @OmitEmpty @Float64
        double snapshotReserveFactor,

        @JsonProperty("limit-peers") @OmitEmpty List<String> limitPeers,
        @JsonProperty("limit-zones") @OmitEmpty List<String> limitZones,
        @JsonProperty("exclude-peers") @OmitEmpty List<String> excludePeers,
        @JsonProperty("exclude-zones") @OmitEmpty List<String> excludeZones,
        @JsonProperty("subvolume-zones-overlap") @OmitEmpty boolean subvolumeZonesOverlap,
        @JsonProperty("subvolume-type") @OmitEmpty String subvolumeType,
        String provisioner,
        Map<String, String> options,
        @JsonProperty("allow-advanced-options") @OmitEmpty boolean allowAdvancedOptions,

        @JsonProperty("allow-experimental-options") @OmitEmpty
        boolean allowExperimentalOptions,

        @JsonProperty("allow-deprecated-options") @OmitEmpty boolean allowDeprecatedOptions) {
    /** Takes null for what is absent. */
    public VolCreateReq {
        name = Go.text(name);
        transport = Go.text(transport);
        subvols = Nil.list(subvols);
        metadata = Nil.map(metadata);
        flags = Nil.map(flags);
        limitPeers = Nil.list(limitPeers);
        limitZones = Nil.list(limitZones);
        excludePeers = Nil.list(excludePeers);
        excludeZones = Nil.list(excludeZones);
        subvolumeType = Go.text(subvolumeType);
        provisioner = Go.text(provisioner);
        options = Nil.map(options);
    }
}
