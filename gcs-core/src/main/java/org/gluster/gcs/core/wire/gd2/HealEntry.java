/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A file that waits to be healed. */
public record HealEntry(
        @JsonProperty("Filename") String filename,
        @JsonProperty("GfID") String gfid) {
    /** Takes null for what is absent. */
    public HealEntry {
        filename = Go.text(filename);
        gfid = Go.text(gfid);
    }
}
