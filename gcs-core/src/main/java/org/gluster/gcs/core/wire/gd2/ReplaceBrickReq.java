/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A brick to replace, and where the new one may be. */
public record ReplaceBrickReq(
        @JsonProperty("src-peerid") String srcPeerId,
        @JsonProperty("src-brickpath") String srcBrickPath,
        @JsonProperty("limit-peers") @OmitEmpty List<String> limitPeers,
        @JsonProperty("limit-zones") @OmitEmpty List<String> limitZones,
        @JsonProperty("exclude-peers") @OmitEmpty List<String> excludePeers,
        @JsonProperty("exclude-zones") @OmitEmpty List<String> excludeZones,
        @JsonProperty("subvolume-zones-overlap") @OmitEmpty boolean subvolumeZonesOverlap,
        @OmitEmpty boolean force,
        @OmitEmpty Map<String, Boolean> flags) {
    /** Takes null for what is absent. */
    public ReplaceBrickReq {
        srcPeerId = Go.text(srcPeerId);
        srcBrickPath = Go.text(srcBrickPath);
        limitPeers = Nil.list(limitPeers);
        limitZones = Nil.list(limitZones);
        excludePeers = Nil.list(excludePeers);
        excludeZones = Nil.list(excludeZones);
        flags = Nil.map(flags);
    }

    /** Returns a builder; what is not set is left out, or 0, false or empty. */
    public static Builder builder() {
        Builder builder = new Builder();
        return builder;
    }

    /** Builds one. Not safe for use by several threads. */
    public static final class Builder {
        private String srcPeerId = "";
        private String srcBrickPath = "";
        private List<String> limitPeers = Nil.list();
        private List<String> limitZones = Nil.list();
        private List<String> excludePeers = Nil.list();
        private List<String> excludeZones = Nil.list();
        private boolean subvolumeZonesOverlap;
        private boolean force;
        private Map<String, Boolean> flags = Nil.map();

        private Builder() {}

        /** Sets {@code src-peerid}. */
        public Builder srcPeerId(String srcPeerId) {
            this.srcPeerId = Objects.requireNonNull(srcPeerId, "srcPeerId");
            return this;
        }

        /** Sets {@code src-brickpath}. */
        public Builder srcBrickPath(String srcBrickPath) {
            this.srcBrickPath = Objects.requireNonNull(srcBrickPath, "srcBrickPath");
            return this;
        }

        /** Sets {@code limit-peers}. */
        public Builder limitPeers(List<String> limitPeers) {
            this.limitPeers = Objects.requireNonNull(limitPeers, "limitPeers");
            return this;
        }

        /** Sets {@code limit-zones}. */
        public Builder limitZones(List<String> limitZones) {
            this.limitZones = Objects.requireNonNull(limitZones, "limitZones");
            return this;
        }

        /** Sets {@code exclude-peers}. */
        public Builder excludePeers(List<String> excludePeers) {
            this.excludePeers = Objects.requireNonNull(excludePeers, "excludePeers");
            return this;
        }

        /** Sets {@code exclude-zones}. */
        public Builder excludeZones(List<String> excludeZones) {
            this.excludeZones = Objects.requireNonNull(excludeZones, "excludeZones");
            return this;
        }

        /** Sets {@code subvolume-zones-overlap}. */
        public Builder subvolumeZonesOverlap(boolean subvolumeZonesOverlap) {
            this.subvolumeZonesOverlap = subvolumeZonesOverlap;
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

        /** Builds it. */
        public ReplaceBrickReq build() {
            return new ReplaceBrickReq(
                    srcPeerId,
                    srcBrickPath,
                    limitPeers,
                    limitZones,
                    excludePeers,
                    excludeZones,
                    subvolumeZonesOverlap,
                    force,
                    flags);
        }
    }
}
