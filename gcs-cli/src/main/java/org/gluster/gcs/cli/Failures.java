/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;

/** Makes the exceptions of the program itself. */
final class Failures {
    private Failures() {}

    static GcsException of(ErrorCode code, String message) {
        return GcsException.of(ErrorDetail.builder(code).message(message).build());
    }

    static GcsException of(ErrorCode code, String message, Throwable cause) {
        return GcsException.of(ErrorDetail.builder(code).message(message).build(), cause);
    }
}
