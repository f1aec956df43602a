/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

/** What may become of a request that was sent but whose answer was lost; it decides what a transport may do by itself. */
public enum Repeatability {
    /** Changes nothing: may be sent again, to another endpoint too. */
    READ,
    /** Changes something, and the same request again leaves the same state, be it by its key or by its nature. */
    IDEMPOTENT,
    /**
     * May be sent again only when it is certain that the server never began with it, as when no connection was made. Any
     * other loss is an {@link org.gluster.gcs.OutcomeUnknownException}, which the caller settles by reading.
     */
    ONCE
}
