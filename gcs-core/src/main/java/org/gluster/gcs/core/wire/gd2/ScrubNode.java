/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What one node's scrubber did; all text. */
public record ScrubNode(
        String node,
        @JsonProperty("scrub-running") String scrubRunning,
        @JsonProperty("num-scrubbed-files") String numScrubbedFiles,
        @JsonProperty("num-skipped-files") String numSkippedFiles,
        @JsonProperty("last-scrub-complete-time") String lastScrubCompleteTime,
        @JsonProperty("last-scrub-duration") String lastScrubDuration,
        @JsonProperty("error-count") String errorCount,
        @JsonProperty("corrupted-objects") List<String> corruptedObjects) {
    /** Takes null for what is absent. */
    public ScrubNode {
        node = Go.text(node);
        scrubRunning = Go.text(scrubRunning);
        numScrubbedFiles = Go.text(numScrubbedFiles);
        numSkippedFiles = Go.text(numSkippedFiles);
        lastScrubCompleteTime = Go.text(lastScrubCompleteTime);
        lastScrubDuration = Go.text(lastScrubDuration);
        errorCount = Go.text(errorCount);
        corruptedObjects = Nil.list(corruptedObjects);
    }
}
