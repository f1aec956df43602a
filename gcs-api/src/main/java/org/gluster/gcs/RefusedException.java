/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/**
 * The cluster refuses for a reason of its own, such as foreign files where a brick would go or a device it cannot
 * use.
 */
@Incubating(since = "0.1.0")
public final class RefusedException extends GcsException {

    private static final long serialVersionUID = 1L;

    RefusedException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
