/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import org.gluster.gcs.Incubating;

/** What becomes of the others when one of several changes that were asked for together fails. */
@Incubating(since = "0.1.0")
public enum BulkMode {
    /**
     * All or none: when one is refused, none is begun; when one fails later, what the others made is taken back. What is
     * deleted cannot be taken back, so there only the first half holds: either every deletion is begun, or none.
     */
    ALL_OR_NOTHING,

    /** Each for itself: what is refused or fails stops none of the others. */
    BEST_EFFORT
}
