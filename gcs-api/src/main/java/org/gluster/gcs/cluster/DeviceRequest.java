/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Labels;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/** A wish to give a device, or a directory, to the cluster. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class DeviceRequest {

    private final NodeName node;
    private final String path;
    private final @Nullable Capacity limit;
    private final DevicePolicy policy;
    private final SortedMap<String, String> labels;
    private final @Nullable IdempotencyKey idempotencyKey;

    DeviceRequest(DeviceRequestBuilder builder) {
        Problems problems = new Problems("device request");
        node = problems.parsed("node", builder.node, NodeName::of);
        path = problems.parsed("path", builder.path, Texts::absolutePath);
        limit = builder.limit;
        problems.check(
                limit == null || limit.bytes() > 0, "limit, what bricks may take of the device, must be more than 0");
        policy = builder.policy;
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        Labels.check(labels, problems);
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new DeviceRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static DeviceRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the node it is on. */
    public NodeName node() {
        return node;
    }

    /** Returns its absolute path on the node. */
    public String path() {
        return path;
    }

    /** Returns how much of it bricks may use; all that is free when empty. */
    public Optional<Capacity> limit() {
        return Optional.ofNullable(limit);
    }

    /** Returns how much bricks may reserve on it, and when they take it. */
    public DevicePolicy policy() {
        return policy;
    }

    /** Returns its labels; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DeviceRequest that
                        && node.equals(that.node)
                        && path.equals(that.path)
                        && Objects.equals(limit, that.limit)
                        && policy.equals(that.policy)
                        && labels.equals(that.labels)
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(node, path, limit, policy, labels, idempotencyKey);
    }

    @Override
    public String toString() {
        return "DeviceRequest[node=" + node + ", path=" + path + ", limit=" + limit + ", policy=" + policy + ", labels="
                + labels + ", idempotencyKey=" + idempotencyKey + "]";
    }

    /**
     * Builds a {@link DeviceRequest}; not safe to share between threads. No text is checked before {@link #build()}.
     */
    public interface Builder {

        /** Sets the node it is on; required. */
        Builder node(String node);

        /** Sets its absolute path on the node; required. */
        Builder path(String path);

        /** Sets how much of it bricks may use; by default all that is free. */
        Builder limit(Capacity limit);

        /** Sets how much bricks may reserve on it, and when they take it; {@link DevicePolicy#reserved()} by default. */
        Builder policy(DevicePolicy policy);

        /** Adds a label; a second one of that key replaces the first. */
        Builder label(String key, String value);

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        DeviceRequest build();
    }
}
