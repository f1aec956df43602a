/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.UUID;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeName;
import org.jspecify.annotations.Nullable;

/** What an operation that succeeded resulted in; one of them is there. */
public record ResultJson(
        @Nullable PeerJson peer,
        @Nullable DeviceJson device,
        @Nullable VolumeJson volume,
        @Nullable String removedPeer,
        @Nullable UUID removedDevice,
        @Nullable String deletedVolume,
        @Nullable OptionGroupJson optionGroup,
        @Nullable String deletedOptionGroup,
        @Nullable BulkJson bulk) {

    /**
     * Returns the JSON of what an operation's {@code await} returned.
     *
     * @throws IllegalArgumentException when no operation results in such a thing
     */
    public static ResultJson of(Object result) {
        if (result instanceof Peer peer) {
            return new ResultJson(PeerJson.of(peer), null, null, null, null, null, null, null, null);
        }
        if (result instanceof Device device) {
            return new ResultJson(null, DeviceJson.of(device), null, null, null, null, null, null, null);
        }
        if (result instanceof Volume volume) {
            return new ResultJson(null, null, VolumeJson.of(volume), null, null, null, null, null, null);
        }
        if (result instanceof NodeName name) {
            return new ResultJson(null, null, null, name.value(), null, null, null, null, null);
        }
        if (result instanceof DeviceId id) {
            return new ResultJson(null, null, null, null, id.value(), null, null, null, null);
        }
        if (result instanceof VolumeName name) {
            return new ResultJson(null, null, null, null, null, name.value(), null, null, null);
        }
        if (result instanceof OptionGroup group) {
            return new ResultJson(null, null, null, null, null, null, OptionGroupJson.of(group), null, null);
        }
        if (result instanceof OptionGroupName name) {
            return new ResultJson(null, null, null, null, null, null, null, name.value(), null);
        }
        if (result instanceof BulkResult<?> all) {
            return new ResultJson(null, null, null, null, null, null, null, null, BulkJson.of(all));
        }
        throw new IllegalArgumentException("no operation results in " + result);
    }

    /** Returns the result, as {@code await} does; {@code null} when there is none. */
    public @Nullable Object toResult() {
        if (peer != null) {
            return peer.toPeer();
        }
        if (device != null) {
            return device.toDevice();
        }
        if (volume != null) {
            return volume.toVolume();
        }
        if (removedPeer != null) {
            return NodeName.of(removedPeer);
        }
        if (removedDevice != null) {
            return DeviceId.of(removedDevice);
        }
        if (bulk != null) {
            return bulk.toResult();
        }
        if (optionGroup != null) {
            return optionGroup.toGroup();
        }
        if (deletedOptionGroup != null) {
            return OptionGroupName.of(deletedOptionGroup);
        }
        return deletedVolume == null ? null : VolumeName.of(deletedVolume);
    }
}
