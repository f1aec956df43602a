/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.wire.VolumeRequestJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.core.wire.gd2.BrickReq;
import org.gluster.gcs.core.wire.gd2.DeviceInfo;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.SubvolReq;
import org.gluster.gcs.core.wire.gd2.VolCreateReq;
import org.gluster.gcs.core.wire.gd2.VolEditReq;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.core.wire.gd2.VolumeStartReq;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.BrickDirectory;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.gluster.gcs.volume.ZoneSpread;

/**
 * Creates one volume over GlusterD2. The key, what was asked with it and when are kept in the volume's metadata; when the
 * create was answered, that is noted there too.
 *
 * <p>The note matters: when the daemon that serves a create dies, the volume appears all the same after its restart, can be
 * started and used, and is deleted with its data by GlusterD2's own cleaning 5 to 10 minutes later. So a volume whose create
 * got no answer is never handed out before that time has passed, and nothing is created under its name until then, since
 * that cleaning goes by the name.
 */
final class Gd2Create {
    /** After that, GlusterD2's cleaning has been there: it looks every 5 minutes for what is older than 5 minutes. */
    static final Duration CLEANED = Duration.ofMinutes(15);

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LOCK_TRIES = 3;
    private static final String SELF_HEAL = "cluster/replicate.self-heal-daemon";

    private final Gd2Gcs gcs;
    private final Link link;
    private final Gd2Client client;
    private final VolumeRequest request;
    private final String name;
    private final IdempotencyKey key;
    private final String digest;

    Gd2Create(Gd2Gcs gcs, Link link, Gd2Client client, VolumeRequest request) {
        this.gcs = gcs;
        this.link = link;
        this.client = client;
        this.request = request;
        name = request.name().value();
        key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
        digest = digest(request);
    }

    Operation<Volume> begin() {
        checkSupported();
        if (request.idempotencyKey().isPresent()) {
            Optional<VolumeInfo> there = find();
            if (there.isPresent()) {
                return existing(there.get());
            }
        }
        Instant asked = link.pace().now();
        VolCreateReq body = body(asked);
        int locked = 0;
        boolean lost = false;
        while (true) {
            try {
                client.volumeCreate(body);
                break;
            } catch (GcsException failure) {
                if (failure.code() == ErrorCode.OUTCOME_UNKNOWN) {
                    return unanswered(asked);
                }
                if (Gd2Gcs.isLocked(failure) && ++locked < LOCK_TRIES) {
                    continue; // it has waited 5 seconds for the lock already
                }
                Optional<VolumeInfo> there = mayHideIt(failure) ? find() : Optional.empty();
                if (there.isPresent()) {
                    return isOurs(there.get()) && asked(there.get()).equals(Optional.of(asked))
                            ? unanswered(asked) // refused, and there all the same
                            : existing(there.get());
                }
                if (Gd2Gcs.said(failure, Gd2Gcs.NOT_FOUND) && !lost) {
                    lost = true; // its engine has ended the transaction before it ran, and made nothing
                    pause();
                    continue;
                }
                throw failure;
            }
        }
        noteAnswer();
        return started();
    }

    /** Whether it may be the volume that is there already which is behind it, whatever GlusterD2 says. */
    private static boolean mayHideIt(GcsException failure) {
        return switch (failure.code()) {
            case ALREADY_EXISTS, CONFLICT, NO_FIT, REFUSED, INTERNAL -> true;
            default -> false;
        };
    }

    /** By this key and request it is the one that was asked for before. */
    private Operation<Volume> existing(VolumeInfo there) {
        if (!key.value().equals(there.metadata().get(Gd2Metadata.KEY))) {
            throw Errors.about(
                    ErrorCode.ALREADY_EXISTS,
                    name,
                    "the volume \"" + name + "\" exists already (id " + there.id()
                            + "); choose another name, or delete it first");
        }
        if (!digest.equals(there.metadata().get(Gd2Metadata.REQUEST))) {
            throw Errors.about(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    name,
                    "the idempotency key \"" + key + "\" was used for another request for the volume \"" + name
                            + "\"; use a new key for a new request");
        }
        if (isSettled(there)) {
            return started();
        }
        return unanswered(asked(there).orElse(Instant.EPOCH));
    }

    private Operation<Volume> unanswered(Instant asked) {
        return gcs.keep(Gd2Operation.found(link, OperationKind.CREATE_VOLUME, name, new Unanswered(asked)));
    }

    /** The volume is there for certain: what is left is to start it, where that was asked for. */
    private Operation<Volume> started() {
        return gcs.keep(Gd2Operation.begin(link, OperationKind.CREATE_VOLUME, name, new Started()));
    }

    private boolean isOurs(VolumeInfo there) {
        return key.value().equals(there.metadata().get(Gd2Metadata.KEY))
                && digest.equals(there.metadata().get(Gd2Metadata.REQUEST));
    }

    private static Optional<Instant> asked(VolumeInfo there) {
        return Gd2Metadata.asked(there.metadata());
    }

    private boolean isSettled(VolumeInfo there) {
        return there.metadata().containsKey(Gd2Metadata.ANSWERED)
                || isCleaned(asked(there).orElse(Instant.EPOCH));
    }

    private boolean isCleaned(Instant asked) {
        return !link.pace().now().isBefore(asked.plus(CLEANED));
    }

    private Optional<VolumeInfo> find() {
        return gcs.findInfo(name);
    }

    private void noteAnswer() {
        if (request.idempotencyKey().isEmpty()) {
            return; // nobody can ask for it again
        }
        try {
            client.editVolume(name, new VolEditReq(Map.of(Gd2Metadata.ANSWERED, "true"), false));
        } catch (GcsException failure) {
            if (failure.code() == ErrorCode.INTERRUPTED) {
                throw failure;
            }
            // Then asking again with the key takes its time; this time the answer is known.
        }
    }

    private void pause() {
        try {
            link.pace().pause(PAUSE.toNanos());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Errors.interrupted("the creation of the volume \"" + name + "\"");
        }
    }

    /** A create of which no answer came. */
    private final class Unanswered implements Wish<Volume> {
        private final Instant asked;

        Unanswered(Instant asked) {
            this.asked = asked;
        }

        @Override
        public void ask() {
            throw new IllegalStateException("a create is asked for once");
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public Look<Volume> look() {
            Optional<VolumeInfo> there = find();
            if (there.isEmpty()) {
                return isCleaned(asked)
                        ? Look.failed(Errors.about(
                                ErrorCode.UNREACHABLE,
                                name,
                                "the creation of the volume \"" + name
                                        + "\" got no answer and was not done; ask again"))
                        : Look.running("there is no volume \"" + name + "\"");
            }
            VolumeInfo info = there.get();
            if (!isOurs(info)) {
                return Look.failed(Errors.about(
                        ErrorCode.ALREADY_EXISTS,
                        name,
                        "the volume \"" + name + "\" exists already (id " + info.id()
                                + "), made by somebody else; choose another name"));
            }
            if (!isSettled(info)) {
                return Look.running(
                        "the volume \"" + name + "\" is there, " + info.state().toLowerCase(Locale.ROOT));
            }
            Started start = new Started();
            start.ask();
            return start.look();
        }

        @Override
        public String advice() {
            return "The create got no answer, and GlusterD2 may yet make the volume, or delete it again with all its data, up"
                    + " to " + asked.plus(CLEANED) + ": do not use it before then. After that, ask again with the same"
                    + " idempotency key, if it had one, or look whether it is there; or use another name now";
        }
    }

    /** The volume is there; it is started when the request says so and it never was. */
    private final class Started implements Wish<Volume> {
        @Override
        public void ask() {
            if (!request.start() || find().filter(Started::neverStarted).isEmpty()) {
                return;
            }
            try {
                client.volumeStart(name, new VolumeStartReq(false));
            } catch (GcsException failure) {
                if (!Gd2Gcs.said(failure, Gd2Gcs.ALREADY_STARTED)) {
                    throw failure;
                }
            }
        }

        @Override
        public Look<Volume> look() {
            Optional<VolumeInfo> there = find();
            if (there.isEmpty()) {
                return Look.running("there is no volume \"" + name + "\", though its creation was answered");
            }
            return request.start() && neverStarted(there.get())
                    ? Look.running("the volume \"" + name + "\" is created, and not started")
                    : Look.succeeded(gcs.view(there.get()));
        }

        private static boolean neverStarted(VolumeInfo info) {
            return Gd2Views.state(info.state()) == VolumeState.CREATED;
        }
    }

    private void checkSupported() {
        List<String> problems = new ArrayList<>();
        Redundancy redundancy = request.redundancy();
        if (redundancy instanceof Redundancy.Replicated replicated && replicated.copies() > 3) {
            problems.add(redundancy + ": it makes 2 or 3 copies");
        }
        if (redundancy instanceof Redundancy.Dispersed dispersed
                && !dispersed.equals(Redundancy.dispersed(dispersed.bricksPerSubvolume()))) {
            problems.add(redundancy + ": of " + dispersed.bricksPerSubvolume() + " bricks it makes "
                    + Redundancy.dispersed(dispersed.bricksPerSubvolume()) + " whatever is asked");
        }
        if (redundancy instanceof Redundancy.ThinArbiter) {
            problems.add("thin arbiter");
        }
        PlacementSpec placement = request.placement();
        if (!placement.limitedToDevices().isEmpty()
                || !placement.excludedDevices().isEmpty()) {
            problems.add("limits to devices");
        }
        if (!placement.requiredLabels().isEmpty()) {
            problems.add("labels of devices");
        }
        if (placement.spreadBy() != SpreadBy.FREE_SPACE) {
            problems.add("spreading by the number of bricks");
        }
        if (placement.sharedNodes()) {
            problems.add("bricks of one set on one node");
        }
        if (request.minBrickSize().isPresent()) {
            problems.add("a least size of bricks");
        }
        if (request.smallBricks() != SmallBricks.ROUND_UP) {
            problems.add("bricks smaller than XFS supports");
        }
        if (!request.accessList().isEmpty() && !request.accessList().contains("*")) {
            problems.add("access lists (" + Capability.ACCESS_LISTS + "): everybody can mount its volumes");
        }
        if (request.dataPathTls().isPresent()) {
            problems.add("TLS between clients and bricks");
        }
        if (!problems.isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                    .message("the volume \"" + name + "\" cannot be made by a plain GlusterD2, which lacks "
                            + String.join("; ", problems)
                            + ". Leave it out, or use a control plane that serves /gcs/v1")
                    .resource(name)
                    .problems(problems)
                    .build());
        }
    }

    private VolCreateReq body(Instant asked) {
        Redundancy redundancy = request.redundancy();
        boolean given = !request.bricks().isEmpty();
        int replica = 0;
        int arbiter = 0;
        int disperse = 0;
        if (redundancy instanceof Redundancy.Replicated replicated) {
            replica = replicated.copies();
        } else if (redundancy instanceof Redundancy.Arbiter) {
            replica = 2;
            arbiter = 1;
        } else if (redundancy instanceof Redundancy.Dispersed dispersed) {
            disperse = dispersed.bricksPerSubvolume();
        }
        SortedMap<String, String> options = new TreeMap<>();
        if (replica > 0) {
            options.put(SELF_HEAL, "on"); // GlusterD2 switches it off unless it is said
        }
        request.profiles().forEach(profile -> options.put(profile, "on"));
        if (request.options().keySet().stream().anyMatch(option -> option.endsWith("self-heal-daemon"))) {
            options.remove(SELF_HEAL);
        }
        options.putAll(request.options());
        PlacementSpec placement = request.placement();
        return new VolCreateReq(
                name,
                "",
                given ? sets(replica, arbiter, disperse) : List.of(),
                false,
                metadata(asked),
                given ? Map.of("create-brick-dir", true) : Map.of(),
                given ? 0 : request.capacity().bytes(),
                given ? 0 : request.maxBrickSize().map(Capacity::bytes).orElse(0L),
                given ? 0 : request.subvolumes().orElse(0),
                given ? 0 : replica,
                given ? 0 : arbiter,
                arbiter > 0 && !given ? request.averageFileSize().bytes() : 0,
                given ? 0 : disperse,
                0,
                0,
                false,
                0,
                ids(placement.limitedToNodes().stream().toList()),
                request.zones().limitedTo().stream().map(Object::toString).toList(),
                ids(placement.excludedNodes().stream().toList()),
                request.zones().excluded().stream().map(Object::toString).toList(),
                !given && request.zones().spread() != ZoneSpread.VOLUME,
                "",
                given ? "" : provisioner(),
                options,
                true,
                true,
                true);
    }

    private List<String> ids(List<NodeName> nodes) {
        return nodes.stream().map(node -> gcs.peerInfo(node.value()).id()).toList();
    }

    /** That of the devices there are; LVM where there are both. */
    private String provisioner() {
        List<String> there = client.devicesList().stream()
                .filter(device -> !device.state().equals("disabled"))
                .map(DeviceInfo::provisioner)
                .toList();
        return there.isEmpty() || there.contains("lvm") ? "lvm" : there.get(0);
    }

    private List<SubvolReq> sets(int replica, int arbiter, int disperse) {
        int size = request.redundancy().bricksPerSubvolume();
        String type = replica > 0 ? "replicate" : disperse > 0 ? "disperse" : "distribute";
        int redundancy = request.redundancy() instanceof Redundancy.Dispersed dispersed ? dispersed.redundancy() : 0;
        List<SubvolReq> sets = new ArrayList<>();
        List<BrickReq> bricks = new ArrayList<>();
        for (BrickDirectory brick : request.bricks()) {
            boolean last = bricks.size() == size - 1;
            bricks.add(brick(brick, last && arbiter > 0 ? "arbiter" : ""));
            if (last) {
                sets.add(new SubvolReq(
                        type, bricks, List.of(), replica, arbiter, disperse, disperse - redundancy, redundancy));
                bricks = new ArrayList<>();
            }
        }
        return sets;
    }

    private BrickReq brick(BrickDirectory brick, String type) {
        String peer = gcs.peerInfo(brick.node().value()).id();
        return BrickReq.of(type, peer, brick.path());
    }

    private Map<String, String> metadata(Instant asked) {
        SortedMap<String, String> metadata = new TreeMap<>(request.metadata());
        request.labels().forEach((label, value) -> metadata.put(Gd2Metadata.label(label), value));
        metadata.put(Gd2Metadata.KEY, key.value());
        metadata.put(Gd2Metadata.REQUEST, digest);
        metadata.put(Gd2Metadata.ASKED, asked.toString());
        metadata.put(Gd2Metadata.ACCESS_MODE, request.accessMode().name());
        return metadata;
    }

    /** Two requests are the same when all but their keys is the same. */
    private static String digest(VolumeRequest request) {
        JsonNode json = Gd2Json.readAnswerTree(WireJson.write(VolumeRequestJson.of(request)));
        if (json instanceof ObjectNode object) {
            object.remove("idempotencyKey");
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(json.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
