/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import org.gluster.gcs.Incubating;

/** Where an operation stands. */
@Incubating(since = "0.1.0")
public enum OperationState {
    /** Being done. */
    RUNNING,

    /** Cancelled, and being undone. */
    CANCELLING,

    /** It cannot succeed, and is being undone. */
    FAILING,

    /** Done. */
    SUCCEEDED,

    /** Failed, and whatever it made is gone. */
    FAILED,

    /** Cancelled, and whatever it made is gone. */
    CANCELLED,

    /**
     * A later request took its place before it was done. What it had set stays where that one does not set it otherwise, and
     * is carried out with that one; its error names it.
     */
    SUPERSEDED;

    /** Returns whether nothing will change any more. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == SUPERSEDED;
    }
}
