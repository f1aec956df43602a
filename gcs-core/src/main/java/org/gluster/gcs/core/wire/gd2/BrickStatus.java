/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a brick does; its port is -1 while it runs and has not signed in yet. */
public record BrickStatus(
        BrickInfo info,
        boolean online,
        int pid,
        int port,
        @JsonProperty("fs-type") String fsType,
        @JsonProperty("mount-opts") String mountOptions,
        String device,
        SizeInfo size) {
    /** Takes null for what is absent. */
    public BrickStatus {
        info = info == null ? BrickInfo.zero() : info;
        fsType = Go.text(fsType);
        mountOptions = Go.text(mountOptions);
        device = Go.text(device);
        size = size == null ? SizeInfo.zero() : size;
    }

    static BrickStatus zero() {
        return new BrickStatus(BrickInfo.zero(), false, 0, 0, "", "", "", SizeInfo.zero());
    }
}
