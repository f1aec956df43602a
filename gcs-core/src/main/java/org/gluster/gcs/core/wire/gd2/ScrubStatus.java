/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What the scrubber of a volume did. */
public record ScrubStatus(
        String volume,
        String state,
        String throttle,
        String frequency,
        @JsonProperty("bitd-log-file") String bitdLogFile,
        @JsonProperty("scrub-log-file") String scrubLogFile,
        List<ScrubNode> nodes) {
    /** Takes null for what is absent. */
    public ScrubStatus {
        volume = Go.text(volume);
        state = Go.text(state);
        throttle = Go.text(throttle);
        frequency = Go.text(frequency);
        bitdLogFile = Go.text(bitdLogFile);
        scrubLogFile = Go.text(scrubLogFile);
        nodes = Nil.list(nodes);
    }
}
