/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A brick as GlusterD2 stores it, which {@code VolumeReset} shows. */
public record StoredBrick(
        @JsonProperty("ID") String id,
        @JsonProperty("Hostname") String hostname,
        @JsonProperty("PeerID") String peerId,
        @JsonProperty("Path") String path,
        @JsonProperty("VolumeName") String volumeName,
        @JsonProperty("VolfileID") String volfileId,
        @JsonProperty("VolumeID") String volumeId,
        @JsonProperty("Type") int type,
        @JsonProperty("Decommissioned") boolean decommissioned,
        @JsonProperty("PType") String provisionerType,
        @JsonProperty("BrickDirSuffix") String brickDirSuffix,
        @JsonProperty("DevicePath") String devicePath,
        @JsonProperty("FsType") String fsType,
        @JsonProperty("MntOpts") String mountOptions,
        @JsonProperty("TpName") String thinPoolName,
        @JsonProperty("LvName") String lvName,
        @JsonProperty("VgName") String vgName,
        @JsonProperty("RootDevice") String rootDevice,
        @JsonProperty("TotalSize") @Uint64 long totalSize) {
    /** Takes null for what is absent. */
    public StoredBrick {
        id = Go.text(id);
        hostname = Go.text(hostname);
        peerId = Go.text(peerId);
        path = Go.text(path);
        volumeName = Go.text(volumeName);
        volfileId = Go.text(volfileId);
        volumeId = Go.text(volumeId);
        provisionerType = Go.text(provisionerType);
        brickDirSuffix = Go.text(brickDirSuffix);
        devicePath = Go.text(devicePath);
        fsType = Go.text(fsType);
        mountOptions = Go.text(mountOptions);
        thinPoolName = Go.text(thinPoolName);
        lvName = Go.text(lvName);
        vgName = Go.text(vgName);
        rootDevice = Go.text(rootDevice);
    }
}
