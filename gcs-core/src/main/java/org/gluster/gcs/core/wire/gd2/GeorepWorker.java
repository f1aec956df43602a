/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What one brick's worker does; all text, as it comes from it. */
public record GeorepWorker(
        @JsonProperty("master_peer_hostname") String masterPeerHostname,
        @JsonProperty("peer_id") String peerId,
        @JsonProperty("master_brick_path") String masterBrickPath,
        @JsonProperty("master_brick") String masterBrick,
        @JsonProperty("worker_status") String workerStatus,
        @JsonProperty("last_synced") String lastSynced,
        @JsonProperty("last_synced_utc") String lastSyncedUtc,
        @JsonProperty("last_synced_entry") String lastSyncedEntry,
        @JsonProperty("remote_peer_hostname") String remotePeerHostname,
        @JsonProperty("checkpoint_time") String checkpointTime,
        @JsonProperty("checkpoint_time_utc") String checkpointTimeUtc,
        @JsonProperty("checkpoint_completed") String checkpointCompleted,
        @JsonProperty("checkpoint_completion_time") String checkpointCompletionTime,
        @JsonProperty("checkpoint_completion_time_utc") String checkpointCompletionTimeUtc,
        String meta,
        String entry,
        String data,
        String failures,
        @JsonProperty("crawl_status") String crawlStatus) {
    /** Takes null for what is absent. */
    public GeorepWorker {
        masterPeerHostname = Go.text(masterPeerHostname);
        peerId = Go.text(peerId);
        masterBrickPath = Go.text(masterBrickPath);
        masterBrick = Go.text(masterBrick);
        workerStatus = Go.text(workerStatus);
        lastSynced = Go.text(lastSynced);
        lastSyncedUtc = Go.text(lastSyncedUtc);
        lastSyncedEntry = Go.text(lastSyncedEntry);
        remotePeerHostname = Go.text(remotePeerHostname);
        checkpointTime = Go.text(checkpointTime);
        checkpointTimeUtc = Go.text(checkpointTimeUtc);
        checkpointCompleted = Go.text(checkpointCompleted);
        checkpointCompletionTime = Go.text(checkpointCompletionTime);
        checkpointCompletionTimeUtc = Go.text(checkpointCompletionTimeUtc);
        meta = Go.text(meta);
        entry = Go.text(entry);
        data = Go.text(data);
        failures = Go.text(failures);
        crawlStatus = Go.text(crawlStatus);
    }
}
