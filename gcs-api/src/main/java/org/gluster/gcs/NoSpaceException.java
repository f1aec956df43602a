/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** A disk turned out to be full while it was being written to, although the records showed space. */
@Incubating(since = "0.1.0")
public final class NoSpaceException extends GcsException {

    private static final long serialVersionUID = 1L;

    NoSpaceException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
