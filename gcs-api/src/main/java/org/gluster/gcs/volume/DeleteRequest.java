/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** How to delete a volume. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class DeleteRequest {

    private final boolean stopFirst;
    private final boolean ifExists;
    private final @Nullable IdempotencyKey idempotencyKey;

    DeleteRequest(DeleteRequestBuilder builder) {
        Problems problems = new Problems("delete request");
        stopFirst = builder.stopFirst;
        ifExists = builder.ifExists;
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new DeleteRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static DeleteRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns whether a started volume is stopped first. */
    public boolean stopFirst() {
        return stopFirst;
    }

    /** Returns whether an absent volume is success. */
    public boolean ifExists() {
        return ifExists;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DeleteRequest that
                        && stopFirst == that.stopFirst
                        && ifExists == that.ifExists
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(stopFirst, ifExists, idempotencyKey);
    }

    @Override
    public String toString() {
        return "DeleteRequest[stopFirst=" + stopFirst + ", ifExists=" + ifExists + ", idempotencyKey=" + idempotencyKey
                + "]";
    }

    /**
     * Builds a {@link DeleteRequest}; not safe to share between threads. No text is checked before {@link #build()}.
     */
    public interface Builder {

        /** Stops a started volume first, instead of refusing. */
        Builder stopFirst();

        /** Takes an absent volume for success. */
        Builder ifExists();

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        DeleteRequest build();
    }
}
