/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What LVM says of a brick's volume. */
public record LvsData(
        @JsonProperty("vgname") String vgName,
        @JsonProperty("datapercentage") @Float64 double dataPercentage,
        @JsonProperty("lvsize") String lvSize,
        @JsonProperty("pool-lv") String poolLv) {
    /** Takes null for what is absent. */
    public LvsData {
        vgName = Go.text(vgName);
        lvSize = Go.text(lvSize);
        poolLv = Go.text(poolLv);
    }

    static LvsData zero() {
        return new LvsData("", 0, "", "");
    }
}
