/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.audit;

import org.gluster.gcs.Incubating;

/** What an audit can find. */
@Incubating(since = "0.1.0")
public enum FindingKind {
    /** Carries this cluster's mark, and no record owns it. */
    LEAK,

    /** A record owns it, and it is not there. */
    LOSS,

    /** The space a device shows is not the space the records add up to. */
    LEDGER,

    /** Belongs to somebody else: reported, and never touched. */
    FOREIGN,

    /** There, and not as the record wants it. */
    DRIFT,

    /** A stored record that this release cannot make sense of: it, and what is made of it, is left as it is. */
    UNREADABLE;

    /** Returns whether it is only worth knowing: such a finding leaves a report clean. */
    public boolean notice() {
        return this == FOREIGN;
    }
}
