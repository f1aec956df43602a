/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A rebalance that was stopped; see {@link RebalanceState} for its state. */
public record RebalanceInfo(
        @JsonProperty("Volname") String volName,
        @JsonProperty("State") int state,
        @JsonProperty("Cmd") int cmd,
        @JsonProperty("RebalanceID") String rebalanceId,
        @JsonProperty("CommitHash") @Uint64 long commitHash,
        @JsonProperty("RebalStats") List<RebalanceNode> nodes) {
    /** Takes null for what is absent. */
    public RebalanceInfo {
        volName = Go.text(volName);
        rebalanceId = Go.text(rebalanceId);
        nodes = Nil.list(nodes);
    }
}
