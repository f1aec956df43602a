/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** There is no node of that name in the cluster. */
@Incubating(since = "0.1.0")
public final class PeerNotFoundException extends NotFoundException {

    private static final long serialVersionUID = 1L;

    PeerNotFoundException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
