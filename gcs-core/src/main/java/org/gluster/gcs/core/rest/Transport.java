/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

/** Carries requests to a control plane. Thread-safe. */
public interface Transport extends AutoCloseable {

    /**
     * Sends one request and waits for its answer: blocks for a finite time, and may send it again as its
     * {@link RestCall#repeatability()} allows.
     *
     * @throws org.gluster.gcs.UnreachableException when the server certainly never began with it, or when a request that changes
     *     nothing got no usable answer
     * @throws org.gluster.gcs.OutcomeUnknownException when a request that may have been begun got no answer
     * @throws org.gluster.gcs.GcsTimeoutException when a request that changes nothing was not answered in time
     * @throws org.gluster.gcs.GcsInterruptedException when the thread was interrupted; it is again afterwards
     */
    RestReply exchange(RestCall call);

    /** Releases connections and threads. Closing again does nothing. */
    @Override
    void close();
}
