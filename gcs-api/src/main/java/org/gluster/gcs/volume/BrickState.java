/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** Where a brick stands. */
@Incubating(since = "0.1.0")
public enum BrickState {
    /** Planned and reserved; not all of it is there. */
    PENDING,

    /** Its file system is there and no process serves it. */
    PREPARED,

    /** A process serves it. */
    ONLINE,

    /** It should be served and is not. */
    OFFLINE
}
