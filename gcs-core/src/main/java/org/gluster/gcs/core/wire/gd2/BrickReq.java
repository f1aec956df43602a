/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A brick in a request. Only its type, node and path are a client's to say; the rest was for the planner. */
public record BrickReq(
        String type,
        @JsonProperty("peerid") String peerId,
        String path,
        @JsonProperty("metadata-size") @OmitEmpty @Uint64 long metadataSize,
        @JsonProperty("thinpool-size") @OmitEmpty @Uint64 long thinPoolSize,
        @JsonProperty("total-size") @OmitEmpty @Uint64 long totalSize,
        @JsonProperty("vg-name") @OmitEmpty String vgName,
        @JsonProperty("root-device") @OmitEmpty String rootDevice,
        @JsonProperty("thinpool-name") @OmitEmpty String thinPoolName,
        @JsonProperty("logical-volume") @OmitEmpty String logicalVolume,
        @OmitEmpty @Uint64 long size,
        @JsonProperty("vg-id") @OmitEmpty String vgId,
        @JsonProperty("brick-dir-suffix") @OmitEmpty String brickDirSuffix,
        @JsonProperty("device-path") @OmitEmpty String devicePath,
        @JsonProperty("mnt-opts") @OmitEmpty String mountOptions,
        @JsonProperty("fs-type") @OmitEmpty String fsType) {
    /** Takes null for what is absent. */
    public BrickReq {
        type = Go.text(type);
        peerId = Go.text(peerId);
        path = Go.text(path);
        vgName = Go.text(vgName);
        rootDevice = Go.text(rootDevice);
        thinPoolName = Go.text(thinPoolName);
        logicalVolume = Go.text(logicalVolume);
        vgId = Go.text(vgId);
        brickDirSuffix = Go.text(brickDirSuffix);
        devicePath = Go.text(devicePath);
        mountOptions = Go.text(mountOptions);
        fsType = Go.text(fsType);
    }

    /** A brick for data. */
    public static BrickReq of(String peerId, String path) {
        return of("", peerId, path);
    }

    /** A brick of that type: {@code brick} or {@code arbiter}. */
    public static BrickReq of(String type, String peerId, String path) {
        return new BrickReq(type, peerId, path, 0, 0, 0, "", "", "", "", 0, "", "", "", "", "");
    }
}
