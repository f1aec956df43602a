/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.catalogue.Errors;

/** Where a caller's thread blocks, always with a deadline. */
public final class Waits {
    private Waits() {}

    /** The stage's result; {@code lastSeen} is asked only when time runs out. */
    public static <T> T get(CompletionStage<T> stage, Duration timeout, String what, Supplier<String> lastSeen) {
        return get(stage, timeout, what, lastSeen, "ask again");
    }

    /** The same; {@code remedy} says what a caller can do then. */
    static <T> T get(
            CompletionStage<T> stage, Duration timeout, String what, Supplier<String> lastSeen, String remedy) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            String seen = lastSeen.get();
            throw GcsException.of(ErrorDetail.builder(ErrorCode.TIMEOUT)
                    .message(what + " did not end within " + timeout.toMillis() + " ms; last seen: " + seen
                            + ". It goes on: " + remedy)
                    .lastState(seen)
                    .waited(timeout)
                    .build());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Errors.of(
                    ErrorCode.INTERRUPTED, "the thread was interrupted while it waited for " + what + "; that goes on");
        } catch (ExecutionException failure) {
            throw rethrown(failure.getCause() == null ? failure : failure.getCause());
        }
    }

    static GcsException rethrown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof GcsException known) {
            return GcsException.of(known.detail(), known); // with the trace of the caller, not of a loop
        }
        return Errors.of(ErrorCode.INTERNAL, "an unexpected failure, please report it: " + cause);
    }
}
