/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a rebalance does. The nodes' part is null when no process runs. */
public record RebalanceStatus(
        String volume,
        @JsonProperty("rebalance-id") String rebalanceId,
        @JsonProperty("nodes-status") List<RebalanceNode> nodes) {
    /** Takes null for what is absent. */
    public RebalanceStatus {
        volume = Go.text(volume);
        rebalanceId = Go.text(rebalanceId);
        nodes = Nil.list(nodes);
    }
}
