/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/** A wish to add a node. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class PeerRequest {

    private final NodeName name;
    private final String address;
    private final Zone zone;
    private final @Nullable IdempotencyKey idempotencyKey;

    PeerRequest(PeerRequestBuilder builder) {
        Problems problems = new Problems("peer request");
        name = problems.parsed("name", builder.name, NodeName::of);
        address = problems.parsed("address", builder.address, Texts::address);
        Zone given = problems.optional(builder.zone, Zone::of);
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
        zone = given == null ? Zone.of(name) : given;
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new PeerRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static PeerRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the name of the node. */
    public NodeName name() {
        return name;
    }

    /** Returns the host name or IP address at which clients and other nodes reach it. */
    public String address() {
        return address;
    }

    /** Returns its failure domain; one named after the node unless another was given. */
    public Zone zone() {
        return zone;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PeerRequest that
                        && name.equals(that.name)
                        && address.equals(that.address)
                        && zone.equals(that.zone)
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, address, zone, idempotencyKey);
    }

    @Override
    public String toString() {
        return "PeerRequest[name=" + name + ", address=" + address + ", zone=" + zone + ", idempotencyKey="
                + idempotencyKey + "]";
    }

    /** Builds a {@link PeerRequest}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Sets the name of the node; required. */
        Builder name(String name);

        /** Sets the host name or IP address at which clients and other nodes reach it; required. */
        Builder address(String address);

        /** Sets the failure domain; by default the node is one of its own. */
        Builder zone(String zone);

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        PeerRequest build();
    }
}
