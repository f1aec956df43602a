/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.core.wire.gd2.AddDeviceReq;
import org.gluster.gcs.core.wire.gd2.DeviceInfo;
import org.gluster.gcs.core.wire.gd2.EditDeviceReq;
import org.gluster.gcs.core.wire.gd2.Nil;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Node;

/** The routes of devices: directories, which GlusterD2 calls devices of the provisioner {@code loop}. */
final class DeviceHandlers {
    static final String LOOP = "loop";
    static final String LVM = "lvm";

    private static final String NOT_PREPARED = "transaction to prepare device failed";

    private final Gd2Backend backend;
    private final Changes changes;

    DeviceHandlers(Gd2Backend backend, Changes changes) {
        this.backend = backend;
        this.changes = changes;
    }

    private Nodes nodes() {
        return new Nodes(backend.nodes());
    }

    private static String peerId(Gd2Call call) {
        String id = call.variable("peerid");
        if (!Nodes.isUuid(id)) {
            throw Gd2Failure.badRequest("invalid peer-id passed in url");
        }
        return id;
    }

    /** The router takes the first slash away. */
    private static String path(Gd2Call call) {
        String device = call.variable("device");
        return device.startsWith("/") ? device : "/" + device;
    }

    HttpReply list(Gd2Call call) {
        return infos(all());
    }

    HttpReply ofPeer(Gd2Call call) {
        String id = peerId(call);
        return infos(all().stream().filter(info -> info.peerId().equals(id)).toList());
    }

    /** One, or all of the peer where none is named. */
    HttpReply get(Gd2Call call) {
        String id = peerId(call);
        if (call.variable("device").isEmpty()) {
            return ofPeer(call);
        }
        return infos(List.of(info(find(id, path(call)), id)));
    }

    private static HttpReply infos(List<DeviceInfo> infos) {
        return Gd2Call.ok(infos.isEmpty() ? Nil.list() : infos);
    }

    private List<DeviceInfo> all() {
        Nodes nodes = nodes();
        List<DeviceInfo> infos = new ArrayList<>();
        for (Device device : backend.gcs().devices().list()) {
            infos.add(info(device, nodes.idOf(device.node().value())));
        }
        infos.sort(Comparator.comparing(DeviceInfo::peerId).thenComparing(DeviceInfo::device));
        return infos;
    }

    private Device find(String peerId, String path) {
        return nodes().byId(peerId)
                .flatMap(node -> backend.gcs().devices().find(node.name().value(), path))
                .orElseThrow(Gd2Failure::deviceNotFound);
    }

    private static DeviceInfo info(Device device, String peerId) {
        long total = device.size().bytes();
        long free = Math.min(total, device.free().bytes());
        return new DeviceInfo(
                device.path(),
                LOOP,
                device.enabled() ? "enabled" : "disabled",
                free,
                total,
                total - free,
                0,
                !device.usedBy().isEmpty(),
                peerId);
    }

    HttpReply add(Gd2Call call) {
        String id = peerId(call);
        AddDeviceReq request = call.read(AddDeviceReq.class);
        Node node = nodes().byId(id).orElseThrow(Gd2Failure::peerNotFound);
        if (!request.provisioner().equals(LOOP)) {
            throw notPrepared(
                    ErrorCode.NOT_SUPPORTED,
                    "devices are directories here, on XFS or ext4: give one with the provisioner \"" + LOOP
                            + "\" instead of " + (request.provisioner().isEmpty() ? LVM : request.provisioner()));
        }
        try {
            Device added = changes.end(backend.gcs()
                    .devices()
                    .add(device -> device.node(node.name().value()).path(request.device())));
            return call.created(info(added, id), added.path());
        } catch (AlreadyExistsException there) {
            throw Gd2Failure.of(409, there.code(), "device already exists", String.valueOf(there.getMessage()));
        } catch (GcsException refused) {
            throw notPrepared(refused.code(), String.valueOf(refused.getMessage()));
        }
    }

    private static Gd2Failure notPrepared(ErrorCode reason, String more) {
        return Gd2Failure.of(500, reason, NOT_PREPARED, more);
    }

    HttpReply edit(Gd2Call call) {
        String id = peerId(call);
        if (call.variable("device").isEmpty()) {
            throw Gd2Failure.badRequest("device not provided in URL");
        }
        String state = call.read(EditDeviceReq.class).state();
        Optional<Boolean> enabled = switch (state) {
            case "enabled" -> Optional.of(true);
            case "disabled" -> Optional.of(false);
            default -> Optional.empty();
        };
        if (enabled.isEmpty()) {
            throw Gd2Failure.badRequest("invalid state. Supported states are enabled, disabled");
        }
        Device device = find(id, path(call));
        String node = device.node().value();
        changes.end(
                enabled.get()
                        ? backend.gcs().devices().enable(node, device.path())
                        : backend.gcs().devices().disable(node, device.path()));
        return HttpReply.empty(200);
    }
}
