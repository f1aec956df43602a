/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** There is no operation of that id, or it ended too long ago to be remembered. */
@Incubating(since = "0.1.0")
public final class OperationNotFoundException extends NotFoundException {

    private static final long serialVersionUID = 1L;

    OperationNotFoundException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
