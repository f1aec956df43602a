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
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.block.image.Template;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.core.planner.Inventory;
import org.gluster.gcs.core.planner.Planner;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.BrickRecord.Backing;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;

/** Creating, starting, stopping and deleting volumes. */
public final class VolumeRequests {
    private VolumeRequests() {}

    /** Plans a volume and commits the intent to make it. */
    public static Decision<OperationRecord> create(VolumeRequest request, Requested requested) {
        return create(request, new TreeMap<>(), requested);
    }

    /**
     * The same.
     *
     * @param internal metadata of the control plane itself, kept beside the request's; keys begin with {@code _}
     */
    public static Decision<OperationRecord> create(
            VolumeRequest request, SortedMap<String, String> internal, Requested requested) {
        return new Create(request, internal, null, false, requested);
    }

    /** Commits the intent to make a volume as it was planned, when its bricks can still go there. */
    public static Decision<OperationRecord> create(BrickLayout layout, Requested requested) {
        return new Create(layout.request(), new TreeMap<>(), layout, false, requested);
    }

    /** The same, when the planner would still work on the same inventory. */
    public static Decision<OperationRecord> createIfUnchanged(BrickLayout layout, Requested requested) {
        return new Create(layout.request(), new TreeMap<>(), layout, true, requested);
    }

    /** Commits the intent to serve a volume. */
    public static Decision<OperationRecord> start(String name, Requested requested) {
        return new Start(name, requested);
    }

    /** Commits the intent to stop serving a volume. */
    public static Decision<OperationRecord> stop(String name, Requested requested) {
        return new Stop(name, requested);
    }

    /** Commits the intent to delete a volume. */
    public static Decision<OperationRecord> delete(
            String name, boolean stopFirst, boolean ifExists, Requested requested) {
        return new Delete(name, stopFirst, ifExists, requested);
    }

    /** Plans several volumes and commits the intent to make them, all in one operation. */
    public static Decision<OperationRecord> createAll(CreateAllRequest request, Requested requested) {
        List<BulkRequest.Part> parts = new ArrayList<>();
        for (VolumeRequest volume : request.volumes()) {
            Requested own = BulkRequest.partOf(
                    requested, volume.idempotencyKey(), volume.name().value());
            parts.add(
                    new BulkRequest.Part(volume.name().value(), new Create(volume, new TreeMap<>(), null, false, own)));
        }
        return new BulkRequest(OperationKind.CREATE_VOLUMES, request.mode(), parts, requested);
    }

    /** Commits the intent to delete several volumes, all in one operation. */
    public static Decision<OperationRecord> deleteAll(DeleteAllRequest request, Requested requested) {
        List<BulkRequest.Part> parts = new ArrayList<>();
        for (VolumeName name : request.volumes()) {
            Requested own = BulkRequest.partOf(requested, Optional.empty(), name.value());
            parts.add(new BulkRequest.Part(
                    name.value(), new Delete(name.value(), request.stopFirst(), request.ifExists(), own)));
        }
        return new BulkRequest(OperationKind.DELETE_VOLUMES, request.mode(), parts, requested);
    }

    /** Commits another access list of a volume. */
    public static Decision<OperationRecord> changeAccess(String name, AccessChange change, Requested requested) {
        return new Access(name, change, requested);
    }

    /** Commits the intent that a volume holds that much. */
    public static Decision<OperationRecord> expand(String name, Capacity target, Requested requested) {
        return new Expand(name, target, false, requested);
    }

    /** Commits the intent that a volume holds so much more than it does by then. */
    public static Decision<OperationRecord> expandBy(String name, Capacity more, Requested requested) {
        return new Expand(name, more, true, requested);
    }

    /** Changes labels and metadata of a volume. */
    public static Decision<OperationRecord> edit(String name, VolumeEdit edit, Requested requested) {
        return new EditVolume(name, edit, requested);
    }

    /** What the planner may use now. */
    public static Inventory inventory(View view) {
        return view.inventory();
    }

    static VolumeRecord existing(View view, String name) {
        view.requireReadable(Keys.volume(name));
        return view.volume(name)
                .orElseThrow(() -> Errors.of(
                        ErrorCode.VOLUME_NOT_FOUND,
                        name,
                        "there is no volume \"" + name + "\"; list the volumes to see which there are"));
    }

    private static final class Create extends Request {
        private final VolumeRequest request;
        private final SortedMap<String, String> internal;
        private final @Nullable BrickLayout planned;
        private final boolean unchanged;

        Create(
                VolumeRequest request,
                SortedMap<String, String> internal,
                @Nullable BrickLayout planned,
                boolean unchanged,
                Requested requested) {
            super(requested, OperationKind.CREATE_VOLUME);
            this.request = request;
            this.internal = internal;
            this.planned = planned;
            this.unchanged = unchanged;
        }

        private BrickLayout layout(Draft draft) {
            Inventory inventory = inventory(draft);
            if (planned == null) {
                return NodeRoom.plan(draft, inventory, request);
            }
            if (unchanged && planned.inventoryRevision() != inventory.revision()) {
                throw Errors.of(
                        ErrorCode.STALE_PLAN,
                        request.name().value(),
                        "the layout of the volume \"" + request.name() + "\" was planned on revision "
                                + planned.inventoryRevision() + " of the inventory, which has revision "
                                + inventory.revision() + " now: plan again, review, and create that");
            }
            Planner.verify(inventory, planned);
            return planned;
        }

        @Override
        String fingerprint() {
            return request.name() + " capacity=" + request.capacity() + " " + request.redundancy() + " "
                    + request.accessMode() + " start=" + request.start() + " options=" + request.options()
                    + " profiles=" + request.profiles()
                    + " metadata=" + request.metadata() + " labels="
                    + request.labels() + " clients=" + request.accessList() + " zones=" + request.zones()
                    + " placement="
                    + request.placement() + " subvolumes=" + request.subvolumes() + " sizes=" + request.minBrickSize()
                    + request.maxBrickSize() + request.averageFileSize() + request.smallBricks() + " bricks="
                    + request.bricks()
                    + (planned == null ? "" : " layout=" + planned.bricks())
                    + request.dataPathTls().map(tls -> " tls=" + tls).orElse("");
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            String name = request.name().value();
            draft.requireReadable(Keys.volume(name));
            draft.volume(name).ifPresent(there -> {
                throw there.state().equals(VolumeState.DELETING.name())
                        ? Errors.of(
                                ErrorCode.WRONG_STATE,
                                name,
                                "the volume \"" + name + "\" is still being deleted: wait for operation "
                                        + there.operation() + ", then create it again")
                        : Errors.of(
                                ErrorCode.ALREADY_EXISTS,
                                name,
                                "the volume \"" + name + "\" exists already (id " + there.id()
                                        + "); choose another name, or delete it first");
            });
            Optional<BrickLayout> layout = request.bricks().isEmpty() ? Optional.of(layout(draft)) : Optional.empty();
            VolumeRecord volume = VolumeRecord.builder()
                    .id(draft.newId())
                    .name(name)
                    .capacity(request.capacity().bytes())
                    .usable(layout.map(planned -> planned.usable().bytes()).orElse(0L))
                    .averageFile(request.averageFileSize().bytes())
                    .redundancy(request.redundancy().toString())
                    .accessMode(request.accessMode().name())
                    .intent(request.start() ? Intent.STARTED : Intent.STOPPED)
                    .state(VolumeState.CREATING.name())
                    .generation(1)
                    .operation(operationId)
                    .bricks(layout.map(planned -> bricks(draft, request, planned))
                            .orElseGet(() -> GivenBricks.of(draft, request)))
                    .labels(request.labels())
                    .metadata(metadata())
                    .clients(request.accessList())
                    .user(draft.newId())
                    .password(draft.newId())
                    .idempotencyKey(idempotencyKey())
                    .createdAt(draft.now().toString())
                    .caller(askedBy())
                    .build();
            NodeRoom.requireRoom(draft, name, volume.bricks());
            requireServable(draft, volume);
            draft.put(
                    volume.key(),
                    OptionPlan.of(draft, volume, options(request), List.of(), false, request.profiles(), List.of()));
            return running(draft, operationId, volume.key(), name);
        }

        /** Refuses what no volfile could be made of: names and addresses that GlusterFS does not take. */
        private static void requireServable(Draft draft, VolumeRecord volume) {
            try {
                Volfiles.spec(volume, Map.of(), nodeAddresses(draft));
            } catch (IllegalArgumentException unusable) {
                throw Errors.of(ErrorCode.INVALID_REQUEST, volume.name(), String.valueOf(unusable.getMessage()));
            }
        }

        private SortedMap<String, String> metadata() {
            TreeMap<String, String> metadata = new TreeMap<>(request.metadata());
            metadata.putAll(internal);
            return metadata;
        }

        private static SortedMap<String, String> options(VolumeRequest request) {
            TreeMap<String, String> options = new TreeMap<>(request.options());
            request.dataPathTls().ifPresent(tls -> options.putAll(tls.options()));
            return options;
        }

        private static boolean thin(Draft draft, PlannedBrick planned) {
            return draft.device(planned.device().toString()).orElseThrow().terms() instanceof DevicePolicy.Thin;
        }

        private static List<BrickRecord> bricks(Draft draft, VolumeRequest request, BrickLayout layout) {
            List<BrickRecord> bricks = new ArrayList<>();
            for (PlannedBrick planned : layout.bricks()) {
                PeerRecord peer = draft.peer(planned.node().value()).orElseThrow();
                boolean small = request.smallBricks() == SmallBricks.SMALL
                        && planned.reserved().bytes() < Template.MIN_SIZE;
                String id = draft.newId();
                bricks.add(new BrickRecord(
                        id,
                        planned.index(),
                        planned.subvolume(),
                        planned.role().name(),
                        peer.name(),
                        peer.address(),
                        small ? Backing.SMALL_IMAGE : Backing.IMAGE,
                        planned.device().toString(),
                        planned.devicePath(),
                        planned.reserved().bytes(),
                        path(peer, request, planned, id),
                        thin(draft, planned),
                        0,
                        Map.of()));
            }
            return bricks;
        }

        /**
         * A brick process knows its bricks by their paths, and goes on knowing one that was detached: a client of another brick
         * at the same path is refused for being another volume's ("Volume-ID different"). So no two bricks have the same path, though
         * volumes of the same name come and go.
         */
        private static String path(PeerRecord peer, VolumeRequest request, PlannedBrick planned, String id) {
            return peer.directory() + "/bricks/" + request.name() + "." + planned.index() + "-" + id.substring(0, 8)
                    + "/brick";
        }
    }

    /** Addresses of the cluster's nodes that are not leaving. */
    public static SortedSet<String> nodeAddresses(View view) {
        TreeSet<String> addresses = new TreeSet<>();
        for (PeerRecord peer : view.peers().values()) {
            if (peer.presence() == Presence.PRESENT) {
                addresses.add(peer.address());
            }
        }
        return addresses;
    }

    /** The access list of a volume's record; the cluster's nodes where it says nothing. */
    public static List<ClientPattern> accessList(VolumeRecord volume) {
        return volume.clients().isEmpty()
                ? List.of(ClientPattern.NODES)
                : volume.clients().stream().map(ClientPattern::parse).toList();
    }

    private static final class Access extends Request {
        private final String name;
        private final AccessChange change;

        Access(String name, AccessChange change, Requested requested) {
            super(requested, OperationKind.CHANGE_ACCESS);
            this.name = name;
            this.change = change;
        }

        @Override
        String fingerprint() {
            return name + (change.replaces() ? " clients=" : " allow=") + change.allowed() + " deny=" + change.denied();
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            VolumeRecord volume = existing(draft, name);
            Takeover.require(draft, volume, OperationKind.CHANGE_ACCESS, "change the access list of");
            List<ClientPattern> before = accessList(volume);
            List<ClientPattern> after = change.applyTo(before);
            if (after.equals(before) && volume.operation().isEmpty()) {
                return succeeded(draft, operationId, volume.key(), name);
            }
            VolumeRecord changed = volume.withClients(
                    after.stream().map(ClientPattern::toString).toList());
            if (volume.intent() != Intent.STARTED) {
                draft.put(volume.key(), changed);
                Tell.volume(draft, EventType.VOLUME_ACCESS_CHANGED, changed, operationId);
                return succeeded(draft, operationId, volume.key(), name);
            }
            Takeover.end(draft, volume, OperationKind.CHANGE_ACCESS, operationId);
            draft.put(volume.key(), changed.intend(volume.intent(), volume.state(), operationId));
            return running(draft, operationId, volume.key(), name);
        }
    }

    private static final class Start extends Request {
        private final String name;

        Start(String name, Requested requested) {
            super(requested, OperationKind.START_VOLUME);
            this.name = name;
        }

        @Override
        String fingerprint() {
            return name;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            VolumeRecord volume = existing(draft, name);
            if (volume.state().equals(VolumeState.STARTED.name())) {
                return succeeded(draft, operationId, volume.key(), name);
            }
            Takeover.require(draft, volume, OperationKind.START_VOLUME, "start");
            NodeRoom.requireRoomToServe(draft, volume);
            draft.put(
                    volume.key(),
                    volume.askedBy(askedBy()).intend(Intent.STARTED, VolumeState.STARTING.name(), operationId));
            return running(draft, operationId, volume.key(), name);
        }
    }

    private static final class Stop extends Request {
        private final String name;

        Stop(String name, Requested requested) {
            super(requested, OperationKind.STOP_VOLUME);
            this.name = name;
        }

        @Override
        String fingerprint() {
            return name;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            VolumeRecord volume = existing(draft, name);
            if (volume.state().equals(VolumeState.STOPPED.name())
                    || volume.state().equals(VolumeState.CREATED.name())) {
                return succeeded(draft, operationId, volume.key(), name);
            }
            Takeover.require(draft, volume, OperationKind.STOP_VOLUME, "stop");
            Takeover.end(draft, volume, OperationKind.STOP_VOLUME, operationId);
            draft.put(
                    volume.key(),
                    volume.askedBy(askedBy())
                            .unchanging()
                            .intend(Intent.STOPPED, VolumeState.STOPPING.name(), operationId));
            return running(draft, operationId, volume.key(), name);
        }
    }

    private static final class Delete extends Request {
        private final String name;
        private final boolean stopFirst;
        private final boolean ifExists;

        Delete(String name, boolean stopFirst, boolean ifExists, Requested requested) {
            super(requested, OperationKind.DELETE_VOLUME);
            this.name = name;
            this.stopFirst = stopFirst;
            this.ifExists = ifExists;
        }

        @Override
        String fingerprint() {
            return name;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            Optional<VolumeRecord> there = draft.volume(name);
            draft.requireReadable(Keys.volume(name));
            if (there.isEmpty() && ifExists) {
                return succeeded(draft, operationId, Keys.volume(name), name);
            }
            VolumeRecord volume = existing(draft, name);
            Takeover.require(draft, volume, OperationKind.DELETE_VOLUME, "delete");
            if (volume.intent() == Intent.STARTED && !stopFirst) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        name,
                        "the volume \"" + name
                                + "\" is started: stop it first, or ask for that in the same request (stopFirst(),"
                                + " --stop-first)");
            }
            Takeover.end(draft, volume, OperationKind.DELETE_VOLUME, operationId);
            draft.put(
                    volume.key(),
                    volume.askedBy(askedBy())
                            .unchanging()
                            .intend(Intent.ABSENT, VolumeState.DELETING.name(), operationId));
            return running(draft, operationId, volume.key(), name);
        }
    }
}
