/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.wire.gd2.Nil;
import org.gluster.gcs.core.wire.gd2.PeerAddReq;
import org.gluster.gcs.core.wire.gd2.PeerEditReq;
import org.gluster.gcs.core.wire.gd2.PeerInfo;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Node;

/** The routes of peers. */
final class PeerHandlers {
    private static final String ZONE = "_zone";
    private static final String PEER_PORT = "24008";
    private static final String CLIENT_PORT = "24007";
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final String UNREACHABLE = "could not connect to host. Make sure host address is valid,"
            + " network connection is active and gd2 is up and running";

    private final Gd2Backend backend;
    private final Changes changes;
    private final String self;

    /**
     * @param self name of the node that answers
     */
    PeerHandlers(Gd2Backend backend, Changes changes, String self) {
        this.backend = backend;
        this.changes = changes;
        this.self = self;
    }

    private Nodes nodes() {
        return new Nodes(backend.nodes());
    }

    HttpReply list(Gd2Call call) {
        List<PeerInfo> infos = new ArrayList<>();
        for (Node node : nodes().all()) {
            PeerInfo info = info(node, node.online());
            if (Metadata.matches(new TreeMap<>(info.metadata()), call.query())) {
                infos.add(info);
            }
        }
        return Gd2Call.ok(infos.isEmpty() ? Nil.list() : infos);
    }

    HttpReply get(Gd2Call call) {
        Node node = node(call, "Invalid peer id passed");
        return Gd2Call.ok(info(node, node.online()));
    }

    private Node node(Gd2Call call, String malformed) {
        String id = call.variable("peerid");
        if (!Nodes.isUuid(id)) {
            throw Gd2Failure.badRequest(malformed);
        }
        return nodes().byId(id).orElseThrow(Gd2Failure::peerNotFound);
    }

    private static PeerInfo info(Node node, boolean online) {
        SortedMap<String, String> metadata = new TreeMap<>(node.metadata());
        metadata.put(ZONE, Nodes.zone(node));
        return new PeerInfo(
                node.id(),
                node.name().value(),
                List.of(node.address() + ":" + PEER_PORT),
                List.of(node.address() + ":" + CLIENT_PORT),
                online,
                online ? Math.toIntExact(node.pid()) : 0,
                metadata);
    }

    HttpReply add(Gd2Call call) {
        PeerAddReq request = call.read(PeerAddReq.class);
        Metadata.requireFits(request.metadata());
        Metadata.requireNoInternal(request.metadata());
        if (request.addresses().isEmpty()) {
            throw Gd2Failure.badRequest("no hostnames present");
        }
        String host = host(request.addresses().get(0));
        nodes().all().stream()
                .filter(node -> node.address().equals(host))
                .findFirst()
                .ifPresent(there -> {
                    throw exists(there.id());
                });
        PeerRequest peer = request(host, request.zone());
        if (!backend.reaches(host)) {
            throw unreachable("no node of this cluster can be run at " + host);
        }
        try {
            changes.end(backend.add(peer, new TreeMap<>(request.metadata())));
        } catch (AlreadyExistsException there) {
            throw nodes().all().stream()
                    .filter(node -> node.address().equals(host) || node.name().equals(peer.name()))
                    .findFirst()
                    .map(node -> exists(node.id()))
                    .orElseGet(() -> Failures.of(there));
        } catch (GcsException failed) {
            throw failed.code() == ErrorCode.REFUSED || failed.code() == ErrorCode.UNREACHABLE
                    ? unreachable(String.valueOf(failed.getMessage()))
                    : failed;
        }
        Node added = nodes().byName(peer.name().value()).orElseThrow(Gd2Failure::peerNotFound);
        PeerInfo info = info(added, added.online());
        return call.created(
                new PeerInfo(
                        info.id(),
                        info.name(),
                        info.peerAddresses(),
                        info.clientAddresses(),
                        info.online(),
                        0,
                        info.metadata()),
                added.id());
    }

    /** A node is named after its address, since GlusterD2's clients name none. */
    private static PeerRequest request(String host, String zone) {
        try {
            return PeerRequest.of(peer -> {
                peer.name(host.replace(':', '-')).address(host);
                if (!zone.isEmpty()) {
                    peer.zone(zone);
                }
            });
        } catch (InvalidRequestException unusable) {
            throw unreachable(String.join("; ", unusable.problems()));
        }
    }

    private static Gd2Failure exists(String id) {
        return Gd2Failure.of(409, ErrorCode.ALREADY_EXISTS, "Peer exists with given addresses (ID: " + id + ")");
    }

    private static Gd2Failure unreachable(String more) {
        return Gd2Failure.of(500, ErrorCode.UNREACHABLE, UNREACHABLE, more);
    }

    /** The host of an address, whose port can only be the one that all nodes have. */
    private static String host(String address) {
        String host = address;
        String port = PEER_PORT;
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0) {
                throw unparsable(address);
            }
            host = address.substring(1, end);
            port = address.length() > end + 1 ? address.substring(end + 2) : PEER_PORT;
        } else if (address.indexOf(':') >= 0) {
            host = address.substring(0, address.indexOf(':'));
            port = address.substring(address.indexOf(':') + 1);
        }
        if (host.isEmpty() || !PORT.matcher(port).matches()) {
            throw unparsable(address);
        }
        if (!port.equals(PEER_PORT)) {
            throw unreachable("nodes of this cluster have no port " + port);
        }
        return host;
    }

    private static Gd2Failure unparsable(String address) {
        return Gd2Failure.of(
                400,
                ErrorCode.INVALID_REQUEST,
                "failed to parse remote address",
                "\"" + address + "\" is no HOST or HOST:" + PEER_PORT);
    }

    HttpReply edit(Gd2Call call) {
        if (!Nodes.isUuid(call.variable("peerid"))) {
            throw Gd2Failure.badRequest("Invalid peerID passed in url");
        }
        PeerEditReq request = call.read(PeerEditReq.class);
        Metadata.requireNoInternal(request.metadata());
        Node node = nodes().byId(call.variable("peerid"))
                .orElseThrow(() -> Gd2Failure.of(
                        404, ErrorCode.PEER_NOT_FOUND, "Transaction to update peer failed", "peer not found"));
        Node edited;
        try {
            edited = backend.edit(
                    node.name(), zone(node, request.zone()), new TreeMap<>(request.metadata()), Metadata.MOST);
        } catch (InvalidRequestException refused) {
            throw Gd2Failure.of(
                    500, refused.code(), "Transaction to update peer failed", String.valueOf(refused.getMessage()));
        }
        return Gd2Call.ok(info(edited, edited.online()));
    }

    /** What a node's zone becomes; its own uuid stands for the node itself. */
    private static Optional<Zone> zone(Node node, String zone) {
        return zone.isEmpty()
                ? Optional.empty()
                : Optional.of(zone.equals(node.id()) ? Zone.of(node.name()) : Zone.of(zone));
    }

    HttpReply delete(Gd2Call call) {
        Node node = node(call, "Invalid peer id passed");
        if (node.name().value().equals(self)) {
            throw Gd2Failure.badRequest("removing self is disallowed.");
        }
        List<Device> devices = backend.gcs().devices().list().stream()
                .filter(device -> device.node().equals(node.name()))
                .sorted(Comparator.comparing(Device::path))
                .toList();
        boolean used = devices.stream().anyMatch(device -> !device.usedBy().isEmpty())
                || backend.volumes().stream()
                        .flatMap(kept -> kept.volume().bricks().stream())
                        .anyMatch(brick -> brick.node().equals(node.name()));
        if (used) {
            throw hasBricks("delete the volumes that have bricks there first");
        }
        try {
            for (Device device : devices) { // GlusterD2 forgets them, and leaves them as they are
                changes.end(backend.gcs().devices().remove(node.name().value(), device.path()));
            }
            changes.end(backend.gcs().peers().remove(node.name().value()));
        } catch (InUseException inUse) {
            throw hasBricks(String.valueOf(inUse.getMessage()));
        }
        return HttpReply.empty(204);
    }

    private static Gd2Failure hasBricks(String more) {
        return Gd2Failure.of(403, ErrorCode.IN_USE, "cannot delete peer, peer has bricks", more);
    }
}
