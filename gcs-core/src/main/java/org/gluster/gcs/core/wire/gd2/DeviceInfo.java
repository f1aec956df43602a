/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A device. */
public record DeviceInfo(
        String device,
        String provisioner,
        String state,
        @JsonProperty("free-size") @Uint64 long freeSize,
        @JsonProperty("total-size") @Uint64 long totalSize,
        @JsonProperty("used-size") @Uint64 long usedSize,
        @JsonProperty("extent-size") @Uint64 long extentSize,
        @JsonProperty("device-used") boolean deviceUsed,
        @JsonProperty("peer-id") String peerId) {
    /** Takes null for what is absent. */
    public DeviceInfo {
        device = Go.text(device);
        provisioner = Go.text(provisioner);
        state = Go.text(state);
        peerId = Go.text(peerId);
    }
}
