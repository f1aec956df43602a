/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.NoSpaceException;
import org.gluster.gcs.OperationSupersededException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.core.wire.gd2.BrickReq;
import org.gluster.gcs.core.wire.gd2.BrickStatus;
import org.gluster.gcs.core.wire.gd2.SizeInfo;
import org.gluster.gcs.core.wire.gd2.VolEditReq;
import org.gluster.gcs.core.wire.gd2.VolExpandReq;
import org.gluster.gcs.core.wire.gd2.VolState;
import org.gluster.gcs.core.wire.gd2.VolStatedumpReq;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.core.wire.gd2.VolumeStartReq;
import org.gluster.gcs.core.wire.gd2.VolumeStatus;
import org.gluster.gcs.engine.agent.BrickFacts;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Kept;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.VolumeState;

/** The routes of volumes, but for their creation and their options. */
final class VolumeHandlers {
    private static final String NOT_SUFFICIENT = "Space not sufficient on device";

    private final Gd2Backend backend;
    private final Changes changes;

    VolumeHandlers(Gd2Backend backend, Changes changes) {
        this.backend = backend;
        this.changes = changes;
    }

    private Nodes nodes() {
        return new Nodes(backend.nodes());
    }

    /** The volume of that name that clients see. */
    Kept existing(String name) {
        return find(name).orElseThrow(Gd2Failure::volumeNotFound);
    }

    private Optional<Kept> find(String name) {
        return backend.volume(name).filter(VolumeShapes::isShown);
    }

    HttpReply info(Kept kept) {
        return Gd2Call.ok(VolumeShapes.info(kept, nodes()));
    }

    HttpReply info(Gd2Call call) {
        return info(existing(call.volume()));
    }

    HttpReply list(Gd2Call call) {
        Nodes nodes = nodes();
        List<VolumeInfo> infos = new ArrayList<>();
        for (Kept kept : backend.volumes()) {
            if (VolumeShapes.isShown(kept) && Metadata.matches(VolumeShapes.metadata(kept), call.query())) {
                infos.add(VolumeShapes.info(kept, nodes));
            }
        }
        return Gd2Call.ok(infos);
    }

    /** Does something to a volume, waits for the end, and shows it. */
    HttpReply change(String name, Function<VolumeHandle, Operation<Volume>> change) {
        VolumeHandle handle = backend.gcs().volume(name);
        changes.perform(() -> change.apply(handle), () -> inTheWay(name));
        return info(existing(name));
    }

    private String inTheWay(String name) {
        return backend.volume(name).map(Kept::operation).orElse("");
    }

    HttpReply start(Gd2Call call) {
        boolean force = call.readIfGiven(VolumeStartReq.class)
                .map(VolumeStartReq::forceStartBricks)
                .orElse(false);
        Kept kept = existing(call.volume());
        if (VolumeShapes.isStarted(kept) && kept.volume().state() == VolumeState.STARTED) {
            if (!force) {
                throw Gd2Failure.of(400, ErrorCode.WRONG_STATE, "volume already started");
            }
            backend.revive(call.volume());
            return info(kept);
        }
        return change(call.volume(), VolumeHandle::start);
    }

    HttpReply stop(Gd2Call call) {
        Kept kept = existing(call.volume());
        VolState state = VolumeShapes.state(kept);
        if (kept.operation().isEmpty()) {
            if (state == VolState.STOPPED) {
                throw Gd2Failure.of(400, ErrorCode.WRONG_STATE, "volume already stopped");
            }
            if (state == VolState.CREATED) {
                throw Gd2Failure.notStarted();
            }
        }
        return change(call.volume(), VolumeHandle::stop);
    }

    HttpReply delete(Gd2Call call) {
        String name = call.volume();
        Kept kept = existing(name);
        if (kept.volume().state() == VolumeState.DELETING) {
            changes.settle(kept.operation(), Gd2Routes.PATIENCE);
            return HttpReply.empty(204);
        }
        try {
            changes.perform(() -> backend.gcs().volume(name).delete(), () -> inTheWay(name));
        } catch (WrongStateException refused) {
            if (find(name).filter(VolumeShapes::isStarted).isPresent()) {
                throw Gd2Failure.of(
                        400,
                        refused.code(),
                        "volume must be in stopped state before deleting",
                        String.valueOf(refused.getMessage()));
            }
            throw refused;
        }
        return HttpReply.empty(204);
    }

    HttpReply edit(Gd2Call call) {
        VolEditReq request = call.readOrSay(VolEditReq.class);
        Metadata.requireFits(request.metadata());
        Metadata.requireNoInternal(request.metadata());
        Kept kept = existing(call.volume());
        if (request.metadata().isEmpty()) {
            return info(kept);
        }
        if (!request.deleteMetadata()) {
            TreeMap<String, String> merged = new TreeMap<>(kept.metadata());
            merged.putAll(request.metadata());
            Metadata.requireFits(merged);
        }
        VolumeEdit edit = VolumeEdit.of(wish -> request.metadata().forEach((key, value) -> {
            if (request.deleteMetadata()) {
                wish.removeMetadata(key);
            } else {
                wish.metadata(key, value);
            }
        }));
        return change(call.volume(), handle -> handle.edit(edit));
    }

    // ---- growth -----------------------------------------------------------------------------------------------------

    /**
     * Lets a volume hold {@code size} more, where its bricks are. glustercli leaves {@code distribute} out, and so may anybody: it
     * stays as it is. More sets or copies are another verb, which is not here.
     */
    HttpReply expand(Gd2Call call) {
        VolExpandReq request = call.read(VolExpandReq.class);
        VolumeCreation.checkFlags(request.flags());
        String name = call.volume();
        Kept kept = existing(name);
        VolumeInfo shown = VolumeShapes.info(kept, nodes());
        requireNoMoreBricks(request, kept, shown);
        if (request.size() == 0) {
            return Gd2Call.ok(shown);
        }
        if (request.size() < 0) {
            throw Gd2Failure.of(400, ErrorCode.NO_SPACE, NOT_SUFFICIENT, "no volume holds 2^63 bytes more");
        }
        Capacity more = Capacity.ofBytes(request.size());
        Operation<?> growth;
        try {
            growth = changes.begin(() -> backend.expand(name, more, call.key()), () -> inTheWay(name));
        } catch (NoSpaceException full) {
            throw Gd2Failure.of(400, full.code(), NOT_SUFFICIENT, String.valueOf(full.getMessage()));
        }
        try {
            changes.end(growth);
        } catch (OperationSupersededException replaced) {
            changes.end(successor(growth, replaced));
        }
        return info(existing(name));
    }

    /** A growth that took the place of another holds what that one added; anything else is the caller's to know. */
    private Operation<?> successor(Operation<?> growth, OperationSupersededException replaced) {
        Operations operations = backend.gcs().operations();
        Operation<?> successor =
                operations.get(operations.info(growth.id()).supersededBy().orElseThrow(() -> replaced));
        if (successor.kind() != OperationKind.EXPAND_VOLUME) {
            throw replaced;
        }
        return successor;
    }

    private static void requireNoMoreBricks(VolExpandReq request, Kept kept, VolumeInfo shown) {
        TreeSet<String> places = new TreeSet<>();
        shown.subvols()
                .forEach(subvol -> subvol.bricks().forEach(brick -> places.add(brick.peerId() + ":" + brick.path())));
        for (BrickReq brick : request.bricks()) {
            if (!places.add(brick.peerId() + ":" + Paths.clean(brick.path()))) {
                throw Gd2Failure.badRequest("duplicate brick entry");
            }
        }
        boolean sets = request.distribute() != 0 && request.distribute() != shown.distributeCount();
        if (!request.bricks().isEmpty() || request.replica() != 0 || sets) {
            throw Gd2Failure.of(
                    501,
                    ErrorCode.NOT_SUPPORTED,
                    "a volume gets no more bricks by this release, neither as sets nor as copies: ask with size alone for what"
                            + " \"" + kept.volume().name() + "\" is to hold besides, or make another volume");
        }
    }

    // ---- what bricks do ---------------------------------------------------------------------------------------------

    HttpReply bricks(Gd2Call call) {
        return Gd2Call.ok(statuses(existing(call.volume())));
    }

    private List<BrickStatus> statuses(Kept kept) {
        Volume volume = kept.volume();
        Nodes nodes = nodes();
        Map<String, BrickFacts> facts = facts(volume);
        List<BrickStatus> statuses = new ArrayList<>();
        for (Brick brick : volume.bricks()) {
            String id = brick.id().toString();
            statuses.add(status(volume, brick, facts.getOrDefault(id, BrickFacts.unknown(id)), nodes));
        }
        return statuses;
    }

    private Map<String, BrickFacts> facts(Volume volume) {
        return backend.bricks(volume.name().value()).stream()
                .collect(Collectors.toMap(BrickFacts::id, seen -> seen, (one, other) -> other, TreeMap::new));
    }

    private static BrickStatus status(Volume volume, Brick brick, BrickFacts seen, Nodes nodes) {
        return new BrickStatus(
                VolumeShapes.brick(volume, brick, nodes),
                seen.pid() > 0,
                Math.toIntExact(seen.pid()),
                seen.port(),
                seen.fileSystem(),
                seen.mountOptions(),
                seen.device(),
                new SizeInfo(seen.totalBytes(), seen.totalBytes() - seen.availableBytes(), seen.availableBytes()));
    }

    /**
     * Whether a client could use it, and how much it holds: what GlusterD2 learns from a mount of its own, worked out from
     * the bricks.
     */
    HttpReply status(Gd2Call call) {
        Kept kept = existing(call.volume());
        if (!VolumeShapes.isStarted(kept)) {
            throw Gd2Failure.notStarted();
        }
        Volume volume = kept.volume();
        Map<String, BrickFacts> facts = facts(volume);
        int set = volume.redundancy().bricksPerSubvolume();
        boolean online = true;
        long capacity = 0;
        long free = 0;
        for (int i = 0; i < volume.subvolumes(); i++) {
            int index = i;
            List<Brick> bricks = volume.bricks().stream()
                    .filter(brick -> brick.subvolume() == index)
                    .toList();
            long serving = bricks.stream()
                    .flatMap(brick -> Optional.ofNullable(facts.get(brick.id().toString())).stream())
                    .filter(seen -> seen.pid() > 0)
                    .count();
            online &= serving >= set - volume.redundancy().tolerated();
            List<BrickFacts> data = bricks.stream()
                    .filter(brick -> brick.role() != BrickRole.ARBITER)
                    .flatMap(brick -> Optional.ofNullable(facts.get(brick.id().toString())).stream())
                    .filter(seen -> seen.totalBytes() > 0)
                    .toList();
            capacity += volume.redundancy().dataBricks()
                    * data.stream().mapToLong(BrickFacts::totalBytes).min().orElse(0);
            free += volume.redundancy().dataBricks()
                    * data.stream().mapToLong(BrickFacts::availableBytes).min().orElse(0);
        }
        return Gd2Call.ok(new VolumeStatus(
                VolumeShapes.info(kept, nodes()), online, new SizeInfo(capacity, capacity - free, free)));
    }

    HttpReply statedump(Gd2Call call) {
        VolStatedumpReq request = call.read(VolStatedumpReq.class);
        boolean client = !request.client().host().isEmpty() || request.client().pid() != 0;
        if (!request.bricks() && !request.quotad() && !client) {
            throw Gd2Failure.badRequest("at least one of the statedump req options must be set");
        }
        if (client && request.client().pid() == 0) {
            throw Gd2Failure.badRequest("Client.pid: non zero value required");
        }
        Kept kept = existing(call.volume());
        if (!VolumeShapes.isStarted(kept)) {
            throw Gd2Failure.notStarted();
        }
        if (client) {
            throw Gd2Failure.of(
                    501,
                    ErrorCode.NOT_SUPPORTED,
                    "clients cannot be told to dump their state here: send SIGUSR1 to the client's own process");
        }
        if (request.bricks()) { // there is no quota daemon that could, as mostly with GlusterD2
            backend.dumpState(call.volume());
        }
        return HttpReply.empty(200);
    }
}
