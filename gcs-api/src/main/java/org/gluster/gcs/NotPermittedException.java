/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The caller, or the process, lacks the right to do it. */
@Incubating(since = "0.1.0")
public final class NotPermittedException extends GcsException {

    private static final long serialVersionUID = 1L;

    NotPermittedException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
