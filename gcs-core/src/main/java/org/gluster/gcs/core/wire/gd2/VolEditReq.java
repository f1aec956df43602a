/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** Metadata to set, or to delete, whose values then do not count. */
public record VolEditReq(
        Map<String, String> metadata,
        @JsonProperty("delete-metadata") boolean deleteMetadata) {
    /** Takes null for what is absent. */
    public VolEditReq {
        metadata = Nil.map(metadata);
    }
}
