/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The name is taken. */
@Incubating(since = "0.1.0")
public final class AlreadyExistsException extends ConflictException {

    private static final long serialVersionUID = 1L;

    AlreadyExistsException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
