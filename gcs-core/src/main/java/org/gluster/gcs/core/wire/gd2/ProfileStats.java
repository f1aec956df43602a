/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** What a brick did in some time; numbers are text, as they come from it. */
public record ProfileStats(
        String duration,
        @JsonProperty("data-read") String dataRead,
        @JsonProperty("data-write") String dataWrite,
        String interval,
        @JsonProperty("percentage-avg-latency") @Float64 double percentageAvgLatency,
        @JsonProperty("stat-info") @OmitEmpty Map<String, Map<String, String>> statInfo) {
    /** Takes null for what is absent. */
    public ProfileStats {
        duration = Go.text(duration);
        dataRead = Go.text(dataRead);
        dataWrite = Go.text(dataWrite);
        interval = Go.text(interval);
        statInfo = Nil.map(statInfo);
    }

    static ProfileStats zero() {
        return new ProfileStats("", "", "", "", 0, Nil.map());
    }
}
