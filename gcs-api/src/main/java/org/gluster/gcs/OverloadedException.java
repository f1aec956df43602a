/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/**
 * More is waiting to be decided than is kept waiting. Nothing was begun, and the same call succeeds later: wait a second, and
 * ask again.
 */
@Incubating(since = "0.1.0")
public final class OverloadedException extends GcsException {

    private static final long serialVersionUID = 1L;

    OverloadedException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
