/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** It cannot be done in the present state, such as deleting a started volume. */
@Incubating(since = "0.1.0")
public final class WrongStateException extends ConflictException {

    private static final long serialVersionUID = 1L;

    WrongStateException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
