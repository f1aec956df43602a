/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** A wish to change who may mount a volume. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class AccessChange {

    private final List<ClientPattern> allowed;
    private final List<ClientPattern> denied;
    private final boolean replaces;
    private final @Nullable IdempotencyKey idempotencyKey;

    AccessChange(AccessChangeBuilder builder) {
        Problems problems = new Problems("access change");
        allowed = VolumeRequestRules.accessList(builder.allowed, problems);
        denied = VolumeRequestRules.accessList(builder.denied, problems);
        replaces = builder.replaces;
        problems.check(
                !builder.allowed.isEmpty() || !builder.denied.isEmpty(),
                "nothing is allowed or denied: say at least one");
        for (ClientPattern pattern : denied) {
            problems.check(!allowed.contains(pattern), "client \"" + pattern + "\" is both allowed and denied");
        }
        problems.check(
                !replaces || denied.isEmpty(), "a list that is given whole cannot deny: leave clients out of it");
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new AccessChangeBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static AccessChange of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns what is added to the list, or the whole list where it {@link #replaces()}; unmodifiable. */
    public List<ClientPattern> allowed() {
        return allowed;
    }

    /** Returns what is taken off the list; unmodifiable. */
    public List<ClientPattern> denied() {
        return denied;
    }

    /** Returns whether {@link #allowed()} is the whole list. */
    public boolean replaces() {
        return replaces;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /**
     * Returns what becomes of a list.
     *
     * @throws org.gluster.gcs.InvalidRequestException when the list does not have what is denied, or would become empty
     */
    public List<ClientPattern> applyTo(List<ClientPattern> list) {
        if (replaces) {
            return allowed;
        }
        Problems problems = new Problems("access change");
        List<ClientPattern> next = new ArrayList<>(list);
        for (ClientPattern pattern : denied) {
            problems.check(
                    next.remove(pattern),
                    "client \"" + pattern + "\" is not on the list, so it cannot be taken off it; the list is " + list);
        }
        for (ClientPattern pattern : allowed) {
            if (!next.contains(pattern)) {
                next.add(pattern);
            }
        }
        problems.check(
                !next.isEmpty(),
                "the list would be empty: allow \"" + ClientPattern.NODES
                        + "\", the cluster's nodes, or stop the volume");
        problems.throwIfAny();
        VolumeRequestRules.checkWidth(next);
        return List.copyOf(next);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AccessChange that
                        && allowed.equals(that.allowed)
                        && denied.equals(that.denied)
                        && replaces == that.replaces
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(allowed, denied, replaces, idempotencyKey);
    }

    @Override
    public String toString() {
        return "AccessChange[allowed=" + allowed + ", denied=" + denied + ", replaces=" + replaces + ", idempotencyKey="
                + idempotencyKey + "]";
    }

    /** Builds an {@link AccessChange}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Adds clients to the list, each as {@link ClientPattern} reads it; those on it already stay as they are. */
        Builder allow(String... patterns);

        /** Takes entries off the list, as they stand there; whoever matches no other entry is disconnected. */
        Builder deny(String... patterns);

        /** Gives the whole list: {@link #allow} adds to nothing. */
        Builder replace();

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        AccessChange build();
    }
}
