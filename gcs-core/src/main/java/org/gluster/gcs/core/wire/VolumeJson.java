/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeState;

/** A volume; sizes are bytes, the redundancy is as {@link Redundancy#parse} reads it, the time is ISO-8601. */
public record VolumeJson(
        String name,
        UUID id,
        long capacity,
        long usable,
        String redundancy,
        AccessMode accessMode,
        VolumeState state,
        List<BrickJson> bricks,
        Map<String, String> options,
        List<String> profiles,
        Map<String, String> labels,
        Map<String, String> metadata,
        List<String> accessList,
        String createdAt) {

    /** Checks that nothing is missing. */
    public VolumeJson {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(redundancy, "redundancy");
        Objects.requireNonNull(accessMode, "accessMode");
        Objects.requireNonNull(state, "state");
        bricks = Given.list(bricks);
        options = Collections.unmodifiableSortedMap(Given.map(options));
        profiles = Given.list(profiles);
        labels = Collections.unmodifiableSortedMap(Given.map(labels));
        metadata = Collections.unmodifiableSortedMap(Given.map(metadata));
        accessList = Given.list(accessList);
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** Returns the JSON of a volume. */
    public static VolumeJson of(Volume volume) {
        return new VolumeJson(
                volume.name().value(),
                volume.id().value(),
                volume.capacity().bytes(),
                volume.usable().bytes(),
                volume.redundancy().toString(),
                volume.accessMode(),
                volume.state(),
                volume.bricks().stream().map(BrickJson::of).toList(),
                volume.options(),
                volume.profiles(),
                volume.labels(),
                volume.metadata(),
                volume.accessList(),
                volume.createdAt().toString());
    }

    /** Returns the volume. */
    public Volume toVolume() {
        return Volume.builder()
                .name(VolumeName.of(name))
                .id(VolumeId.of(id))
                .capacity(Capacity.ofBytes(capacity))
                .usable(Capacity.ofBytes(usable))
                .redundancy(Redundancy.parse(redundancy))
                .accessMode(accessMode)
                .state(state)
                .bricks(bricks.stream().map(BrickJson::toBrick).toList())
                .options(options)
                .profiles(profiles)
                .labels(labels)
                .metadata(metadata)
                .accessList(accessList)
                .createdAt(Instant.parse(createdAt))
                .build();
    }
}
