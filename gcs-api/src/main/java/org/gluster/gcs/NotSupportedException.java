/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** This way of running cannot do it; see {@link Gcs#capabilities()}. */
@Incubating(since = "0.1.0")
public final class NotSupportedException extends GcsException {

    private static final long serialVersionUID = 1L;

    NotSupportedException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
