/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** The state, {@code enabled} or {@code disabled}, to give a device. */
public record EditDeviceReq(String state) {
    /** Takes null for what is absent. */
    public EditDeviceReq {
        state = Go.text(state);
    }
}
