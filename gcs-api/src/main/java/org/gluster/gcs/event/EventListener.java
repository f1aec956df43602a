/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import org.gluster.gcs.Incubating;
import org.jspecify.annotations.Nullable;

/**
 * Hears of events. Its methods are called one at a time and in order, on the executor that callers' futures complete on; what
 * one throws ends the subscription.
 */
@Incubating(since = "0.1.0")
public interface EventListener {

    /** Something happened. */
    void onEvent(ClusterEvent event);

    /** Events may have been missed: list anew what there is. Those after the gap follow. */
    void onGap(EventGap gap);

    /**
     * The subscription has ended and nothing more is told; called exactly once.
     *
     * @param cause why, or {@code null} when it was closed by its owner
     */
    void onClosed(@Nullable Throwable cause);
}
