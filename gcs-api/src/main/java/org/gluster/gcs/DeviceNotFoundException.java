/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** The node gives no device of that path. */
@Incubating(since = "0.1.0")
public final class DeviceNotFoundException extends NotFoundException {

    private static final long serialVersionUID = 1L;

    DeviceNotFoundException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
