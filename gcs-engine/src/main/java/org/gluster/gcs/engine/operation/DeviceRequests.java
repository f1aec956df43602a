/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.Map;
import java.util.Optional;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.OperationKind;

/** Adding and removing devices. */
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
            return request.node() + " " + request.path() + " " + request.limit();
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            String node = request.node().value();
            PeerRecord peer = draft.peer(node)
                    .orElseThrow(() -> Errors.of(
                            ErrorCode.PEER_NOT_FOUND, node, "there is no peer \"" + node + "\" to add a device to"));
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
                        "the node \"" + node + "\" has the device " + request.path() + " already");
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
                    "",
                    Presence.PRESENT,
                    false,
                    1,
                    operationId,
                    Map.of());
            draft.put(device.key(), device);
            return running(draft, operationId, device.key(), node + ":" + request.path());
        }
    }

    private static final class Remove extends Request {
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
            DeviceRecord device = find(draft, node, path)
                    .orElseThrow(() -> Errors.of(
                            ErrorCode.DEVICE_NOT_FOUND,
                            path,
                            "the node \"" + node + "\" has no device " + path
                                    + "; list the devices to see which there are"));
            if (!device.operation().isEmpty()) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        path,
                        "the device " + path + " of \"" + node + "\" is changing: wait for operation "
                                + device.operation());
            }
            long held = draft.reserved(device.id());
            if (held > 0) {
                throw Errors.of(
                        ErrorCode.IN_USE,
                        path,
                        "the device " + path + " of \"" + node + "\" holds bricks of "
                                + Capacity.ofBytes(held).format() + ": delete their volumes first");
            }
            draft.put(device.key(), device.intend(Presence.ABSENT, operationId));
            return running(draft, operationId, device.key(), node + ":" + path);
        }
    }
}
