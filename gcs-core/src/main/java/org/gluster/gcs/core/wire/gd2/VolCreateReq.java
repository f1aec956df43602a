/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A volume to create: {@code size} above 0 lets the server plan, else {@code subvols} says where its bricks are.
 */
public record VolCreateReq(
        String name,
        @OmitEmpty String transport,
        List<SubvolReq> subvols,
        @OmitEmpty boolean force,
        @OmitEmpty Map<String, String> metadata,
        @OmitEmpty Map<String, Boolean> flags,
        @Uint64 long size,
        @JsonProperty("max-brick-size") @OmitEmpty @Uint64 long maxBrickSize,
        @OmitEmpty int distribute,
        @OmitEmpty int replica,
        @OmitEmpty int arbiter,

        @JsonProperty("average-file-size") @OmitEmpty @Uint64
        long averageFileSize,

        @OmitEmpty int disperse,
        @JsonProperty("disperse-redundancy") @OmitEmpty int disperseRedundancy,
        @JsonProperty("disperse-data") @OmitEmpty int disperseData,
        @OmitEmpty boolean snapshot,

        @JsonProperty("snapshot-reserve-factor") @OmitEmpty @Float64
        double snapshotReserveFactor,

        @JsonProperty("limit-peers") @OmitEmpty List<String> limitPeers,
        @JsonProperty("limit-zones") @OmitEmpty List<String> limitZones,
        @JsonProperty("exclude-peers") @OmitEmpty List<String> excludePeers,
        @JsonProperty("exclude-zones") @OmitEmpty List<String> excludeZones,
        @JsonProperty("subvolume-zones-overlap") @OmitEmpty boolean subvolumeZonesOverlap,
        @JsonProperty("subvolume-type") @OmitEmpty String subvolumeType,
        String provisioner,
        Map<String, String> options,
        @JsonProperty("allow-advanced-options") @OmitEmpty boolean allowAdvancedOptions,

        @JsonProperty("allow-experimental-options") @OmitEmpty
        boolean allowExperimentalOptions,

        @JsonProperty("allow-deprecated-options") @OmitEmpty boolean allowDeprecatedOptions) {
    /** Takes null for what is absent. */
    public VolCreateReq {
        name = Go.text(name);
        transport = Go.text(transport);
        subvols = Nil.list(subvols);
        metadata = Nil.map(metadata);
        flags = Nil.map(flags);
        limitPeers = Nil.list(limitPeers);
        limitZones = Nil.list(limitZones);
        excludePeers = Nil.list(excludePeers);
        excludeZones = Nil.list(excludeZones);
        subvolumeType = Go.text(subvolumeType);
        provisioner = Go.text(provisioner);
        options = Nil.map(options);
    }

    /** Returns a builder for that name; what is not set is left out, or 0, false or empty. */
    public static Builder builder(String name) {
        Builder builder = new Builder();
        builder.name = Objects.requireNonNull(name, "name");
        return builder;
    }

    /** Builds one. Not safe for use by several threads. */
    public static final class Builder {
        private String name = "";
        private String transport = "";
        private List<SubvolReq> subvols = Nil.list();
        private boolean force;
        private Map<String, String> metadata = Nil.map();
        private Map<String, Boolean> flags = Nil.map();
        private long size;
        private long maxBrickSize;
        private int distribute;
        private int replica;
        private int arbiter;
        private long averageFileSize;
        private int disperse;
        private int disperseRedundancy;
        private int disperseData;
        private boolean snapshot;
        private double snapshotReserveFactor;
        private List<String> limitPeers = Nil.list();
        private List<String> limitZones = Nil.list();
        private List<String> excludePeers = Nil.list();
        private List<String> excludeZones = Nil.list();
        private boolean subvolumeZonesOverlap;
        private String subvolumeType = "";
        private String provisioner = "";
        private Map<String, String> options = Nil.map();
        private boolean allowAdvancedOptions;
        private boolean allowExperimentalOptions;
        private boolean allowDeprecatedOptions;

        private Builder() {}

        /** Sets {@code transport}. */
        public Builder transport(String transport) {
            this.transport = Objects.requireNonNull(transport, "transport");
            return this;
        }

        /** Sets {@code subvols}. */
        public Builder subvols(List<SubvolReq> subvols) {
            this.subvols = Objects.requireNonNull(subvols, "subvols");
            return this;
        }

        /** Sets {@code force}. */
        public Builder force(boolean force) {
            this.force = force;
            return this;
        }

        /** Sets {@code metadata}. */
        public Builder metadata(Map<String, String> metadata) {
            this.metadata = Objects.requireNonNull(metadata, "metadata");
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

        /** Sets {@code max-brick-size}. */
        public Builder maxBrickSize(long maxBrickSize) {
            this.maxBrickSize = maxBrickSize;
            return this;
        }

        /** Sets {@code distribute}. */
        public Builder distribute(int distribute) {
            this.distribute = distribute;
            return this;
        }

        /** Sets {@code replica}. */
        public Builder replica(int replica) {
            this.replica = replica;
            return this;
        }

        /** Sets {@code arbiter}. */
        public Builder arbiter(int arbiter) {
            this.arbiter = arbiter;
            return this;
        }

        /** Sets {@code average-file-size}. */
        public Builder averageFileSize(long averageFileSize) {
            this.averageFileSize = averageFileSize;
            return this;
        }

        /** Sets {@code disperse}. */
        public Builder disperse(int disperse) {
            this.disperse = disperse;
            return this;
        }

        /** Sets {@code disperse-redundancy}. */
        public Builder disperseRedundancy(int disperseRedundancy) {
            this.disperseRedundancy = disperseRedundancy;
            return this;
        }

        /** Sets {@code disperse-data}. */
        public Builder disperseData(int disperseData) {
            this.disperseData = disperseData;
            return this;
        }

        /** Sets {@code snapshot}. */
        public Builder snapshot(boolean snapshot) {
            this.snapshot = snapshot;
            return this;
        }

        /** Sets {@code snapshot-reserve-factor}. */
        public Builder snapshotReserveFactor(double snapshotReserveFactor) {
            this.snapshotReserveFactor = snapshotReserveFactor;
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

        /** Sets {@code subvolume-type}. */
        public Builder subvolumeType(String subvolumeType) {
            this.subvolumeType = Objects.requireNonNull(subvolumeType, "subvolumeType");
            return this;
        }

        /** Sets {@code provisioner}. */
        public Builder provisioner(String provisioner) {
            this.provisioner = Objects.requireNonNull(provisioner, "provisioner");
            return this;
        }

        /** Sets {@code options}. */
        public Builder options(Map<String, String> options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Sets {@code allow-advanced-options}. */
        public Builder allowAdvancedOptions(boolean allowAdvancedOptions) {
            this.allowAdvancedOptions = allowAdvancedOptions;
            return this;
        }

        /** Sets {@code allow-experimental-options}. */
        public Builder allowExperimentalOptions(boolean allowExperimentalOptions) {
            this.allowExperimentalOptions = allowExperimentalOptions;
            return this;
        }

        /** Sets {@code allow-deprecated-options}. */
        public Builder allowDeprecatedOptions(boolean allowDeprecatedOptions) {
            this.allowDeprecatedOptions = allowDeprecatedOptions;
            return this;
        }

        /** Builds it. */
        public VolCreateReq build() {
            return new VolCreateReq(
                    name,
                    transport,
                    subvols,
                    force,
                    metadata,
                    flags,
                    size,
                    maxBrickSize,
                    distribute,
                    replica,
                    arbiter,
                    averageFileSize,
                    disperse,
                    disperseRedundancy,
                    disperseData,
                    snapshot,
                    snapshotReserveFactor,
                    limitPeers,
                    limitZones,
                    excludePeers,
                    excludeZones,
                    subvolumeZonesOverlap,
                    subvolumeType,
                    provisioner,
                    options,
                    allowAdvancedOptions,
                    allowExperimentalOptions,
                    allowDeprecatedOptions);
        }
    }
}
