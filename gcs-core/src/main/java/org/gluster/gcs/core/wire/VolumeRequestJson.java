/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Map;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.BrickDirectory;
import org.gluster.gcs.volume.DeviceSelector;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;
import org.jspecify.annotations.Nullable;

/** A wish for a volume; sizes are bytes. Nothing is checked before {@link #toRequest()}. */
public record VolumeRequestJson(
        @Nullable String name,
        @Nullable Long capacity,
        @Nullable String redundancy,
        @Nullable AccessMode accessMode,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> metadata,
        @Nullable Map<String, String> options,
        @Nullable List<String> profiles,
        @Nullable Integer subvolumes,
        @Nullable Long maxBrickSize,
        @Nullable Long minBrickSize,
        @Nullable Long averageFileSize,
        @Nullable SmallBricks smallBricks,
        @Nullable ZoneSpread zoneSpread,
        @Nullable List<String> excludedZones,
        @Nullable List<String> onlyZones,
        @Nullable PlacementJson placement,
        @Nullable List<BrickDirectoryJson> bricks,
        @Nullable List<String> accessList,
        @Nullable DataPathTlsJson dataPathTls,
        @Nullable Boolean start,
        @Nullable String idempotencyKey) {

    /** A directory that is a brick. */
    public record BrickDirectoryJson(
            @Nullable String node, @Nullable String path) {
        static BrickDirectoryJson of(BrickDirectory brick) {
            return new BrickDirectoryJson(brick.node().value(), brick.path());
        }
    }

    /** Which nodes and devices bricks may go to. */
    public record PlacementJson(
            @Nullable List<String> onlyNodes,
            @Nullable List<String> excludedNodes,
            @Nullable List<String> onlyDevices,
            @Nullable List<String> excludedDevices,
            @Nullable Map<String, String> labels,
            @Nullable SpreadBy spreadBy,
            @Nullable Boolean sharedNodes) {

        static PlacementJson of(PlacementSpec placement) {
            return new PlacementJson(
                    placement.limitedToNodes().stream().map(NodeName::value).toList(),
                    placement.excludedNodes().stream().map(NodeName::value).toList(),
                    placement.limitedToDevices().stream()
                            .map(DeviceSelector::value)
                            .toList(),
                    placement.excludedDevices().stream()
                            .map(DeviceSelector::value)
                            .toList(),
                    placement.requiredLabels(),
                    placement.spreadBy(),
                    placement.sharedNodes());
        }

        void fill(PlacementSpec.Builder builder) {
            Given.list(onlyNodes).forEach(builder::limitToNodes);
            Given.list(excludedNodes).forEach(builder::excludeNodes);
            Given.list(onlyDevices).forEach(builder::limitToDevices);
            Given.list(excludedDevices).forEach(builder::excludeDevices);
            Given.map(labels).forEach(builder::requireLabel);
            Given.when(spreadBy, builder::spreadBy);
            Given.when(sharedNodes, builder::shareNodes);
        }
    }

    /** Returns the JSON of a request. */
    public static VolumeRequestJson of(VolumeRequest request) {
        return new VolumeRequestJson(
                request.name().value(),
                request.bricks().isEmpty() ? (Long) request.capacity().bytes() : null,
                request.redundancy().toString(),
                request.accessMode(),
                request.labels(),
                request.metadata(),
                request.options(),
                request.profiles(),
                request.subvolumes().isPresent()
                        ? (Integer) request.subvolumes().getAsInt()
                        : null,
                request.maxBrickSize().map(Capacity::bytes).orElse(null),
                request.minBrickSize().map(Capacity::bytes).orElse(null),
                request.averageFileSize().bytes(),
                request.smallBricks(),
                request.zones().spread(),
                request.zones().excluded().stream().map(Zone::value).toList(),
                request.zones().limitedTo().stream().map(Zone::value).toList(),
                PlacementJson.of(request.placement()),
                request.bricks().stream().map(BrickDirectoryJson::of).toList(),
                request.accessList(),
                request.dataPathTls().map(DataPathTlsJson::of).orElse(null),
                request.start(),
                request.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the request.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public VolumeRequest toRequest() {
        return fill(VolumeRequest.builder()).build();
    }

    /**
     * Returns the request of a volume that is only planned, which needs no name.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public VolumeRequest toPlanRequest() {
        return VolumeRequest.forPlan(this::fill);
    }

    VolumeRequest.Builder fill(VolumeRequest.Builder builder) {
        Given.when(name, builder::name);
        Given.when(capacity, bytes -> builder.capacity(Capacity.ofBytes(bytes)));
        Given.when(redundancy, text -> builder.redundancy(Redundancy.parse(text)));
        Given.when(accessMode, builder::accessMode);
        Given.map(labels).forEach(builder::label);
        Given.map(metadata).forEach(builder::metadata);
        Given.map(options).forEach(builder::option);
        Given.list(profiles).forEach(builder::profile);
        Given.when(subvolumes, builder::subvolumes);
        Given.when(maxBrickSize, bytes -> builder.maxBrickSize(Capacity.ofBytes(bytes)));
        Given.when(minBrickSize, bytes -> builder.minBrickSize(Capacity.ofBytes(bytes)));
        Given.when(averageFileSize, bytes -> builder.averageFileSize(Capacity.ofBytes(bytes)));
        Given.when(smallBricks, builder::smallBricks);
        builder.zones(zones -> {
            Given.when(zoneSpread, zones::spread);
            Given.list(excludedZones).forEach(zones::exclude);
            Given.list(onlyZones).forEach(zones::limitTo);
        });
        Given.when(placement, given -> builder.placement(given::fill));
        Given.list(bricks)
                .forEach(brick -> builder.brick(
                        brick.node() == null ? "" : brick.node(), brick.path() == null ? "" : brick.path()));
        Given.list(accessList).forEach(builder::allowClients);
        Given.when(dataPathTls, tls -> builder.dataPathTls(tls::fill));
        Given.when(start, builder::start);
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder;
    }
}
