/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

/** A store call failed. */
public final class StoreException extends RuntimeException {

    /** Why. */
    public enum Kind {
        /** The reply was lost or a deadline passed: the transaction may or may not have been applied. Read back. */
        UNKNOWN_OUTCOME,
        /** Nothing was applied; the store may be back soon. */
        UNAVAILABLE,
        /** The transaction is larger than the store takes. */
        TOO_LARGE,
        /** The lease the transaction hangs on has ended; nothing was applied. */
        LEASE_ENDED,
        /** The store was closed. */
        CLOSED,
        /** What is stored cannot be read. */
        CORRUPT,
        /** Another process holds the store's file. */
        IN_USE
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** A failure with its cause in words. */
    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A failure with its cause. */
    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
