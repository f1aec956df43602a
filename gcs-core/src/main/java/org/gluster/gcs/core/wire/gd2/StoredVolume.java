/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A volume as GlusterD2 stores it: what {@code VolumeReset} answers, where all others answer {@link VolumeInfo}.
 */
public record StoredVolume(
        @JsonProperty("ID") String id,
        @JsonProperty("Name") String name,
        @JsonProperty("VolfileID") String volfileId,
        @JsonProperty("Type") int type,
        @JsonProperty("Transport") String transport,
        @JsonProperty("DistCount") int distCount,
        @JsonProperty("Options") Map<String, String> options,
        @JsonProperty("State") int state,
        @JsonProperty("Checksum") @Uint64 long checksum,
        @JsonProperty("Version") @Uint64 long version,
        @JsonProperty("Subvols") List<StoredSubvol> subvols,
        @JsonProperty("Auth") StoredAuth auth,
        @JsonProperty("GraphMap") Map<String, JsonNode> graphMap,
        @JsonProperty("Metadata") Map<String, String> metadata,
        @JsonProperty("SnapList") List<String> snapList,
        @JsonProperty("SnapshotReserveFactor") @Float64 double snapshotReserveFactor,
        @JsonProperty("Capacity") @Uint64 long capacity,
        @JsonProperty("ProvisionerType") String provisionerType) {
    /** Takes null for what is absent. */
    public StoredVolume {
        id = Go.text(id);
        name = Go.text(name);
        volfileId = Go.text(volfileId);
        transport = Go.text(transport);
        options = Nil.map(options);
        subvols = Nil.list(subvols);
        auth = auth == null ? StoredAuth.zero() : auth;
        graphMap = Nil.map(graphMap);
        metadata = Nil.map(metadata);
        snapList = Nil.list(snapList);
        provisionerType = Go.text(provisionerType);
    }
}
