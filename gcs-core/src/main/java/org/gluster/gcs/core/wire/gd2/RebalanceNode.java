/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What one node's rebalance did; all text, and empty while it has not answered. */
public record RebalanceNode(
        @JsonProperty("peerid") String peerId,
        String status,
        @JsonProperty("rebalanced-files") String rebalancedFiles,
        String size,
        @JsonProperty("lookedup") String lookedUp,
        String skipped,
        String failed,
        @JsonProperty("run-time") String runTime,
        @JsonProperty("time-left") String timeLeft) {
    /** Takes null for what is absent. */
    public RebalanceNode {
        peerId = Go.text(peerId);
        status = Go.text(status);
        rebalancedFiles = Go.text(rebalancedFiles);
        size = Go.text(size);
        lookedUp = Go.text(lookedUp);
        skipped = Go.text(skipped);
        failed = Go.text(failed);
        runTime = Go.text(runTime);
        timeLeft = Go.text(timeLeft);
    }
}
