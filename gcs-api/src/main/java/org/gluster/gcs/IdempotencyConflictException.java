/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The idempotency key was used before, for another request. Use a new key for a new request. */
@Incubating(since = "0.1.0")
public final class IdempotencyConflictException extends ConflictException {

    private static final long serialVersionUID = 1L;

    IdempotencyConflictException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
