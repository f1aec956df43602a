/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** A device to take in; the provisioner is {@code lvm} when empty. */
public record AddDeviceReq(String device, String provisioner) {
    /** Takes null for what is absent. */
    public AddDeviceReq {
        device = Go.text(device);
        provisioner = Go.text(provisioner);
    }
}
