/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine;

import org.gluster.gcs.Incubating;

/** What becomes of bricks and mounts when an embedded engine ends. */
@Incubating(since = "0.1.0")
public enum DataPlane {
    /** They go on serving; the next start adopts them. */
    KEEP,
    /** Brick and self-heal daemons end; what is mounted stays mounted, and the next start begins to serve again. */
    STOP
}
