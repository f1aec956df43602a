/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.List;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;

/** Settings that cannot be right, as found out by something else that failed. */
final class Invalid {
    private Invalid() {}

    static GcsException setting(String subject, String problem, Exception cause) {
        return GcsException.of(
                ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                        .message("invalid " + subject + ": " + problem)
                        .problems(List.of(problem))
                        .build(),
                cause);
    }
}
