/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** What a volume does. */
public record VolumeStatus(VolumeInfo info, boolean online, SizeInfo size) {
    /** Takes null for what is absent. */
    public VolumeStatus {
        info = info == null ? VolumeInfo.zero() : info;
        size = size == null ? SizeInfo.zero() : size;
    }
}
