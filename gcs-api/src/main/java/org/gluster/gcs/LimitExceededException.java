/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a node's machine, such as its loop devices or its process ids, would be passed. Nothing was begun: the message
 * and {@link #limit()} tell which limit, how much of it is in use, and how to raise it.
 */
@Incubating(since = "0.1.0")
public final class LimitExceededException extends GcsException {

    private static final long serialVersionUID = 1L;

    LimitExceededException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** Returns which limit, on which node, and how to raise it; empty when the other side did not say. */
    public Optional<LimitReached> limit() {
        return detail().limit();
    }
}
