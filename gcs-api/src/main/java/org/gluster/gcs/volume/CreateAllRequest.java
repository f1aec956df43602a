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

/** Several volumes to create together. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class CreateAllRequest {
    /** How many volumes can be created or deleted by one call. */
    public static final int MOST = 1000;

    private final List<VolumeRequest> volumes;
    private final BulkMode mode;
    private final @Nullable IdempotencyKey idempotencyKey;

    CreateAllRequest(CreateAllRequestBuilder builder) {
        Problems problems = new Problems("request for volumes");
        volumes = List.copyOf(builder.volumes);
        mode = builder.mode;
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        CreateAllRequestBuilder.check(
                problems, volumes.stream().map(volume -> volume.name().value()).toList());
        builder.problems.forEach(problem -> problems.check(false, problem));
        problems.throwIfAny();
    }

    /** Returns a builder with no volume. */
    public static Builder builder() {
        return new CreateAllRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static CreateAllRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the volumes, in the order in which they are planned; unmodifiable, 1 to {@link #MOST}. */
    public List<VolumeRequest> volumes() {
        return volumes;
    }

    /** Returns what becomes of the others when one fails. */
    public BulkMode mode() {
        return mode;
    }

    /** Returns the caller's key for all of them, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CreateAllRequest that
                        && volumes.equals(that.volumes)
                        && mode == that.mode
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(volumes, mode, idempotencyKey);
    }

    @Override
    public String toString() {
        return "CreateAllRequest[volumes=" + volumes + ", mode=" + mode + ", idempotencyKey=" + idempotencyKey + "]";
    }

    /** Builds a {@link CreateAllRequest}; not safe to share between threads. Nothing is checked before {@link #build()}. */
    public interface Builder {

        /** Adds a volume. The consumer is called before this returns. */
        Builder volume(Consumer<VolumeRequest.Builder> request);

        /** Adds a volume. */
        Builder volume(VolumeRequest request);

        /** Adds volumes. */
        default Builder volumes(Iterable<VolumeRequest> requests) {
            requests.forEach(this::volume);
            return this;
        }

        /** Makes all of them or none, which is the default: see {@link BulkMode#ALL_OR_NOTHING}. */
        Builder allOrNothing();

        /** Makes those that can be made: see {@link BulkMode#BEST_EFFORT}. */
        Builder bestEffort();

        /**
         * Makes it safe to ask again: the same key with the same volumes gives the same operation; no key by default. A volume
         * with no key of its own gets this one with {@code /} and its name behind it.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once, those of every volume included
         */
        CreateAllRequest build();
    }
}
