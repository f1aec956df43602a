/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller's time ran out. An operation that was waited for goes on: wait again, or cancel it where its kind can be. */
@Incubating(since = "0.1.0")
public final class GcsTimeoutException extends GcsException {

    private static final long serialVersionUID = 1L;

    GcsTimeoutException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** Returns the state last seen, if any was. */
    public Optional<String> lastState() {
        return detail().lastState();
    }

    /** Returns how long was waited; zero when it is not known. */
    public Duration waited() {
        return detail().waited().orElse(Duration.ZERO);
    }
}
