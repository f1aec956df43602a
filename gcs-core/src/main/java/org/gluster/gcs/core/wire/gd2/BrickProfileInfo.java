/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a brick did, since it was started and since it was last asked. */
public record BrickProfileInfo(
        @JsonProperty("brick-name") String brickName,
        @JsonProperty("cumulative-stats") ProfileStats cumulativeStats,
        @JsonProperty("interval-stats") ProfileStats intervalStats) {
    /** Takes null for what is absent. */
    public BrickProfileInfo {
        brickName = Go.text(brickName);
        cumulativeStats = cumulativeStats == null ? ProfileStats.zero() : cumulativeStats;
        intervalStats = intervalStats == null ? ProfileStats.zero() : intervalStats;
    }
}
