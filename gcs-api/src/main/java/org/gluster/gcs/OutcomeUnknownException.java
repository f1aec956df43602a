/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/**
 * The request was sent and no answer came, so it may have been done: look before asking again, or ask again with the
 * same idempotency key.
 */
@Incubating(since = "0.1.0")
public final class OutcomeUnknownException extends GcsException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
