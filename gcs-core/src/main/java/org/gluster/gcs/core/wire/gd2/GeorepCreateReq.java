/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A session of geo-replication to create; the remote user is {@code root} when empty. */
public record GeorepCreateReq(
        @JsonProperty("mastervol") String masterVol,
        @JsonProperty("remoteuser") String remoteUser,
        @JsonProperty("remotehosts") List<GeorepHost> remoteHosts,
        @JsonProperty("remotevol") String remoteVol,
        @OmitEmpty boolean force) {
    /** Takes null for what is absent. */
    public GeorepCreateReq {
        masterVol = Go.text(masterVol);
        remoteUser = Go.text(remoteUser);
        remoteHosts = Nil.list(remoteHosts);
        remoteVol = Go.text(remoteVol);
    }
}
