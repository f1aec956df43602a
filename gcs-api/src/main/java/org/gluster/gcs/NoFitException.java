/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** No placement was found: add space or devices, or ask for less. {@link #shortfalls()} lists what is missing. */
@Incubating(since = "0.1.0")
public final class NoFitException extends GcsException {

    private static final long serialVersionUID = 1L;

    NoFitException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** Returns what is missing, each in one sentence; unmodifiable. */
    public List<String> shortfalls() {
        return detail().problems();
    }
}
