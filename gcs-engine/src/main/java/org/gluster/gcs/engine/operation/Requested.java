/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

/**
 * What every request carries besides its subject.
 *
 * @param idempotencyKey the caller's key, or empty
 * @param requestId the caller's request id, or empty
 * @param traceparent the caller's W3C trace context, or empty
 * @param caller who asks, for taking turns; empty for nobody in particular
 */
public record Requested(String idempotencyKey, String requestId, String traceparent, String caller) {
    /** A request with nothing besides. */
    public static final Requested PLAIN = new Requested("", "", "", "");

    /** A request with a key only. */
    public static Requested withKey(String idempotencyKey) {
        return new Requested(idempotencyKey, "", "", "");
    }

    /** The same with another key. */
    public Requested keyed(String key) {
        return new Requested(key, requestId, traceparent, caller);
    }

    /** The same of another caller. */
    public Requested by(String other) {
        return new Requested(idempotencyKey, requestId, traceparent, other);
    }
}
