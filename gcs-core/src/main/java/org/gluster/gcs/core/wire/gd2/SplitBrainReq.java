/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** Which file, and which brick has the right copy. */
public record SplitBrainReq(
        @OmitEmpty String filename,
        @OmitEmpty String hostname,
        @OmitEmpty String brickname) {
    /** Takes null for what is absent. */
    public SplitBrainReq {
        filename = Go.text(filename);
        hostname = Go.text(hostname);
        brickname = Go.text(brickname);
    }
}
