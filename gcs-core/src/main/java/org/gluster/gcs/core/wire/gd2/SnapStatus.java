/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a snapshot does; {@code snaps} is its name here. */
public record SnapStatus(
        @JsonProperty("parentname") String parentName,
        @JsonProperty("snaps") String snapName,
        String id,
        @JsonProperty("snapbrickstatus") List<SnapBrickStatus> bricks) {
    /** Takes null for what is absent. */
    public SnapStatus {
        parentName = Go.text(parentName);
        snapName = Go.text(snapName);
        id = Go.text(id);
        bricks = Nil.list(bricks);
    }
}
