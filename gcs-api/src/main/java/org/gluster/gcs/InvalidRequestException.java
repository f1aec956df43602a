/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request cannot be right, whatever the cluster looks like: change it. {@link #problems()} lists everything wrong
 * with it.
 */
@Incubating(since = "0.1.0")
public final class InvalidRequestException extends GcsException {

    private static final long serialVersionUID = 1L;

    InvalidRequestException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** Returns the exception for everything wrong with one subject, such as {@code "volume request"}. */
    public static InvalidRequestException of(String subject, List<String> problems) {
        return new InvalidRequestException(
                ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                        .message("invalid " + subject + ": " + String.join("; ", problems))
                        .problems(problems)
                        .build(),
                null);
    }

    /** Returns everything that is wrong, each in one sentence; unmodifiable. */
    public List<String> problems() {
        return detail().problems();
    }
}
