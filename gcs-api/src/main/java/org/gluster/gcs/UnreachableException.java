/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The service or a node could not be reached, and nothing was changed. */
@Incubating(since = "0.1.0")
public final class UnreachableException extends GcsException {

    private static final long serialVersionUID = 1L;

    UnreachableException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
