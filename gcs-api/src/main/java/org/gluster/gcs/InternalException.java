/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** A fault of the software: report it, with its message and cause. */
@Incubating(since = "0.1.0")
public final class InternalException extends GcsException {

    private static final long serialVersionUID = 1L;

    InternalException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
