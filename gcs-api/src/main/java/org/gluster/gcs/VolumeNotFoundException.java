/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** There is no volume of that name. */
@Incubating(since = "0.1.0")
public final class VolumeNotFoundException extends NotFoundException {

    private static final long serialVersionUID = 1L;

    VolumeNotFoundException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
