/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A session of geo-replication; see {@link GeorepStatus} for its {@code monitor_status}. */
public record GeorepSession(
        @JsonProperty("master_volume_id") String masterVolumeId,
        @JsonProperty("remote_volume_id") String remoteVolumeId,
        @JsonProperty("master_volume") String masterVolume,
        @JsonProperty("remote_user") String remoteUser,
        @JsonProperty("remote_hosts") List<GeorepHost> remoteHosts,
        @JsonProperty("remote_volume") String remoteVolume,
        @JsonProperty("monitor_status") String monitorStatus,
        List<GeorepWorker> workers,
        Map<String, String> options) {
    /** Takes null for what is absent. */
    public GeorepSession {
        masterVolumeId = Go.text(masterVolumeId);
        remoteVolumeId = Go.text(remoteVolumeId);
        masterVolume = Go.text(masterVolume);
        remoteUser = Go.text(remoteUser);
        remoteHosts = Nil.list(remoteHosts);
        remoteVolume = Go.text(remoteVolume);
        monitorStatus = Go.text(monitorStatus);
        workers = Nil.list(workers);
        options = Nil.map(options);
    }
}
