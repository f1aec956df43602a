/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a brick of a snapshot does. */
public record SnapBrickStatus(
        BrickStatus brick, @JsonProperty("lvs-data") LvsData lvsData) {
    /** Takes null for what is absent. */
    public SnapBrickStatus {
        brick = brick == null ? BrickStatus.zero() : brick;
        lvsData = lvsData == null ? LvsData.zero() : lvsData;
    }
}
