/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.block.device.DeviceCheck;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.DrainMove;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.planner.Relocation;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.DeviceSpace;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.VolumeName;

/** Adding, enabling, disabling, labelling and removing devices, and the plan to empty one. */
public final class DeviceRequests {
    private DeviceRequests() {}

    /** Commits the intent that bricks may be made on a device. */
    public static Decision<OperationRecord> add(DeviceRequest request, Requested requested) {
        return new Add(request, requested);
    }

    /** Commits the intent that a device is given back as it was. */
    public static Decision<OperationRecord> remove(String node, String path, Requested requested) {
        return new Remove(node, path, requested);
    }

    /** Commits whether new bricks may go to a device. */
    public static Decision<OperationRecord> enable(String node, String path, boolean enabled, Requested requested) {
        return new Enable(node, path, enabled, requested);
    }

    /** Commits other labels of a device. */
    public static Decision<OperationRecord> edit(String node, String path, DeviceEdit edit, Requested requested) {
        return new Edit(node, path, edit, requested);
    }

    /** The bricks on each device, by its id; each list by volume and index. */
    public static SortedMap<String, List<DeviceBrick>> bricks(View view) {
        SortedMap<String, List<DeviceBrick>> bricks = new TreeMap<>();
        for (VolumeRecord volume : view.volumes().values()) {
            for (BrickRecord brick : volume.bricks()) {
                bricks.computeIfAbsent(brick.device(), device -> new ArrayList<>())
                        .add(used(volume, brick));
            }
        }
        return bricks;
    }

    /** The bricks on one device, by volume and index. */
    public static List<DeviceBrick> bricks(View view, String device) {
        List<DeviceBrick> bricks = new ArrayList<>();
        for (VolumeRecord volume : view.volumes().values()) {
            for (BrickRecord brick : volume.bricks()) {
                if (brick.device().equals(device)) {
                    bricks.add(used(volume, brick));
                }
            }
        }
        return bricks;
    }

    private static DeviceBrick used(VolumeRecord volume, BrickRecord brick) {
        return new DeviceBrick(
                VolumeName.of(volume.name()),
                brick.index(),
                UUID.fromString(brick.id()),
                Capacity.ofBytes(brick.size()));
    }

    /** Where each brick of a device would go, one after another; bricks of volumes that are being deleted stay. */
    public static DrainPlan drainPlan(View view, String node, String path) {
        DeviceRecord device = existing(view, node, path);
        DeviceId id = DeviceId.parse(device.id());
        NodeName from = NodeName.of(node);
        Relocation relocation = Relocation.awayFrom(VolumeRequests.inventory(view), id);
        List<DrainMove> moves = new ArrayList<>();
        for (VolumeRecord volume : view.volumes().values()) {
            if (volume.intent() == VolumeRecord.Intent.ABSENT) {
                continue;
            }
            for (BrickRecord brick : volume.bricks()) {
                if (brick.device().equals(device.id())) {
                    List<NodeName> siblings = volume.bricks().stream()
                            .filter(other -> other.subvolume() == brick.subvolume() && other.index() != brick.index())
                            .map(other -> NodeName.of(other.node()))
                            .toList();
                    moves.add(DrainMove.of(
                            used(volume, brick), relocation.move(brick.index(), brick.size(), from, siblings)));
                }
            }
        }
        return new DrainPlan(id, from, path, moves);
    }

    /** The device of a node at a path. */
    public static Optional<DeviceRecord> find(View view, String node, String path) {
        return view.devices().values().stream()
                .filter(device -> device.node().equals(node) && device.path().equals(path))
                .findFirst();
    }

    private static final class Add extends Request {
        private final DeviceRequest request;

        Add(DeviceRequest request, Requested requested) {
            super(requested, OperationKind.ADD_DEVICE);
            this.request = request;
        }

        @Override
        String fingerprint() {
            return request.node() + " " + request.path() + " " + request.limit()
                    + (request.policy().equals(DevicePolicy.reserved()) ? "" : " " + request.policy())
                    + (request.labels().isEmpty() ? "" : " labels=" + request.labels());
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            String node = request.node().value();
            PeerRecord peer = draft.peer(node)
                    .orElseThrow(() -> Errors.of(
                            ErrorCode.PEER_NOT_FOUND,
                            node,
                            "there is no peer \"" + node
                                    + "\" to add a device to: add it first, or list the peers to see which there are"));
            if (!peer.ready() || peer.presence() == Presence.ABSENT) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        node,
                        "the peer \"" + node + "\" is not ready: wait for operation " + peer.operation());
            }
            find(draft, node, request.path()).ifPresent(there -> {
                throw Errors.of(
                        ErrorCode.ALREADY_EXISTS,
                        request.path(),
                        "the node \"" + node + "\" has the device " + request.path()
                                + " already; change that one, or choose another directory");
            });
            GivenBricks.brickAt(draft, node, request.path()).ifPresent(volume -> {
                throw Errors.of(
                        ErrorCode.IN_USE,
                        request.path(),
                        "the directory " + request.path() + " on " + node
                                + " is, holds or lies in a brick of the volume \"" + volume.name()
                                + "\": give another as a device");
            });
            DeviceRecord device = new DeviceRecord(
                    Stored.SCHEMA,
                    draft.newId(),
                    node,
                    request.path(),
                    request.limit().map(Capacity::bytes).orElse(0L),
                    0,
                    0,
                    "",
                    request.policy().toString(),
                    false,
                    request.labels(),
                    Presence.PRESENT,
                    false,
                    1,
                    operationId,
                    Map.of());
            draft.put(device.key(), device);
            return running(draft, operationId, device.key(), node + ":" + request.path());
        }
    }

    private static DeviceRecord existing(View view, String node, String path) {
        return find(view, node, path)
                .orElseThrow(() -> Errors.of(
                        ErrorCode.DEVICE_NOT_FOUND,
                        path,
                        "the node \"" + node + "\" has no device " + path
                                + "; list the devices to see which there are"));
    }

    private static DeviceRecord quiet(View view, String node, String path) {
        DeviceRecord device = existing(view, node, path);
        if (!device.operation().isEmpty()) {
            throw Errors.of(
                    ErrorCode.WRONG_STATE,
                    path,
                    "the device " + path + " of \"" + node + "\" is changing: wait for operation "
                            + device.operation());
        }
        return device;
    }

    private static final class Remove extends Request {
        private static final int NAMED = 10;

        private final String node;
        private final String path;

        Remove(String node, String path, Requested requested) {
            super(requested, OperationKind.REMOVE_DEVICE);
            this.node = node;
            this.path = path;
        }

        @Override
        String fingerprint() {
            return node + " " + path;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            DeviceRecord device = quiet(draft, node, path);
            List<DeviceBrick> bricks = bricks(draft, device.id());
            if (!bricks.isEmpty()) {
                throw Errors.of(
                        ErrorCode.IN_USE,
                        path,
                        "the device " + path + " of \"" + node + "\" holds "
                                + (bricks.size() == 1 ? "a brick" : bricks.size() + " bricks") + " of "
                                + Capacity.ofBytes(draft.reserved(device.id())).format() + ", of the volumes "
                                + volumes(bricks)
                                + ": delete these first; a drain plan tells where the bricks could go");
            }
            draft.unreadable()
                    .values()
                    .forEach(left -> left.claims(device.id()).ifPresent(refusal -> {
                        throw refusal;
                    }));
            draft.put(device.key(), device.intend(Presence.ABSENT, operationId));
            return running(draft, operationId, device.key(), node + ":" + path);
        }

        private static String volumes(List<DeviceBrick> bricks) {
            SortedSet<String> names = new TreeSet<>();
            bricks.forEach(brick -> names.add(brick.volume().value()));
            String named = String.join(", ", names.stream().limit(NAMED).toList());
            return names.size() > NAMED ? named + " and " + (names.size() - NAMED) + " more" : named;
        }
    }

    /** Lets bricks go to a device or keeps them from it. Done when it is committed: nothing is to be done on its node. */
    private static final class Enable extends Request {
        private final String node;
        private final String path;
        private final boolean enabled;

        Enable(String node, String path, boolean enabled, Requested requested) {
            super(requested, enabled ? OperationKind.ENABLE_DEVICE : OperationKind.DISABLE_DEVICE);
            this.node = node;
            this.path = path;
            this.enabled = enabled;
        }

        @Override
        String fingerprint() {
            return node + " " + path;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            DeviceRecord device = quiet(draft, node, path);
            if (device.disabled() == enabled) {
                DeviceRecord turned = device.disabled(!enabled);
                draft.put(device.key(), turned);
                Tell.device(draft, EventType.DEVICE_CHANGED, turned);
            }
            return succeeded(draft, operationId, device.key(), node + ":" + path);
        }
    }

    /** Changes labels and the limit. Done when it is committed: its node goes by the new one from its next look on. */
    private static final class Edit extends Request {
        private final String node;
        private final String path;
        private final DeviceEdit edit;

        Edit(String node, String path, DeviceEdit edit, Requested requested) {
            super(requested, OperationKind.EDIT_DEVICE);
            this.node = node;
            this.path = path;
            this.edit = edit;
        }

        @Override
        String fingerprint() {
            return node + " " + path + " " + edit.labels() + " without " + edit.removedLabels()
                    + edit.limit().map(limit -> " limit " + limit).orElse("");
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            DeviceRecord device = quiet(draft, node, path);
            SortedMap<String, String> labels = edit.applyToLabels(device.labels());
            DeviceRecord edited = device.labelled(labels);
            if (edit.limit().isPresent() && edit.limit().get().bytes() != device.size()) {
                edited = limited(draft, edited, edit.limit().get());
                Tell.device(draft, EventType.DEVICE_CHANGED, edited);
            }
            if (!edited.equals(device)) {
                draft.put(device.key(), edited);
            }
            return succeeded(draft, operationId, device.key(), node + ":" + path);
        }

        private DeviceRecord limited(Draft draft, DeviceRecord device, Capacity limit) {
            DeviceSpace space = DeviceSpace.of(draft, device);
            if (space.seen().isEmpty() || space.ill()) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        path,
                        "what the device " + path + " of \"" + node + "\" has room for is not known while "
                                + (space.seen().isEmpty()
                                        ? "its node has not looked at it"
                                        : "it is " + Words.of(space.state().name()) + ": " + space.reason())
                                + ": set its limit when that is over");
            }
            long total = space.seen().get().total();
            DeviceRecord limited = device.limited(limit.bytes(), total);
            if (limited.reservable() < space.reserved()) {
                throw Errors.of(
                        ErrorCode.IN_USE,
                        path,
                        "bricks on the device " + path + " of \"" + node + "\" have reserved "
                                + Capacity.ofBytes(space.reserved()).format()
                                + ", more than they could with a limit of "
                                + limit.format() + ": set a larger one, or delete volumes first");
            }
            // Bricks of a thin device take what they write of what is left; others have taken theirs already.
            long room = device.policy().isEmpty() ? total - space.seen().get().used() + space.reserved() : total;
            if (limit.bytes() > Math.max(0, room - DeviceCheck.KEPT_FREE)) {
                throw Errors.of(
                        ErrorCode.NO_SPACE,
                        path,
                        "the device " + path + " of \"" + node + "\" is to give " + limit.format()
                                + " to bricks, and its file system has room for "
                                + Capacity.ofBytes(Math.max(0, room - DeviceCheck.KEPT_FREE))
                                        .format()
                                + ": set a smaller limit, or let the file system grow first");
            }
            return limited;
        }
    }
}
