/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import org.gluster.gcs.Capacity;

/** How much a volume is to hold, in bytes. */
public record ResizeJson(long capacity) {

    /** Returns the capacity. */
    public Capacity toCapacity() {
        return Capacity.ofBytes(capacity);
    }
}
