/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** Where a volume stands. */
@Incubating(since = "0.1.0")
public enum VolumeState {
    /** Space is reserved and bricks are being made. */
    CREATING,

    /** All bricks are there; it was never started. */
    CREATED,

    /** Brick processes are being started. */
    STARTING,

    /** Clients can mount it. */
    STARTED,

    /** Brick processes are being stopped. */
    STOPPING,

    /** No brick process runs; the data is kept. */
    STOPPED,

    /** Bricks are being removed; their space stays reserved until each was seen gone. */
    DELETING
}
