/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.List;
import java.util.Optional;
import org.gluster.gcs.layout.Refusal;
import org.jspecify.annotations.Nullable;

/** No placement was found: add space or devices, or ask for less. {@link #refusal()} says what is missing. */
@Incubating(since = "0.1.0")
public final class NoFitException extends GcsException {

    private static final long serialVersionUID = 1L;

    NoFitException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** Returns what is missing, each in one sentence, the nearest misses first and at most 100; unmodifiable. */
    public List<String> shortfalls() {
        return detail().problems();
    }

    /** Returns what failed, how certain that is and what each device lacks; empty when the server does not say. */
    public Optional<Refusal> refusal() {
        return detail().refusal();
    }
}
