/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The request does not agree with what is there now: look, then decide. */
@Incubating(since = "0.1.0")
public sealed class ConflictException extends GcsException
        permits AlreadyExistsException,
                WrongStateException,
                IdempotencyConflictException,
                InUseException,
                StalePlanException,
                OperationSupersededException {

    private static final long serialVersionUID = 1L;

    ConflictException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
