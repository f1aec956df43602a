/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import org.gluster.gcs.Incubating;

/** Where a node stands in its cluster. */
@Incubating(since = "0.1.0")
public enum PeerState {
    /** Being added; gets no brick yet. */
    JOINING,

    /** Takes part. */
    READY,

    /** Being removed; gets no new brick. */
    LEAVING
}
