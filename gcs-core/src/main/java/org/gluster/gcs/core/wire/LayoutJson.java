/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.BrickRole;

/** Where the bricks of a volume would go, and why; sizes are bytes. */
public record LayoutJson(
        VolumeRequestJson request,
        List<PlannedBrickJson> bricks,
        List<CandidateJson> candidates,
        Map<String, Long> headroomAfter,
        long usable,
        long inventoryRevision) {

    /** Checks that there is a request; takes missing lists as empty. */
    public LayoutJson {
        Objects.requireNonNull(request, "request");
        bricks = Given.list(bricks);
        candidates = Given.list(candidates);
        headroomAfter = headroomAfter == null ? new TreeMap<>() : new TreeMap<>(headroomAfter);
    }

    /** Where one brick would go. */
    public record PlannedBrickJson(
            int index,
            int subvolume,
            BrickRole role,
            String node,
            String zone,
            UUID device,
            String devicePath,
            long size,
            long reserved) {

        /** Checks that nothing is missing. */
        public PlannedBrickJson {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(zone, "zone");
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(devicePath, "devicePath");
        }

        static PlannedBrickJson of(PlannedBrick brick) {
            return new PlannedBrickJson(
                    brick.index(),
                    brick.subvolume(),
                    brick.role(),
                    brick.node().value(),
                    brick.zone().value(),
                    brick.device().value(),
                    brick.devicePath(),
                    brick.size().bytes(),
                    brick.reserved().bytes());
        }

        PlannedBrick toBrick() {
            return PlannedBrick.builder()
                    .index(index)
                    .subvolume(subvolume)
                    .role(role)
                    .node(NodeName.of(node))
                    .zone(Zone.of(zone))
                    .device(DeviceId.of(device))
                    .devicePath(devicePath)
                    .size(Capacity.ofBytes(size))
                    .reserved(Capacity.ofBytes(reserved))
                    .build();
        }
    }

    /** A device that was considered for a brick. */
    public record CandidateJson(int brick, String node, UUID device, String devicePath, boolean chosen, String reason) {

        /** Checks that nothing is missing. */
        public CandidateJson {
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(devicePath, "devicePath");
            Objects.requireNonNull(reason, "reason");
        }

        static CandidateJson of(Candidate candidate) {
            return new CandidateJson(
                    candidate.brick(),
                    candidate.node().value(),
                    candidate.device().value(),
                    candidate.devicePath(),
                    candidate.chosen(),
                    candidate.reason());
        }

        Candidate toCandidate() {
            return new Candidate(brick, NodeName.of(node), DeviceId.of(device), devicePath, chosen, reason);
        }
    }

    /** Returns the JSON of a layout. */
    public static LayoutJson of(BrickLayout layout) {
        SortedMap<String, Long> headroom = new TreeMap<>();
        layout.headroomAfter().forEach((node, free) -> headroom.put(node.value(), free.bytes()));
        return new LayoutJson(
                VolumeRequestJson.of(layout.request()),
                layout.bricks().stream().map(PlannedBrickJson::of).toList(),
                layout.explain().candidates().stream().map(CandidateJson::of).toList(),
                headroom,
                layout.usable().bytes(),
                layout.inventoryRevision());
    }

    /** Returns the layout. */
    public BrickLayout toLayout() {
        Explanation.Builder explanation = Explanation.builder();
        candidates.forEach(candidate -> explanation.add(candidate.toCandidate()));
        SortedMap<NodeName, Capacity> headroom = new TreeMap<>();
        headroomAfter.forEach((node, free) -> headroom.put(NodeName.of(node), Capacity.ofBytes(free)));
        return BrickLayout.builder()
                .request(request.toRequest())
                .bricks(bricks.stream().map(PlannedBrickJson::toBrick).toList())
                .explain(explanation.build())
                .headroomAfter(headroom)
                .usable(Capacity.ofBytes(usable))
                .inventoryRevision(inventoryRevision)
                .build();
    }
}
