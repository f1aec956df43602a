/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/**
 * A later request took the place of the operation before it was done; the message names that one's operation. What this
 * one had set stays where the later one does not set it otherwise: wait for the later one to see it take effect.
 */
@Incubating(since = "0.1.0")
public final class OperationSupersededException extends ConflictException {

    private static final long serialVersionUID = 1L;

    OperationSupersededException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
