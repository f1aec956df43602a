/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** How clients mean to use a volume, in the words of Kubernetes. */
@Incubating(since = "0.1.0")
public enum AccessMode {
    /** Many nodes read and write. */
    READ_WRITE_MANY,

    /** One node reads and writes. It is recorded and printed, not enforced: GlusterFS serves any number of clients. */
    READ_WRITE_ONCE,

    /** Many nodes read; mounts are read-only. */
    READ_ONLY_MANY
}
