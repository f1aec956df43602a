/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** Whose state to dump. */
public record VolStatedumpReq(
        @OmitEmpty boolean bricks, @OmitEmpty boolean quotad, StatedumpClient client) {
    /** Takes null for what is absent. */
    public VolStatedumpReq {
        client = client == null ? StatedumpClient.zero() : client;
    }
}
