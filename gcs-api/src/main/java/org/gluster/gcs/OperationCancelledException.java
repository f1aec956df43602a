/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The operation was cancelled and what it made is gone. */
@Incubating(since = "0.1.0")
public final class OperationCancelledException extends GcsException {

    private static final long serialVersionUID = 1L;

    OperationCancelledException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
