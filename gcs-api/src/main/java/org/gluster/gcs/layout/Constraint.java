/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import org.gluster.gcs.Incubating;

/** What a placement must keep to, and where it can fail. The names are stable: stored operations and the wire carry them. */
@Incubating(since = "0.1.0")
public enum Constraint {
    /** There must be a device. */
    DEVICES,

    /** A device must take bricks, and its node must be ready. */
    DEVICE_STATE,

    /** The request limits or excludes nodes. */
    NODE_FILTER,

    /** The request limits or excludes zones. */
    ZONE_FILTER,

    /** The request limits or excludes devices. */
    DEVICE_FILTER,

    /** The request requires labels of devices. */
    LABELS,

    /** A device must have room for a brick. */
    FREE_SPACE,

    /** All bricks together must have room: those of one volume take it from each other. */
    TOTAL_SPACE,

    /** Bricks of one set must be on different devices. */
    DISTINCT_DEVICES,

    /** Bricks of one set must be on different nodes. */
    DISTINCT_NODES,

    /** Bricks of one set, or of the volume, must be in different zones. */
    DISTINCT_ZONES,

    /** No brick may be larger than the request allows. */
    MAX_BRICK_SIZE
}
