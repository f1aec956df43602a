/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.operation.BulkMode;
import org.jspecify.annotations.Nullable;

/** Several volumes to delete together. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class DeleteAllRequest {

    private final List<VolumeName> volumes;
    private final BulkMode mode;
    private final boolean stopFirst;
    private final boolean ifExists;
    private final @Nullable IdempotencyKey idempotencyKey;

    DeleteAllRequest(DeleteAllRequestBuilder builder) {
        Problems problems = new Problems("request to delete volumes");
        volumes = builder.volumes.stream()
                .flatMap(name -> Optional.ofNullable(problems.optional(name, VolumeName::of)).stream())
                .toList();
        mode = builder.mode;
        stopFirst = builder.stopFirst;
        ifExists = builder.ifExists;
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.check(!builder.volumes.isEmpty(), "it names no volume");
        CreateAllRequestBuilder.check(problems, builder.volumes);
        problems.throwIfAny();
    }

    /** Returns a builder with no volume. */
    public static Builder builder() {
        return new DeleteAllRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static DeleteAllRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the volumes; unmodifiable, 1 to {@link CreateAllRequest#MOST}. */
    public List<VolumeName> volumes() {
        return volumes;
    }

    /** Returns what becomes of the others when one is refused. */
    public BulkMode mode() {
        return mode;
    }

    /** Returns whether started volumes are stopped first. */
    public boolean stopFirst() {
        return stopFirst;
    }

    /** Returns whether an absent volume is success. */
    public boolean ifExists() {
        return ifExists;
    }

    /** Returns the caller's key for all of them, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DeleteAllRequest that
                        && volumes.equals(that.volumes)
                        && mode == that.mode
                        && stopFirst == that.stopFirst
                        && ifExists == that.ifExists
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(volumes, mode, stopFirst, ifExists, idempotencyKey);
    }

    @Override
    public String toString() {
        return "DeleteAllRequest[volumes=" + volumes + ", mode=" + mode + ", stopFirst=" + stopFirst + ", ifExists="
                + ifExists + ", idempotencyKey=" + idempotencyKey + "]";
    }

    /** Builds a {@link DeleteAllRequest}; not safe to share between threads. Nothing is checked before {@link #build()}. */
    public interface Builder {

        /** Adds volumes by their names. */
        Builder volumes(String... names);

        /** Adds volumes by their names. */
        Builder volumes(Iterable<String> names);

        /** Begins to delete all of them, or none: the default. See {@link BulkMode#ALL_OR_NOTHING}. */
        Builder allOrNothing();

        /** Deletes those that can be deleted: see {@link BulkMode#BEST_EFFORT}. */
        Builder bestEffort();

        /** Stops started volumes first, instead of refusing. */
        Builder stopFirst();

        /** Takes an absent volume for success. */
        Builder ifExists();

        /** Makes it safe to ask again: the same key with the same volumes gives the same operation; no key by default. */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        DeleteAllRequest build();
    }
}
