/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.List;

/** A record that agents make real: a peer, a device or a volume. Its generation rises with every new intent. */
public interface Subject extends Stored {
    /** Its key in the store. */
    String key();

    /** Its name in reports, unique for ever: kind and uuid, so that a report is never taken for that of a namesake. */
    String statusName();

    /** Rises by one with every new intent; agents report the generation that they reached. */
    long generation();

    /** The operation that waits for this generation; empty text when none does. */
    String operation();

    /** Names of the nodes that must report this generation before it is confirmed, sorted. */
    List<String> nodes();
}
