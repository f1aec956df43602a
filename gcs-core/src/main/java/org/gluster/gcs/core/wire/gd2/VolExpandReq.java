/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Growth of a volume: by bricks, or by {@code size} when {@code distribute} is its number of subvolumes. */
public record VolExpandReq(
        @OmitEmpty int replica,
        @OmitEmpty List<BrickReq> bricks,
        @OmitEmpty boolean force,
        @OmitEmpty Map<String, Boolean> flags,
        @OmitEmpty @Uint64 long size,
        @OmitEmpty int distribute) {
    /** Takes null for what is absent. */
    public VolExpandReq {
        bricks = Nil.list(bricks);
        flags = Nil.map(flags);
    }

    /** Returns a builder; what is not set is left out, or 0, false or empty. */
    public static Builder builder() {
        Builder builder = new Builder();
        return builder;
    }

    /** Builds one. Not safe for use by several threads. */
    public static final class Builder {
        private int replica;
        private List<BrickReq> bricks = Nil.list();
        private boolean force;
        private Map<String, Boolean> flags = Nil.map();
        private long size;
        private int distribute;

        private Builder() {}

        /** Sets {@code replica}. */
        public Builder replica(int replica) {
            this.replica = replica;
            return this;
        }

        /** Sets {@code bricks}. */
        public Builder bricks(List<BrickReq> bricks) {
            this.bricks = Objects.requireNonNull(bricks, "bricks");
            return this;
        }

        /** Sets {@code force}. */
        public Builder force(boolean force) {
            this.force = force;
            return this;
        }

        /** Sets {@code flags}. */
        public Builder flags(Map<String, Boolean> flags) {
            this.flags = Objects.requireNonNull(flags, "flags");
            return this;
        }

        /** Sets {@code size}. */
        public Builder size(long size) {
            this.size = size;
            return this;
        }

        /** Sets {@code distribute}. */
        public Builder distribute(int distribute) {
            this.distribute = distribute;
            return this;
        }

        /** Builds it. */
        public VolExpandReq build() {
            return new VolExpandReq(replica, bricks, force, flags, size, distribute);
        }
    }
}
