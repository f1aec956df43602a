/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Map;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;
import org.jspecify.annotations.Nullable;

/** A wish for a volume; the capacity is bytes. Nothing is checked before {@link #toRequest()}. */
public record VolumeRequestJson(
        @Nullable String name,
        @Nullable Long capacity,
        @Nullable String redundancy,
        @Nullable AccessMode accessMode,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> options,
        @Nullable Boolean spreadZones,
        @Nullable List<String> excludedZones,
        @Nullable List<String> onlyZones,
        @Nullable List<String> accessList,
        @Nullable DataPathTlsJson dataPathTls,
        @Nullable Boolean start,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a request. */
    public static VolumeRequestJson of(VolumeRequest request) {
        return new VolumeRequestJson(
                request.name().value(),
                request.capacity().bytes(),
                request.redundancy().toString(),
                request.accessMode(),
                request.labels(),
                request.options(),
                request.zones().spread(),
                request.zones().excluded().stream().map(Zone::value).toList(),
                request.zones().limitedTo().stream().map(Zone::value).toList(),
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

    private VolumeRequest.Builder fill(VolumeRequest.Builder builder) {
        Given.when(name, builder::name);
        Given.when(capacity, bytes -> builder.capacity(Capacity.ofBytes(bytes)));
        Given.when(redundancy, text -> builder.redundancy(Redundancy.parse(text)));
        Given.when(accessMode, builder::accessMode);
        Given.map(labels).forEach(builder::label);
        Given.map(options).forEach(builder::option);
        builder.zones(zones -> {
            if (Boolean.TRUE.equals(spreadZones)) {
                zones.spread();
            }
            Given.list(excludedZones).forEach(zones::exclude);
            Given.list(onlyZones).forEach(zones::limitTo);
        });
        Given.list(accessList).forEach(builder::allowClients);
        Given.when(dataPathTls, tls -> builder.dataPathTls(tls::fill));
        Given.when(start, builder::start);
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder;
    }
}
