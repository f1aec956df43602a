/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** Something else still needs it, such as the bricks on a device that is to be removed. */
@Incubating(since = "0.1.0")
public final class InUseException extends ConflictException {

    private static final long serialVersionUID = 1L;

    InUseException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
