/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;

/** Something that goes on elsewhere and ends some time. Thread-safe. */
interface Watched<T> {

    /** What is known without asking. */
    Look<T> known();

    /**
     * Asks once. A failure of what is watched is in the answer; what is thrown is a failure to ask.
     *
     * @param patience how long the other side may wait for the end before it answers, where it can
     * @param limit how long it may take in all
     */
    Look<T> look(Duration patience, Duration limit);

    /** What is thrown when time runs out. */
    GcsException late(String seen, Duration waited, @Nullable GcsException trouble);

    /** What it is, in words. */
    @Override
    String toString();
}
