/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

/**
 * What every request carries besides its subject.
 *
 * @param idempotencyKey the caller's key, or empty
 * @param requestId the caller's request id, or empty
 * @param traceparent the caller's W3C trace context, or empty
 */
public record Requested(String idempotencyKey, String requestId, String traceparent) {
    /** A request with nothing besides. */
    public static final Requested PLAIN = new Requested("", "", "");

    /** A request with a key only. */
    public static Requested withKey(String idempotencyKey) {
        return new Requested(idempotencyKey, "", "");
    }
}
