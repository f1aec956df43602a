/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** What becomes of a brick that is smaller than the 300 MiB from which on XFS is supported. */
@Incubating(since = "0.1.0")
public enum SmallBricks {
    /** It is made as large as XFS needs it; the volume says how much it can hold. */
    ROUND_UP,

    /** It is made as small as asked for, by {@code mkfs.xfs --unsupported}: for test rigs. */
    SMALL
}
