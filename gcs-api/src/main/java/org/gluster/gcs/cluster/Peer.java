/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster as the catalogue has it. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class Peer {

    private final UUID id;
    private final NodeName name;
    private final String address;
    private final Zone zone;
    private final PeerState state;

    private Peer(Builder builder) {
        Problems problems = new Problems("peer");
        id = problems.required("id", builder.id);
        name = problems.required("name", builder.name);
        address = problems.required("address", builder.address);
        zone = problems.required("zone", builder.zone);
        state = problems.required("state", builder.state);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.address = address;
        builder.zone = zone;
        builder.state = state;
        return builder;
    }

    /** Returns its id. */
    public UUID id() {
        return id;
    }

    /** Returns its name. */
    public NodeName name() {
        return name;
    }

    /** Returns the host name or IP address at which clients and other nodes reach it. */
    public String address() {
        return address;
    }

    /** Returns its failure domain. */
    public Zone zone() {
        return zone;
    }

    /** Returns where it stands. */
    public PeerState state() {
        return state;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Peer that
                        && id.equals(that.id)
                        && name.equals(that.name)
                        && address.equals(that.address)
                        && zone.equals(that.zone)
                        && state.equals(that.state));
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, address, zone, state);
    }

    @Override
    public String toString() {
        return "Peer[id=" + id + ", name=" + name + ", address=" + address + ", zone=" + zone + ", state=" + state
                + "]";
    }

    /** Builds a {@link Peer}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable UUID id;
        private @Nullable NodeName name;
        private @Nullable String address;
        private @Nullable Zone zone;
        private @Nullable PeerState state;

        private Builder() {}

        /** Sets its id; required. */
        public Builder id(UUID id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Sets its name; required. */
        public Builder name(NodeName name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets the host name or IP address at which clients and other nodes reach it; required. */
        public Builder address(String address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /** Sets its failure domain; required. */
        public Builder zone(Zone zone) {
            this.zone = Objects.requireNonNull(zone, "zone");
            return this;
        }

        /** Sets where it stands; required. */
        public Builder state(PeerState state) {
            this.state = Objects.requireNonNull(state, "state");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Peer build() {
            return new Peer(this);
        }
    }
}
