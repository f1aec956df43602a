/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** How to rebalance: empty, {@code fix-layout} or {@code force}. */
public record RebalanceStartReq(@OmitEmpty String option) {
    /** Takes null for what is absent. */
    public RebalanceStartReq {
        option = Go.text(option);
    }
}
