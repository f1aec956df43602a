/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import org.gluster.gcs.Incubating;

/** Events that are told to a listener, until it is closed. Safe to share between threads. */
@Incubating(since = "0.1.0")
public interface EventSubscription extends AutoCloseable {

    /** Returns whether it has ended, or is about to. */
    boolean closed();

    /** Ends it: no event is told that is not being told already, and then {@link EventListener#onClosed}. Idempotent. */
    @Override
    void close();
}
