/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/** A block volume to create; without a hosting volume one is picked or made. */
public record BlockCreateReq(
        @JsonProperty("hostingvolume") String hostingVolume,
        String name,
        @OmitEmpty @Uint64 long size,
        @JsonProperty("hacount") @OmitEmpty int haCount,
        @JsonProperty("hostvolreplicacnt") @OmitEmpty int hostVolReplicaCount,
        @JsonProperty("hostvolthinarbpath") @OmitEmpty String hostVolThinArbiterPath,
        @JsonProperty("hostvolshardsize") @OmitEmpty @Uint64 long hostVolShardSize,
        @JsonProperty("hostvolsize") @OmitEmpty @Uint64 long hostVolSize,
        @JsonProperty("blocktype") @OmitEmpty String blockType,
        @OmitEmpty List<String> clusters,
        @OmitEmpty boolean auth) {
    /** Takes null for what is absent. */
    public BlockCreateReq {
        hostingVolume = Go.text(hostingVolume);
        name = Go.text(name);
        hostVolThinArbiterPath = Go.text(hostVolThinArbiterPath);
        blockType = Go.text(blockType);
        clusters = Nil.list(clusters);
    }

    /** Returns a builder for that name; what is not set is left out, or 0, false or empty. */
    public static Builder builder(String name) {
        Builder builder = new Builder();
        builder.name = Objects.requireNonNull(name, "name");
        return builder;
    }

    /** Builds one. Not safe for use by several threads. */
    public static final class Builder {
        private String hostingVolume = "";
        private String name = "";
        private long size;
        private int haCount;
        private int hostVolReplicaCount;
        private String hostVolThinArbiterPath = "";
        private long hostVolShardSize;
        private long hostVolSize;
        private String blockType = "";
        private List<String> clusters = Nil.list();
        private boolean auth;

        private Builder() {}

        /** Sets the hosting volume. */
        public Builder hostingVolume(String hostingVolume) {
            this.hostingVolume = Objects.requireNonNull(hostingVolume, "hostingVolume");
            return this;
        }

        /** Sets its size in bytes. */
        public Builder size(long size) {
            this.size = size;
            return this;
        }

        /** Sets how many hosts serve it. */
        public Builder haCount(int haCount) {
            this.haCount = haCount;
            return this;
        }

        /** Sets how many copies a hosting volume that is made has. */
        public Builder hostVolReplicaCount(int hostVolReplicaCount) {
            this.hostVolReplicaCount = hostVolReplicaCount;
            return this;
        }

        /** Sets the thin arbiter of a hosting volume that is made. */
        public Builder hostVolThinArbiterPath(String hostVolThinArbiterPath) {
            this.hostVolThinArbiterPath = Objects.requireNonNull(hostVolThinArbiterPath, "hostVolThinArbiterPath");
            return this;
        }

        /** Sets the size of shards of a hosting volume that is made, in bytes. */
        public Builder hostVolShardSize(long hostVolShardSize) {
            this.hostVolShardSize = hostVolShardSize;
            return this;
        }

        /** Sets the size of a hosting volume that is made, in bytes. */
        public Builder hostVolSize(long hostVolSize) {
            this.hostVolSize = hostVolSize;
            return this;
        }

        /** Sets the type of file system to make in it, or {@code raw}. */
        public Builder blockType(String blockType) {
            this.blockType = Objects.requireNonNull(blockType, "blockType");
            return this;
        }

        /** Sets the hosts that may serve it. */
        public Builder clusters(List<String> clusters) {
            this.clusters = Objects.requireNonNull(clusters, "clusters");
            return this;
        }

        /** Sets whether clients must say a password. */
        public Builder auth(boolean auth) {
            this.auth = auth;
            return this;
        }

        /** Builds it. */
        public BlockCreateReq build() {
            return new BlockCreateReq(
                    hostingVolume,
                    name,
                    size,
                    haCount,
                    hostVolReplicaCount,
                    hostVolThinArbiterPath,
                    hostVolShardSize,
                    hostVolSize,
                    blockType,
                    clusters,
                    auth);
        }
    }
}
