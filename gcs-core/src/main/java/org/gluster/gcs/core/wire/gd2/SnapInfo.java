/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A snapshot; {@code created-at} is read by {@link GoTime}. */
public record SnapInfo(
        @JsonProperty("snapinfo") VolumeInfo snapInfo,
        @JsonProperty("parentname") String parentName,
        String description,
        @JsonProperty("created-at") String createdAt) {
    /** Takes null for what is absent. */
    public SnapInfo {
        snapInfo = snapInfo == null ? VolumeInfo.zero() : snapInfo;
        parentName = Go.text(parentName);
        description = Go.text(description);
        createdAt = Go.text(createdAt);
    }
}
