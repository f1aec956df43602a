/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.OperationKind;

/** Adding and removing peers. */
public final class PeerRequests {
    private PeerRequests() {}

    /**
     * Commits the intent that a peer takes part.
     *
     * @param directory the node's own directory
     */
    public static Decision<OperationRecord> add(PeerRequest request, String directory, Requested requested) {
        return add(request, directory, new TreeMap<>(), requested);
    }

    /**
     * The same.
     *
     * @param metadata what the caller keeps with it
     */
    public static Decision<OperationRecord> add(
            PeerRequest request, String directory, SortedMap<String, String> metadata, Requested requested) {
        return new Add(request, directory, metadata, requested);
    }

    /**
     * Changes zone and metadata of a peer. Planning heeds a zone from then on; bricks stay where they are. Answers the
     * changed record.
     *
     * @param zone another zone; empty to leave it
     * @param metadata added to what there is; its bytes together with that are at most {@code mostBytes}
     */
    public static Decision<PeerRecord> edit(
            String name, Optional<Zone> zone, SortedMap<String, String> metadata, int mostBytes) {
        return draft -> {
            PeerRecord peer = existing(draft, name);
            TreeMap<String, String> merged = new TreeMap<>(peer.metadata());
            merged.putAll(metadata);
            int bytes = 0;
            for (Map.Entry<String, String> entry : merged.entrySet()) {
                bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
            if (bytes > mostBytes) {
                throw Errors.of(
                        ErrorCode.INVALID_REQUEST,
                        name,
                        "the metadata of the peer \"" + name + "\" would be " + bytes + " bytes together; at most "
                                + mostBytes + " are kept");
            }
            PeerRecord edited = peer.edited(zone.map(Zone::value).orElse(peer.zone()), merged);
            draft.put(peer.key(), edited);
            return edited;
        };
    }

    private static PeerRecord existing(View view, String name) {
        return view.peer(name)
                .orElseThrow(() -> Errors.of(
                        ErrorCode.PEER_NOT_FOUND,
                        name,
                        "there is no peer \"" + name + "\"; list the peers to see which there are"));
    }

    /** Commits the intent that a peer takes no part any more. */
    public static Decision<OperationRecord> remove(String name, Requested requested) {
        return new Remove(name, requested);
    }

    private static final class Add extends Request {
        private final PeerRequest request;
        private final String directory;
        private final SortedMap<String, String> metadata;

        Add(PeerRequest request, String directory, SortedMap<String, String> metadata, Requested requested) {
            super(requested, OperationKind.ADD_PEER);
            this.request = request;
            this.directory = directory;
            this.metadata = metadata;
        }

        @Override
        String fingerprint() {
            return request.name() + " " + request.address() + " " + request.zone()
                    + (metadata.isEmpty() ? "" : " metadata=" + metadata);
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            String name = request.name().value();
            draft.requireReadable(Keys.peer(name));
            for (PeerRecord there : draft.peers().values()) {
                if (there.name().equals(name)) {
                    throw Errors.of(
                            ErrorCode.ALREADY_EXISTS,
                            name,
                            "the peer \"" + name + "\" exists already, with address " + there.address()
                                    + "; choose another name, or remove it first");
                }
                if (there.address().equals(request.address())) {
                    throw Errors.of(
                            ErrorCode.ALREADY_EXISTS,
                            name,
                            "the address " + request.address() + " belongs to the peer \"" + there.name()
                                    + "\" already; give each peer an address of its own");
                }
            }
            PeerRecord peer = new PeerRecord(
                    Stored.SCHEMA,
                    draft.newId(),
                    name,
                    request.address(),
                    request.zone().value(),
                    directory,
                    metadata,
                    Presence.PRESENT,
                    false,
                    1,
                    operationId,
                    Map.of());
            draft.put(peer.key(), peer);
            return running(draft, operationId, peer.key(), name);
        }
    }

    private static final class Remove extends Request {
        private final String name;

        Remove(String name, Requested requested) {
            super(requested, OperationKind.REMOVE_PEER);
            this.name = name;
        }

        @Override
        String fingerprint() {
            return name;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            draft.requireReadable(Keys.peer(name));
            PeerRecord peer = existing(draft, name);
            Optional<DeviceRecord> device = draft.devices().values().stream()
                    .filter(candidate -> candidate.node().equals(name))
                    .findFirst();
            if (device.isPresent()) {
                throw Errors.of(
                        ErrorCode.IN_USE,
                        name,
                        "the peer \"" + name + "\" still has the device "
                                + device.get().path() + ": remove its devices first");
            }
            Optional<VolumeRecord> volume = draft.volumes().values().stream()
                    .filter(candidate -> !candidate.bricksOn(name).isEmpty())
                    .findFirst();
            if (volume.isPresent()) { // in a directory that was given: without a device it could not have any other
                throw Errors.of(
                        ErrorCode.IN_USE,
                        name,
                        "the peer \"" + name + "\" still has a brick of the volume \""
                                + volume.get().name() + "\": delete that volume first");
            }
            if (!peer.operation().isEmpty()) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        name,
                        "the peer \"" + name + "\" is changing: wait for operation " + peer.operation());
            }
            draft.unreadable()
                    .values()
                    .forEach(left -> left.claims(name).ifPresent(refusal -> {
                        throw refusal;
                    }));
            draft.put(peer.key(), peer.intend(Presence.ABSENT, operationId));
            return running(draft, operationId, peer.key(), name);
        }
    }
}
