/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import org.gluster.gcs.Incubating;

/** Where a device stands. */
@Incubating(since = "0.1.0")
public enum DeviceState {
    /** Being prepared; gets no brick yet. */
    ADDING,

    /** Takes bricks. */
    ENABLED,

    /** Keeps its bricks and gets no new ones. */
    DISABLED,

    /** Being removed; gets no new brick. */
    REMOVING
}
