/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The inventory changed after the plan was made: plan again. */
@Incubating(since = "0.1.0")
public final class StalePlanException extends ConflictException {

    private static final long serialVersionUID = 1L;

    StalePlanException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
