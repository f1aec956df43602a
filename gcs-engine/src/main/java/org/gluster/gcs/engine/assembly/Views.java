/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DeviceUsage;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.DeviceSpace;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.BrickStatus;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.catalogue.Unreadable;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.operation.BulkSettle;
import org.gluster.gcs.engine.operation.DeviceRequests;
import org.gluster.gcs.engine.operation.Settle;
import org.gluster.gcs.operation.BulkOutcome;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeState;

/** Stored records as the API shows them. Pure; used on the coordinator's loop. */
final class Views {
    private Views() {}

    static Peer peer(PeerRecord record) {
        PeerState state = record.presence() == Presence.ABSENT
                ? PeerState.LEAVING
                : record.ready() ? PeerState.READY : PeerState.JOINING;
        return Peer.builder()
                .id(UUID.fromString(record.id()))
                .name(NodeName.of(record.name()))
                .address(record.address())
                .zone(Zone.of(record.zone()))
                .state(state)
                .build();
    }

    static Device device(View view, DeviceRecord record) {
        return device(view, record, DeviceRequests.bricks(view, record.id()));
    }

    /** All devices by node and path. */
    static List<Device> devices(View view) {
        SortedMap<String, List<DeviceBrick>> bricks = DeviceRequests.bricks(view);
        List<Device> devices = new ArrayList<>();
        for (DeviceRecord record : view.devices().values()) {
            devices.add(device(view, record, bricks.getOrDefault(record.id(), List.of())));
        }
        devices.sort(
                Comparator.comparing((Device device) -> device.node().value()).thenComparing(Device::path));
        return devices;
    }

    private static Device device(View view, DeviceRecord record, List<DeviceBrick> bricks) {
        DeviceSpace space = DeviceSpace.of(view, record);
        Device.Builder device = Device.builder()
                .id(DeviceId.of(UUID.fromString(record.id())))
                .node(NodeName.of(record.node()))
                .path(record.path())
                .state(space.state())
                .reason(space.reason())
                .enabled(!record.disabled())
                .size(Capacity.ofBytes(record.size()))
                .reserved(Capacity.ofBytes(space.reserved()))
                .lost(Capacity.ofBytes(space.lost()))
                .free(Capacity.ofBytes(space.free()))
                .fileSystem(record.fileSystem())
                .policy(record.terms())
                .labels(record.labels())
                .usedBy(bricks);
        space.seen()
                .filter(seen -> seen.total() > 0)
                .ifPresent(seen ->
                        device.usage(new DeviceUsage(Capacity.ofBytes(seen.total()), Capacity.ofBytes(seen.used()))));
        return device.build();
    }

    static Volume volume(View view, VolumeRecord record) {
        List<Brick> bricks = new ArrayList<>();
        for (BrickRecord brick : record.bricks()) {
            Optional<BrickStatus> status = view.status(brick.node(), record).stream()
                    // while anything else of a started volume changes, bricks go on as they were
                    .filter(report -> report.generation() == record.generation()
                            || record.state().equals(VolumeState.STARTED.name()))
                    .flatMap(report -> report.bricks().stream())
                    .filter(seen -> seen.id().equals(brick.id()))
                    .findFirst();
            Brick.Builder built = Brick.builder()
                    .id(UUID.fromString(brick.id()))
                    .index(brick.index())
                    .subvolume(brick.subvolume())
                    .role(BrickRole.valueOf(brick.role()))
                    .node(NodeName.of(brick.node()))
                    .address(brick.address())
                    .path(brick.path())
                    .size(Capacity.ofBytes(brick.size()))
                    .state(status.map(BrickStatus::state)
                            .map(BrickState::valueOf)
                            .orElse(BrickState.PENDING));
            if (!brick.isDirectory()) {
                built.device(DeviceId.of(UUID.fromString(brick.device())));
            }
            status.filter(seen -> seen.port() > 0 && seen.state().equals(BrickState.ONLINE.name()))
                    .ifPresent(seen -> built.port(seen.port()));
            status.ifPresent(seen -> built.behind(seen.behind()));
            bricks.add(built.build());
        }
        return Volume.builder()
                .name(VolumeName.of(record.name()))
                .id(VolumeId.of(UUID.fromString(record.id())))
                .capacity(Capacity.ofBytes(record.capacity()))
                .usable(Capacity.ofBytes(record.usable()))
                .redundancy(Redundancy.parse(record.redundancy()))
                .accessMode(AccessMode.valueOf(record.accessMode()))
                .state(VolumeState.valueOf(record.state()))
                .bricks(bricks)
                .options(record.options())
                .profiles(record.profiles().stream()
                        .map(VolumeRecord.Profile::name)
                        .toList())
                .labels(record.labels())
                .metadata(visible(record.metadata()))
                .accessList(record.clients().isEmpty() ? List.of(ClientPattern.NODES.toString()) : record.clients())
                .createdAt(Instant.parse(record.createdAt()))
                .build();
    }

    /** Without what the control plane keeps there for itself. */
    private static SortedMap<String, String> visible(SortedMap<String, String> metadata) {
        SortedMap<String, String> visible = new TreeMap<>(metadata);
        visible.keySet().removeIf(key -> key.startsWith("_"));
        return visible;
    }

    /** Records that cannot be made sense of, each at a node that it names, or else at the first there is. */
    static List<Finding> unreadable(View view) {
        List<Finding> findings = new ArrayList<>();
        for (Unreadable left : view.unreadable().values()) {
            view.peers().values().stream()
                    .map(PeerRecord::name)
                    .sorted(Comparator.comparing(name -> !left.text().contains("\"" + name + "\"")))
                    .findFirst()
                    .ifPresent(node -> findings.add(Finding.builder()
                            .kind(FindingKind.UNREADABLE)
                            .node(NodeName.of(node))
                            .resource(left.key())
                            .message(left.why())
                            .remedy(Unreadable.REMEDY)
                            .build()));
        }
        return findings;
    }

    static OperationInfo operation(View view, OperationRecord record) {
        OperationInfo.Builder info = OperationInfo.builder()
                .id(OperationId.of(UUID.fromString(record.id())))
                .kind(OperationKind.valueOf(record.kind()))
                .subject(record.name())
                .state(OperationState.valueOf(record.state()))
                .progress(progress(view, record))
                .createdAt(Instant.parse(record.createdAt()));
        if (!record.completedAt().isEmpty()) {
            info.completedAt(Instant.parse(record.completedAt()));
        }
        if (record.error().there()) {
            info.error(Errors.of(record).detail());
        }
        if (!record.idempotencyKey().isEmpty()) {
            info.idempotencyKey(IdempotencyKey.of(record.idempotencyKey()));
        }
        if (!record.successor().isEmpty()) {
            info.supersededBy(OperationId.of(UUID.fromString(record.successor())));
        }
        return info.build();
    }

    /** Nodes that reached the operation's intent, of those that must. */
    static Progress progress(View view, OperationRecord record) {
        if (record.bulk()) {
            return progressOfAll(view, record);
        }
        Optional<Subject> subject = view.find(Subject.class, record.subject())
                .filter(there -> there.operation().equals(record.id()));
        if (subject.isEmpty()) {
            return record.terminal() ? new Progress(1, 1, record.note()) : Progress.none();
        }
        int done = 0;
        String doing = "";
        List<String> nodes = subject.get().nodes();
        for (String node : nodes) {
            Optional<StatusRecord> status = view.status(node, subject.get())
                    .filter(report -> report.generation() == subject.get().generation());
            if (status.isPresent() && status.get().settled()) {
                done++;
            } else if (status.isPresent() && !status.get().problem().kind().isEmpty()) {
                doing = node + ": " + status.get().problem().message();
            } else if (doing.isEmpty()) {
                doing = "waiting for " + node;
            }
        }
        if (doing.isEmpty() && subject.get() instanceof VolumeRecord volume) {
            doing = Settle.behind(view, volume);
        }
        return new Progress(done, nodes.size(), doing);
    }

    /** Changes that have ended, of all. */
    private static Progress progressOfAll(View view, OperationRecord record) {
        int done = 0;
        String doing = "";
        for (OperationRecord.Member member : record.members()) {
            if (BulkSettle.ended(view, member)) {
                done++;
            } else if (doing.isEmpty()) {
                doing = member.name() + ": "
                        + view.operation(member.awaited())
                                .map(own -> progress(view, own))
                                .orElse(Progress.none());
            }
        }
        return new Progress(done, record.members().size(), doing);
    }

    /** What became of each of several changes. */
    static <T> BulkResult<T> outcomes(
            View view, OperationRecord record, Function<OperationRecord.Member, Optional<T>> made) {
        List<BulkOutcome<T>> outcomes = new ArrayList<>();
        for (OperationRecord.Member member : record.members()) {
            OperationId own = member.operation().isEmpty() ? null : OperationId.parse(member.operation());
            if (member.state().equals(OperationState.SUCCEEDED.name())) {
                outcomes.add(BulkOutcome.succeeded(
                        member.name(), own, made.apply(member).orElse(null)));
            } else {
                OperationRecord.Failure why = member.error() == null
                        ? OperationRecord.Failure.of("INTERNAL", "it ended " + Words.of(member.state()), "")
                        : member.error();
                outcomes.add(BulkOutcome.failed(member.name(), own, Errors.detail(why, member.name())));
            }
        }
        return new BulkResult<>(outcomes);
    }
}
