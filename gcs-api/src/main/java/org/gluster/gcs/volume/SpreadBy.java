/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** Which device is preferred among those that fit. */
@Incubating(since = "0.1.0")
public enum SpreadBy {
    /** The one with the most free space. */
    FREE_SPACE,

    /** The one with the fewest bricks; among those, the one with the most free space. */
    BRICK_COUNT
}
