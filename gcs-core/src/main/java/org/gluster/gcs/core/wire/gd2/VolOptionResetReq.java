/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.List;

/** Options to reset, in the form in which they are stored. */
public record VolOptionResetReq(
        @OmitEmpty List<String> options,
        @OmitEmpty boolean force,
        @OmitEmpty boolean all) {
    /** Takes null for what is absent. */
    public VolOptionResetReq {
        options = Nil.list(options);
    }
}
