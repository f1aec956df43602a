/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A snapshot to make; with {@code timestamp} its name gets one. */
public record SnapCreateReq(
        @JsonProperty("volname") String volName,
        @JsonProperty("snapname") String snapName,
        @OmitEmpty boolean timestamp,
        @OmitEmpty String description,
        @OmitEmpty boolean force) {
    /** Takes null for what is absent. */
    public SnapCreateReq {
        volName = Go.text(volName);
        snapName = Go.text(snapName);
        description = Go.text(description);
    }
}
