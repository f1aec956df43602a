/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import org.jspecify.annotations.Nullable;

/** What was named is not there. */
@Incubating(since = "0.1.0")
public sealed class NotFoundException extends GcsException
        permits VolumeNotFoundException, PeerNotFoundException, DeviceNotFoundException, OperationNotFoundException {

    private static final long serialVersionUID = 1L;

    NotFoundException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }
}
