/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.core.wire.gd2.BrickReq;
import org.gluster.gcs.core.wire.gd2.SubvolReq;
import org.gluster.gcs.core.wire.gd2.VolCreateReq;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Kept;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Node;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;

/** {@code POST /volumes}: checks in GlusterD2's order, then the engine's own planning and creation. */
final class VolumeCreation {
    private static final long SMALLEST = 20L << 20;
    private static final long LARGEST_LOOP_BRICK = 100L << 30;
    private static final int MOST_FLAGS = 4;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Set<String> FLAGS = Collections.unmodifiableSet(
            new TreeSet<>(List.of("reuse-bricks", "allow-root-dir", "allow-mount-as-brick", "create-brick-dir")));
    private static final List<String> KINDS = List.of("replicate", "disperse", "distribute");
    private static final String NO_DEVICES = "no devices registered or available for allocating bricks";
    private static final String ARBITER_RULE =
            "for arbiter configuration, replica count must be 2 and arbiter count must be"
                    + " 1. The 3rd brick of the replica will be the arbiter";
    private static final String REDUNDANCY = "invalid redundancy count";

    private final Gd2Backend backend;
    private final Gcs gcs;
    private final Changes changes;
    private final OptionRules rules;

    VolumeCreation(Gd2Backend backend, Changes changes) {
        this.backend = backend;
        this.changes = changes;
        gcs = backend.gcs();
        rules = new OptionRules(gcs);
    }

    HttpReply create(Gd2Call call) {
        VolCreateReq request = call.read(VolCreateReq.class);
        check(request);
        Nodes nodes = new Nodes(backend.nodes());
        SortedMap<String, String> internal = new TreeMap<>();
        request.metadata().forEach((key, value) -> {
            if (Metadata.isInternal(key)) {
                internal.put(key, value);
            }
        });
        VolumeRequest.Builder wish = VolumeRequest.builder().name(request.name());
        request.metadata().forEach((key, value) -> {
            if (!Metadata.isInternal(key)) {
                wish.metadata(key, value);
            }
        });
        Shape shape = request.size() != 0 ? planned(request, nodes, wish) : laidOut(request, nodes, wish, internal);
        options(request, shape, wish);
        VolumeRequest checked = build(wish.allowClients("*"));
        try {
            changes.perform(
                    () -> backend.create(checked, internal),
                    () -> backend.volume(request.name()).map(Kept::operation).orElse(""));
        } catch (AlreadyExistsException there) {
            throw Gd2Failure.of(409, there.code(), "volume already exists", String.valueOf(there.getMessage()));
        }
        Kept made = backend.volume(request.name()).orElseThrow(Gd2Failure::volumeNotFound);
        return call.created(VolumeShapes.info(made, new Nodes(backend.nodes())), request.name());
    }

    private static VolumeRequest build(VolumeRequest.Builder wish) {
        try {
            return wish.build();
        } catch (InvalidRequestException unusable) {
            throw Failures.of(unusable);
        }
    }

    private static void check(VolCreateReq request) {
        if (!NAME.matcher(request.name()).matches()) {
            throw Gd2Failure.badRequest("invalid volume name");
        }
        switch (request.transport()) {
            case "", "tcp" -> {}
            case "rdma" ->
                throw Gd2Failure.of(
                        400,
                        ErrorCode.NOT_SUPPORTED,
                        "invalid transport. Supported values: tcp or rdma",
                        "GlusterFS 10 has no rdma transport: leave the transport out, or say tcp");
            default -> throw Gd2Failure.badRequest("invalid transport. Supported values: tcp or rdma");
        }
        if (request.size() != 0 && Long.compareUnsigned(request.size(), SMALLEST) < 0) {
            throw Gd2Failure.badRequest("invalid Volume Size, Minimum size required is " + SMALLEST);
        }
        if ((request.size() == 0 && request.subvols().isEmpty())
                || request.subvols().stream().anyMatch(subvol -> subvol.bricks().isEmpty())) {
            throw Gd2Failure.badRequest("brick list is empty");
        }
        Metadata.requireFits(request.metadata());
        checkFlags(request.flags());
        OptionRules.requireNotReserved(request.options());
        request.options().keySet().stream()
                .filter(name -> name.endsWith("replicate.thin-arbiter"))
                .findFirst()
                .ifPresent(name -> {
                    throw Gd2Failure.of(
                            501,
                            ErrorCode.NOT_SUPPORTED,
                            "volumes with a thin arbiter are not made by this release: ask for replica 2 and arbiter 1, or"
                                    + " for replica 3");
                });
        if (request.size() != 0
                && request.snapshot()
                && request.snapshotReserveFactor() != 0
                && request.snapshotReserveFactor() < 1) {
            throw Gd2Failure.badRequest("invalid snapshot reserve factor");
        }
    }

    /** Flags are looked at, and then have nothing to say: they guard what is never touched here. */
    static void checkFlags(Map<String, Boolean> flags) {
        if (flags.size() > MOST_FLAGS) {
            throw Gd2Failure.badRequest("invalid volume flags");
        }
        flags.keySet().stream()
                .filter(flag -> !FLAGS.contains(flag))
                .findFirst()
                .ifPresent(flag -> {
                    throw Gd2Failure.badRequest("volume flag not supported " + flag);
                });
    }

    /**
     * What its bricks will be.
     *
     * @param byDefault whether it gets what GlusterD2 gives new volumes
     */
    private record Shape(Redundancy redundancy, int subvolumes, boolean byDefault) {}

    private void options(VolCreateReq request, Shape shape, VolumeRequest.Builder wish) {
        SortedMap<String, String> options = new TreeMap<>(shape.byDefault() ? defaults(shape.redundancy()) : Map.of());
        try {
            options.putAll(rules.keys(
                    request.options(),
                    request.allowAdvancedOptions(),
                    OptionRules.layout(shape.redundancy(), shape.subvolumes())));
        } catch (OptionRules.Refused refused) {
            throw OptionRules.onCreate(refused);
        }
        options.forEach(wish::option);
    }

    /**
     * What GlusterD2 gives new volumes, set on the volume itself as there. But self-heal stays on, which GlusterD2 switches off
     * for replicated ones: without it copies are none for long.
     */
    private SortedMap<String, String> defaults(Redundancy redundancy) {
        String group = OptionRules.RESERVED + (redundancy instanceof Redundancy.Dispersed ? "disperse" : "distribute");
        SortedMap<String, String> defaults =
                new TreeMap<>(gcs.optionGroups().get(group).options());
        defaults.remove(OptionNames.DISPERSE_SELF_HEAL_KEY);
        return defaults;
    }

    // ---- planned ----------------------------------------------------------------------------------------------------

    private static Gd2Failure refused(String message) {
        return Gd2Failure.of(500, ErrorCode.INVALID_REQUEST, message);
    }

    private Shape planned(VolCreateReq request, Nodes nodes, VolumeRequest.Builder wish) {
        if (request.size() < 0) {
            throw Gd2Failure.of(
                    500, ErrorCode.NO_FIT, Failures.NO_SPACE, "no volume of more than 2^63 bytes can be planned");
        }
        List<String> limited = names(request.limitPeers(), nodes);
        List<String> excluded = names(request.excludePeers(), nodes);
        List<String> limitedZones =
                request.limitZones().stream().map(nodes::engineZone).toList();
        List<String> excludedZones =
                request.excludeZones().stream().map(nodes::engineZone).toList();
        if (devices(request, nodes, limited, excluded, limitedZones, excludedZones)
                .isEmpty()) {
            throw Gd2Failure.of(500, ErrorCode.NO_FIT, NO_DEVICES);
        }
        Redundancy redundancy = redundancy(request);
        long max = request.maxBrickSize();
        if (max != 0 && Long.compareUnsigned(max, SMALLEST) < 0) {
            throw refused("invalid max-brick-size, Minimum size required is " + SMALLEST);
        }
        wish.capacity(Capacity.ofBytes(request.size())).redundancy(redundancy);
        wish.subvolumes(subvolumes(request, redundancy));
        if (request.averageFileSize() > 0) {
            wish.averageFileSize(Capacity.ofBytes(request.averageFileSize()));
        }
        wish.placement(where ->
                where.limitToNodes(limited.toArray(String[]::new)).excludeNodes(excluded.toArray(String[]::new)));
        wish.zones(where ->
                where.limitTo(limitedZones.toArray(String[]::new)).exclude(excludedZones.toArray(String[]::new)));
        int subvolumes = plan(wish);
        return new Shape(redundancy, subvolumes, true);
    }

    /** By the largest brick that is wanted, which in GlusterD2 counts data alone; else as said. */
    private static int subvolumes(VolCreateReq request, Redundancy redundancy) {
        long max = request.maxBrickSize();
        if (max == 0 && request.provisioner().equals(DeviceHandlers.LOOP) && request.distribute() <= 1) {
            max = LARGEST_LOOP_BRICK;
        }
        if (max <= 0 || max >= request.size()) {
            return Math.max(1, request.distribute());
        }
        long data = Math.min(redundancy.dataBricks(), Long.MAX_VALUE / max) * max;
        long sets = request.size() / data + (request.size() % data == 0 ? 0 : 1);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, sets));
    }

    /** Peers by name; those that there are none of stand for themselves, and match nothing. */
    private static List<String> names(List<String> ids, Nodes nodes) {
        return ids.stream()
                .map(id -> nodes.byId(id).map(node -> node.name().value()).orElse(id))
                .filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}"))
                .toList();
    }

    /** What GlusterD2 looks at first: devices that bricks could go to, if only they had room. */
    private List<Device> devices(
            VolCreateReq request,
            Nodes nodes,
            List<String> limited,
            List<String> excluded,
            List<String> limitedZones,
            List<String> excludedZones) {
        boolean known = Set.of("", DeviceHandlers.LVM, DeviceHandlers.LOOP).contains(request.provisioner());
        return gcs.devices().list().stream()
                .filter(device -> known && device.enabled())
                .filter(device -> request.limitPeers().isEmpty()
                        || limited.contains(device.node().value()))
                .filter(device -> !excluded.contains(device.node().value()))
                .filter(device -> {
                    String zone = nodes.byName(device.node().value())
                            .map(Node::zone)
                            .map(each -> each.value())
                            .orElse("");
                    return (limitedZones.isEmpty() || limitedZones.contains(zone)) && !excludedZones.contains(zone);
                })
                .toList();
    }

    private static Redundancy redundancy(VolCreateReq request) {
        if (request.disperse() != 0 || request.disperseData() != 0 || request.disperseRedundancy() != 0) {
            return dispersed(request);
        }
        if (request.replica() < 0 || request.replica() > 3) {
            throw refused("invalid Replica Count");
        }
        if (request.arbiter() < 0 || request.arbiter() > 1) {
            throw refused("invalid Arbiter Count");
        }
        if (request.arbiter() == 1) {
            if (request.replica() != 2) {
                throw refused(ARBITER_RULE);
            }
            return Redundancy.arbiter();
        }
        return request.replica() >= 2 ? Redundancy.replicated(request.replica()) : Redundancy.distributed();
    }

    private static Redundancy dispersed(VolCreateReq request) {
        int count = request.disperse();
        int data = request.disperseData();
        int redundancy = request.disperseRedundancy();
        if (data > 0 && redundancy <= 0 && count == 0) {
            throw refused("disperse redundancy count is required");
        }
        if (data == 0) {
            if (count < 3) {
                throw refused(REDUNDANCY);
            }
            int usual = Math.max(1, count - Integer.highestOneBit(count));
            redundancy = redundancy == 0 ? usual : redundancy;
            data = count - redundancy;
        } else {
            redundancy = redundancy == 0 ? count - data : redundancy;
        }
        if (redundancy <= 0 || data <= redundancy || (count != 0 && count != data + redundancy)) {
            throw refused(REDUNDANCY);
        }
        try {
            return Redundancy.dispersed(data, redundancy);
        } catch (InvalidRequestException unusable) {
            throw Gd2Failure.of(500, unusable.code(), REDUNDANCY, String.valueOf(unusable.getMessage()));
        }
    }

    /** GlusterD2 plans before it looks at the name and at options; so the same is refused first. Nothing is reserved yet. */
    private int plan(VolumeRequest.Builder wish) {
        try {
            return gcs.layouts().plan(build(wish)).subvolumes();
        } catch (NoFitException full) {
            throw Failures.of(full);
        }
    }

    // ---- laid out by hand -------------------------------------------------------------------------------------------

    private Shape laidOut(
            VolCreateReq request, Nodes nodes, VolumeRequest.Builder wish, SortedMap<String, String> internal) {
        List<List<Place>> sets = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        for (SubvolReq subvol : request.subvols()) {
            List<Place> places = new ArrayList<>();
            for (BrickReq brick : subvol.bricks()) {
                String path = Paths.clean(brick.path());
                String clean = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
                if (!seen.add(brick.peerId() + ":" + clean)) {
                    throw Gd2Failure.badRequest("duplicate brick entry");
                }
                places.add(new Place(brick, clean));
            }
            sets.add(places);
        }
        for (List<Place> places : sets) {
            for (Place place : places) {
                if (!Nodes.isUuid(place.brick().peerId())) {
                    throw Gd2Failure.badRequest(
                            "failed to parse peer ID: " + place.brick().peerId());
                }
            }
        }
        requireNew(request.name());
        Redundancy redundancy = redundancy(request.subvols().get(0));
        List<String> written = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            SubvolReq subvol = request.subvols().get(i);
            if (!redundancy(subvol).equals(redundancy)) {
                throw Gd2Failure.of(
                        501,
                        ErrorCode.NOT_SUPPORTED,
                        "all subvolumes of a volume are of one kind here; the first is " + redundancy + ", number "
                                + (i + 1) + " is " + redundancy(subvol));
            }
            for (Place place : inOrder(sets.get(i), redundancy)) {
                Node node = nodes.byId(place.brick().peerId())
                        .orElseThrow(() -> Gd2Failure.of(
                                404,
                                ErrorCode.PEER_NOT_FOUND,
                                "peer not found",
                                "there is no peer " + place.brick().peerId() + " for the brick " + place.path()));
                if (!place.brick().path().startsWith("/")) {
                    throw Gd2Failure.badRequest("brick path \"" + place.brick().path() + "\" is not absolute");
                }
                wish.brick(node.name().value(), place.path());
            }
            written.add(subvol.type().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "") + ":"
                    + sets.get(i).size());
        }
        internal.put(VolumeShapes.LAYOUT, String.join(",", written));
        wish.redundancy(redundancy).placement(where -> where.shareNodes(true)); // as the caller says
        String type = request.subvols().get(0).type();
        int subvolumes = sets.stream().mapToInt(List::size).sum() / redundancy.bricksPerSubvolume();
        return new Shape(redundancy, subvolumes, KINDS.contains(type.toLowerCase(Locale.ROOT)));
    }

    /** A brick and its path without detours. */
    private record Place(BrickReq brick, String path) {
        boolean isArbiter() {
            return brick.type().equals("arbiter");
        }
    }

    /** GlusterFS' arbiter is the last of its set. */
    private static List<Place> inOrder(List<Place> places, Redundancy redundancy) {
        if (!(redundancy instanceof Redundancy.Arbiter)) {
            return places;
        }
        List<Place> ordered = new ArrayList<>(
                places.stream().filter(place -> !place.isArbiter()).toList());
        ordered.addAll(places.stream().filter(Place::isArbiter).toList());
        return ordered;
    }

    private void requireNew(String name) {
        Optional<Volume> there = gcs.volumes().find(name);
        if (there.isPresent()
                && backend.volume(name).filter(VolumeShapes::isShown).isPresent()) {
            throw Gd2Failure.of(409, ErrorCode.ALREADY_EXISTS, "volume already exists");
        }
    }

    private static Redundancy redundancy(SubvolReq subvol) {
        int bricks = subvol.bricks().size();
        long arbiters = subvol.bricks().stream()
                .filter(brick -> brick.type().equals("arbiter"))
                .count();
        subvol.bricks().stream()
                .map(BrickReq::type)
                .filter(type -> !type.isEmpty() && !type.equals("brick") && !type.equals("arbiter"))
                .findFirst()
                .ifPresent(type -> {
                    throw refused(type + " brick type is not supported");
                });
        return switch (subvol.type().toLowerCase(Locale.ROOT)) {
            case "replicate" -> replicate(subvol, bricks, arbiters);
            case "disperse" -> disperse(subvol, bricks);
            default -> Redundancy.distributed();
        };
    }

    private static Redundancy replicate(SubvolReq subvol, int bricks, long arbiters) {
        if (subvol.replica() <= 0) {
            throw refused("replica count not specified");
        }
        if (subvol.arbiter() > 0 && (subvol.arbiter() != 1 || subvol.replica() != 2)) {
            throw refused(ARBITER_RULE);
        }
        if (bricks != subvol.replica() + subvol.arbiter()) {
            throw refused(
                    "invalid number of bricks specified. Number of bricks must be a multiple of replica (+arbiter)"
                            + " count");
        }
        if (arbiters != subvol.arbiter()) {
            throw refused("arbiter count doesn't match with number of arbiter bricks specified");
        }
        if (subvol.arbiter() == 1) {
            return Redundancy.arbiter();
        }
        return subvol.replica() == 1 ? Redundancy.distributed() : Redundancy.replicated(subvol.replica());
    }

    private static Redundancy disperse(SubvolReq subvol, int bricks) {
        int count = subvol.disperseCount();
        int data = subvol.disperseData();
        int redundancy = subvol.disperseRedundancy();
        if (count == 0) {
            count = data > 0 && redundancy > 0 ? data + redundancy : bricks;
        }
        if (data == 0 && redundancy == 0) {
            redundancy = Math.max(1, count - Integer.highestOneBit(count));
        }
        data = data == 0 ? count - redundancy : data;
        redundancy = redundancy == 0 ? count - data : redundancy;
        if (count < 3 || redundancy <= 0 || data <= redundancy) {
            throw refused("invalid redundancy value");
        }
        if (count != bricks || count != data + redundancy) {
            throw refused("disperse count and the number of bricks must be same for a pure disperse volume");
        }
        try {
            return Redundancy.dispersed(data, redundancy);
        } catch (InvalidRequestException unusable) {
            throw Gd2Failure.of(
                    500, unusable.code(), "invalid redundancy value", String.valueOf(unusable.getMessage()));
        }
    }
}
