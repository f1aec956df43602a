/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.List;
import java.util.Map;

/** Growth of a volume: by bricks, or by {@code size} when {@code distribute} is its number of subvolumes. */
public record VolExpandReq(
        @OmitEmpty int replica,
        @OmitEmpty List<BrickReq> bricks,
        @OmitEmpty boolean force,
        @OmitEmpty Map<String, Boolean> flags,
        @OmitEmpty @Uint64 long size,
        @OmitEmpty int distribute) {
    /** Takes null for what is absent. */
    public VolExpandReq {
        bricks = Nil.list(bricks);
        flags = Nil.map(flags);
    }
}
