/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.Objects;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;

/**
 * What one look at an operation showed: its result, its own failure, or that it goes on.
 *
 * @param value the result, when it has succeeded
 * @param failure why it ended otherwise
 * @param seen where it stood, in words
 */
record Look<T>(@Nullable T value, @Nullable GcsException failure, String seen) {

    static <T> Look<T> succeeded(T value) {
        return new Look<>(Objects.requireNonNull(value, "value"), null, "succeeded");
    }

    static <T> Look<T> failed(GcsException failure) {
        return new Look<>(null, Objects.requireNonNull(failure, "failure"), "failed");
    }

    static <T> Look<T> running(String seen) {
        return new Look<>(null, null, seen);
    }

    boolean ended() {
        return value != null || failure != null;
    }

    /** The result of what has ended; throws its failure, with the trace of whoever asks. */
    T result() {
        if (failure != null) {
            throw GcsException.of(failure.detail(), failure);
        }
        return Objects.requireNonNull(value, "it has not ended");
    }
}
