/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A block volume in a list. */
public record BlockInfo(
        @JsonProperty("hostingvolume") String hostingVolume,
        String name,
        @OmitEmpty @Uint64 long size,
        @JsonProperty("hacount") @OmitEmpty int haCount) {
    /** Takes null for what is absent. */
    public BlockInfo {
        hostingVolume = Go.text(hostingVolume);
        name = Go.text(name);
    }
}
