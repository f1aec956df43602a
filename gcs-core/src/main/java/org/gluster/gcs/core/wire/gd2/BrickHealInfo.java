/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits to be healed on a brick. A count that was not asked for is absent, one that is unknown is -1. */
public record BrickHealInfo(
        @JsonProperty("host-id") String hostId,
        String name,
        String status,

        @JsonProperty("total-entries") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long totalEntries,

        @JsonProperty("entries-in-heal-pending") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long entriesInHealPending,

        @JsonProperty("entries-in-split-brain") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long entriesInSplitBrain,

        @JsonProperty("entries-possibly-healing") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Long entriesPossiblyHealing,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long entries,
        @JsonProperty("file-gfid") @OmitEmpty List<HealEntry> files) {
    /** Takes null for what is absent. */
    public BrickHealInfo {
        hostId = Go.text(hostId);
        name = Go.text(name);
        status = Go.text(status);
        files = Nil.list(files);
    }
}
