/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** How far apart the bricks of a volume must be. Two bricks of one set are never on one node, whichever is chosen. */
@Incubating(since = "0.1.0")
public enum ZoneSpread {
    /** Bricks of one set share a zone only where there are too few zones with room. */
    PREFERRED,

    /** Each brick of a set is in a zone of its own; another set may use the same zones. */
    SUBVOLUME,

    /** Each brick of the whole volume is in a zone of its own. */
    VOLUME
}
