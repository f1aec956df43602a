/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The calling thread was interrupted; its interrupt flag is set again. An operation that was waited for goes on. */
@Incubating(since = "0.1.0")
public final class GcsInterruptedException extends GcsException {

    private static final long serialVersionUID = 1L;

    GcsInterruptedException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
