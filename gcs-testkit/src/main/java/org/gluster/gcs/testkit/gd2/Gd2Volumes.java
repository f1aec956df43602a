/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import static org.gluster.gcs.testkit.gd2.Gd2World.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.testkit.gd2.GoObject.Undecodable;

/** The stand-in's functions for volumes, their options and the groups of options. */
final class Gd2Volumes {
    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_NAME = 255;

    private final Gd2World world;

    /** Bricks' directories that there are, by peer and path. Guarded by the world's monitor. */
    private final SortedSet<String> directories = new TreeSet<>();

    /** Those that carry a volume's mark, which its delete leaves. Guarded by the world's monitor. */
    private final SortedSet<String> marked = new TreeSet<>();

    Gd2Volumes(Gd2World world) {
        this.world = world;
    }

    List<Gd2Route> routes() {
        String one = "/volumes/{volname}";
        return List.of(
                route("VolumeCreate", "POST", "/volumes", "api.VolCreateReq", "api.VolumeCreateResp", this::create),
                route(
                        "VolumeOptionGet",
                        "GET",
                        one + "/options/{optname:.*}",
                        "",
                        "api.VolumeOptionGetResp",
                        this::option),
                route("VolumeOptionsGet", "GET", one + "/options", "", "api.VolumeOptionsGetResp", this::options),
                route(
                        "VolumeOptions",
                        "POST",
                        one + "/options",
                        "api.VolOptionReq",
                        "api.VolumeOptionResp",
                        this::setOptions),
                route(
                        "VolumeReset",
                        "DELETE",
                        one + "/options",
                        "api.VolOptionResetReq",
                        "api.VolumeOptionResp",
                        this::resetOptions),
                route(
                        "OptionGroupList",
                        "GET",
                        "/volumes/options-group",
                        "",
                        "api.OptionGroupListResp",
                        call -> Gd2Reply.of(200, world.read(world.options::groupsJson))),
                route("OptionGroupCreate", "POST", "/volumes/options-group", "api.OptionGroupReq", "", this::putGroup),
                route("OptionGroupDelete", "DELETE", "/volumes/options-group/{groupname}", "", "", this::deleteGroup),
                route("VolumeDelete", "DELETE", one, "", "", this::delete),
                route("VolumeInfo", "GET", one, "", "api.VolumeGetResp", this::info),
                route("VolumeBricksStatus", "GET", one + "/bricks", "", "api.BricksStatusResp", this::bricks),
                route("VolumeStatus", "GET", one + "/status", "", "api.VolumeStatusResp", this::status),
                route("VolumeList", "GET", "/volumes", "", "api.VolumeListResp", this::list),
                route("VolumeStart", "POST", one + "/start", "api.VolumeStartReq", "api.VolumeStartResp", this::start),
                route("VolumeStop", "POST", one + "/stop", "", "api.VolumeStopResp", this::stop),
                route("EditVolume", "POST", one + "/edit", "api.VolEditReq", "api.VolumeEditResp", this::edit),
                route("SelfHealInfo", "GET", one + "/{opts}/heal-info", "", "api.BrickHealInfo", this::heal),
                route("SelfHealInfo2", "GET", one + "/heal-info", "", "api.BrickHealInfo", this::heal));
    }

    // --- create and delete
    // -------------------------------------------------------------------------------------------------

    private Optional<Gd2Reply> create(Gd2Call call) throws Undecodable {
        Gd2CreateRequest request = Gd2CreateRequest.read(call.body());
        request.check();
        List<Gd2Volume.Subvol> planned =
                request.smart() ? world.read(() -> layout(request).smart(world.devices.values())) : List.of();
        if (!request.smart()) {
            request.checkBricks();
        }
        SortedMap<String, String> options = checkedOptions(request);
        if (!request.smart()) {
            world.read(() -> checkPeers(request));
        }
        if (call.chance().nextDouble() < world.settings.lostCreates) {
            world.loseCreate();
        }
        return world.change(call, request.name(), new Gd2World.Change() {
            @Override
            public void check() {
                if (world.volumes.containsKey(request.name())) {
                    throw Gd2Refusal.of(400, "volume already exists");
                }
            }

            @Override
            public Optional<Gd2Reply> apply() {
                List<Gd2Volume.Subvol> subvols =
                        request.smart() ? planned : layout(request).manual();
                if (!request.smart()) {
                    takeDirectories(request, subvols);
                }
                Gd2Volume volume = make(request, subvols, options);
                return Gd2Reply.created(call, volume.name, volume.json());
            }

            @Override
            public void interrupted() {
                world.volume(request.name()).interrupted = System.nanoTime();
            }
        });
    }

    private Gd2Layout layout(Gd2CreateRequest request) {
        return new Gd2Layout(request, world.peers, world.ids);
    }

    private SortedMap<String, String> checkedOptions(Gd2CreateRequest request) {
        SortedMap<String, String> expanded;
        try {
            expanded = world.read(() -> world.options.expand(request.options()));
        } catch (Gd2Options.Invalid invalid) {
            throw Gd2Refusal.of(500, String.valueOf(invalid.getMessage()));
        }
        try {
            return world.read(() -> world.options.checked(expanded, request.advanced(), request.experimental()));
        } catch (Gd2Options.Invalid invalid) {
            throw Gd2Refusal.of(400, String.valueOf(invalid.getMessage()));
        }
    }

    private boolean checkPeers(Gd2CreateRequest request) {
        if (request.subvols().stream()
                .flatMap(subvol -> subvol.bricks().stream())
                .anyMatch(brick -> !world.peers.containsKey(brick.peer()))) {
            throw Gd2Refusal.of(500, "probably some of the nodes are down");
        }
        return true;
    }

    private void takeDirectories(Gd2CreateRequest request, List<Gd2Volume.Subvol> subvols) {
        List<String> taken = new ArrayList<>();
        for (Gd2Volume.Subvol subvol : subvols) {
            for (Gd2Volume.Brick brick : subvol.bricks()) {
                String key = Gd2World.key(brick.peer(), brick.path());
                if (brick.path().length() > LONGEST_PATH) {
                    throw Gd2Refusal.of(500, "brickpath too long");
                }
                if (brick.path().substring(brick.path().lastIndexOf('/') + 1).length() > LONGEST_NAME) {
                    throw Gd2Refusal.of(500, "file name too long");
                }
                checkPartition(request, brick.path());
                if (!directories.contains(key)
                        && !world.settings.mountPoints.contains(brick.path())
                        && !request.force()
                        && !request.flag("create-brick-dir")) {
                    throw Gd2Refusal.of(500, "stat " + brick.path() + ": no such file or directory");
                }
                if (marked.contains(key) && !request.force() && !request.flag("reuse-bricks")) {
                    throw Gd2Refusal.of(500, "xattr trusted.glusterfs.volume-id already present on " + brick.path());
                }
                user(brick).ifPresent(user -> {
                    throw Gd2Refusal.of(
                            500,
                            "Brick path " + brick.path() + " is already in use by a volume (name=" + user.name + ";id="
                                    + user.id + ")");
                });
                taken.add(key);
            }
        }
        directories.addAll(taken);
        marked.addAll(taken);
    }

    private void checkPartition(Gd2CreateRequest request, String path) {
        List<String> mounts = world.settings.mountPoints;
        if (request.force() || mounts.isEmpty()) {
            return;
        }
        if (mounts.contains(path) && !request.flag("allow-mount-as-brick")) {
            throw Gd2Refusal.of(500, "brick path is already a mount point");
        }
        if (mounts.stream().noneMatch(mount -> (path + "/").startsWith(mount + "/"))
                && !request.flag("allow-root-dir")) {
            throw Gd2Refusal.of(500, "brick path is under root partition");
        }
    }

    private Optional<Gd2Volume> user(Gd2Volume.Brick wanted) {
        return world.volumes.values().stream()
                .filter(volume -> volume.bricks().stream()
                        .anyMatch(brick -> brick.peer().equals(wanted.peer())
                                && brick.path().equals(wanted.path())))
                .findFirst();
    }

    private Gd2Volume make(
            Gd2CreateRequest request, List<Gd2Volume.Subvol> subvols, SortedMap<String, String> options) {
        String transport = request.transport().isEmpty() ? "tcp" : request.transport();
        Gd2Volume volume =
                new Gd2Volume(world.ids.next(), request.name(), transport, subvols, request.size(), world.ids.next());
        volume.options.putAll(world.options.profile(volume.askedType()));
        volume.options.putAll(options);
        if (subvols.get(0).arbiter() != 0) {
            volume.options.put(
                    "cluster/replicate.arbiter-count",
                    String.valueOf(subvols.get(0).arbiter()));
        }
        volume.metadata.putAll(request.metadata());
        volume.metadata.put("_brick-provision-type", request.smart() ? "auto" : "");
        for (Gd2Volume.Brick brick : volume.bricks()) {
            Gd2Device device = world.devices.get(Gd2World.key(brick.peer(), brick.device()));
            if (device != null) {
                device.take(brick.bytes());
            }
        }
        world.volumes.put(volume.name, volume);
        told("created", volume);
        return volume;
    }

    private void told(String what, Gd2Volume volume) {
        world.effect(what, volume);
        world.event("volume." + what, Map.of("volume.name", volume.name, "volume.id", volume.id));
    }

    private Optional<Gd2Reply> delete(Gd2Call call) {
        String name = call.variable("volname");
        if (call.chance().nextDouble() < world.settings.falseDeletes
                && world.read(
                        () -> world.volumes.containsKey(name) && world.volume(name).state != Gd2Volume.State.STARTED)) {
            return Gd2Reply.empty(204);
        }
        return world.change(call, name, new Gd2World.Change() {
            @Override
            public void check() {
                if (world.volume(name).state == Gd2Volume.State.STARTED) {
                    throw Gd2Refusal.of(400, "volume must be in stopped state before deleting");
                }
            }

            @Override
            public Optional<Gd2Reply> apply() {
                Gd2Volume volume = world.volume(name);
                world.volumes.remove(name);
                world.give(volume);
                told("deleted", volume);
                return Gd2Reply.empty(204);
            }
        });
    }

    // --- start and stop
    // ----------------------------------------------------------------------------------------------------

    private Optional<Gd2Reply> start(Gd2Call call) {
        boolean force = !call.body().isEmpty() && parsed(call, "VolumeStartReq", "force-start-bricks");
        String name = call.variable("volname");
        return world.change(call, name, new Gd2World.Change() {
            @Override
            public void check() {
                if (world.volume(name).state == Gd2Volume.State.STARTED && !force) {
                    throw Gd2Refusal.of(400, "volume already started");
                }
                if (world.volume(name).transport.equals("rdma")) {
                    throw Gd2Refusal.of(500, "exit status 1");
                }
            }

            @Override
            public Optional<Gd2Reply> apply() {
                Gd2Volume volume = world.volume(name);
                volume.state = Gd2Volume.State.STARTED;
                told("started", volume);
                return Gd2Reply.of(200, volume.json());
            }
        });
    }

    /** A flag of a body whose decoder's text is the answer when it is malformed. */
    private static boolean parsed(Gd2Call call, String type, String flag) {
        try {
            return GoObject.read(call.body(), type).bool(flag);
        } catch (Undecodable body) {
            throw Gd2Refusal.of(400, String.valueOf(body.getMessage()));
        }
    }

    private Optional<Gd2Reply> stop(Gd2Call call) {
        String name = call.variable("volname");
        return world.change(call, name, new Gd2World.Change() {
            @Override
            public void check() {
                switch (world.volume(name).state) {
                    case CREATED -> throw Gd2Refusal.of(400, "volume not started");
                    case STOPPED -> throw Gd2Refusal.of(400, "volume already stopped");
                    case STARTED -> {
                        // As it has to be.
                    }
                }
            }

            @Override
            public Optional<Gd2Reply> apply() {
                Gd2Volume volume = world.volume(name);
                volume.state = Gd2Volume.State.STOPPED;
                told("stopped", volume);
                return Gd2Reply.of(200, volume.json());
            }
        });
    }

    // --- reads
    // -------------------------------------------------------------------------------------------------------------

    private Optional<Gd2Reply> info(Gd2Call call) {
        return world.read(
                () -> Gd2Reply.of(200, world.volume(call.variable("volname")).json()));
    }

    private Optional<Gd2Reply> bricks(Gd2Call call) {
        return world.read(
                () -> Gd2Reply.of(200, world.volume(call.variable("volname")).bricksJson()));
    }

    private Optional<Gd2Reply> status(Gd2Call call) {
        return world.read(() -> Gd2Reply.of(200, started(call).statusJson()));
    }

    private Gd2Volume started(Gd2Call call) {
        Gd2Volume volume = world.volume(call.variable("volname"));
        if (volume.state != Gd2Volume.State.STARTED) {
            throw Gd2Refusal.of(400, "volume not started");
        }
        return volume;
    }

    private Optional<Gd2Reply> heal(Gd2Call call) {
        String kind = call.variables().getOrDefault("opts", "");
        return world.read(() -> {
            if (!world.volume(call.variable("volname")).heals()) {
                throw Gd2Refusal.of(400, "invalid operation for this volume type");
            }
            Gd2Volume volume = started(call);
            if (!List.of("", "info-summary", "split-brain-info").contains(kind)) {
                throw Gd2Refusal.of(500, "heal info operation failed");
            }
            return Gd2Reply.of(200, volume.healJson(kind));
        });
    }

    /** All volumes; with a value and no key, a volume once for each entry that has it. */
    private Optional<Gd2Reply> list(Gd2Call call) {
        return world.read(() -> {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            Optional<String> key = call.query("key");
            Optional<String> value = call.query("value");
            for (Gd2Volume volume : world.volumes.values()) {
                long times = key.isEmpty() && value.isPresent()
                        ? volume.metadata.values().stream()
                                .filter(value.get()::equals)
                                .count()
                        : Gd2World.matches(volume.metadata, key, value) ? 1 : 0;
                for (long i = 0; i < times; i++) {
                    all.add(volume.json());
                }
            }
            return Gd2Reply.of(200, all);
        });
    }

    // --- edit
    // --------------------------------------------------------------------------------------------------------------

    private Optional<Gd2Reply> edit(Gd2Call call) {
        SortedMap<String, String> asked;
        boolean delete;
        try {
            GoObject body = GoObject.read(call.body(), "VolEditReq");
            asked = body.stringMap("metadata");
            delete = body.bool("delete-metadata");
        } catch (Undecodable body) {
            throw Gd2Refusal.of(400, String.valueOf(body.getMessage()));
        }
        String name = call.variable("volname");
        return world.change(call, name, new Gd2World.Change() {
            @Override
            public void check() {
                world.volume(name);
                Gd2CreateRequest.checkMetadata(merged());
                if (asked.keySet().stream().anyMatch(key -> key.startsWith("_"))) {
                    throw Gd2Refusal.of(400, "key names starting with '_' are restricted in metadata field");
                }
            }

            private SortedMap<String, String> merged() {
                SortedMap<String, String> merged = new TreeMap<>(world.volume(name).metadata);
                if (delete) {
                    merged.keySet().removeAll(asked.keySet());
                } else {
                    merged.putAll(asked);
                }
                return merged;
            }

            @Override
            public Optional<Gd2Reply> apply() {
                Gd2Volume volume = world.volume(name);
                SortedMap<String, String> merged = merged();
                volume.metadata.clear();
                volume.metadata.putAll(merged);
                world.effect("edited", volume);
                return Gd2Reply.of(200, volume.json());
            }
        });
    }

    // --- options
    // -----------------------------------------------------------------------------------------------------------

    private Optional<Gd2Reply> option(Gd2Call call) {
        return world.read(() -> Gd2Reply.of(
                200, world.options.json(call.variable("optname"), world.volume(call.variable("volname")).options)));
    }

    private Optional<Gd2Reply> options(Gd2Call call) {
        return world.read(
                () -> Gd2Reply.of(200, world.options.allJson(world.volume(call.variable("volname")).options)));
    }

    private Optional<Gd2Reply> setOptions(Gd2Call call) throws Undecodable {
        GoObject body = GoObject.read(call.body(), "VolOptionReq");
        SortedMap<String, String> asked = body.stringMap("options");
        boolean advanced = body.bool("allow-advanced-options");
        boolean experimental = body.bool("allow-experimental-options");
        if (asked.keySet().stream().anyMatch(key -> key.startsWith(Gd2Options.RESERVED))) {
            throw Gd2Refusal.of(400, "reserved group profile");
        }
        String name = call.variable("volname");
        return world.change(call, name, new Gd2World.Change() {
            @Override
            public void check() {
                Gd2Volume volume = world.volume(name);
                SortedMap<String, String> checked = checked();
                if (!volume.replicated()
                        && checked.keySet().stream().anyMatch(key -> key.endsWith("replicate.self-heal-daemon"))) {
                    throw invalid(
                            "validation failed for volume option:: option cannot be set for a non replicate volume");
                }
            }

            private SortedMap<String, String> checked() {
                SortedMap<String, String> expanded;
                try {
                    expanded = world.options.expand(asked);
                } catch (Gd2Options.Invalid invalid) {
                    throw invalid(String.valueOf(invalid.getMessage()));
                }
                try {
                    return world.options.checked(expanded, advanced, experimental);
                } catch (Gd2Options.Invalid invalid) {
                    throw invalid("validation failed for volume option: " + String.valueOf(invalid.getMessage()));
                }
            }

            private Gd2Refusal invalid(String error) {
                return Gd2Refusal.step(world.ownId(), "vol-option.Validate", error);
            }

            @Override
            public Optional<Gd2Reply> apply() {
                Gd2Volume volume = world.volume(name);
                volume.options.putAll(checked());
                world.effect("options", volume);
                return Gd2Reply.of(200, volume.json());
            }
        });
    }

    private Optional<Gd2Reply> resetOptions(Gd2Call call) throws Undecodable {
        GoObject body = GoObject.read(call.body(), "VolOptionResetReq");
        List<String> asked = body.strings("options");
        boolean all = body.bool("all");
        String name = call.variable("volname");
        return world.change(call, name, new Gd2World.Change() {
            @Override
            public void check() {
                Gd2Volume volume = world.volume(name);
                for (String key : asked) {
                    if (!volume.options.keySet().containsAll(world.options.toReset(key))) {
                        throw Gd2Refusal.of(400, "Option trying to reset is not set or invalid option");
                    }
                }
            }

            @Override
            public Optional<Gd2Reply> apply() {
                Gd2Volume volume = world.volume(name);
                List<String> keys = all
                        ? List.copyOf(volume.options.keySet())
                        : asked.stream()
                                .flatMap(key -> world.options.toReset(key).stream())
                                .toList();
                for (String key : keys) {
                    Optional<String> left = world.options.afterReset(volume.askedType(), key);
                    if (left.isPresent()) {
                        volume.options.put(key, left.get());
                    } else {
                        volume.options.remove(key);
                    }
                }
                world.effect("options", volume);
                return Gd2Reply.of(200, volume.internalJson());
            }
        });
    }

    private Optional<Gd2Reply> putGroup(Gd2Call call) throws Undecodable {
        GoObject body = GoObject.read(call.body(), "OptionGroupReq");
        String name = body.string("name");
        String description = body.string("description");
        boolean advanced = body.bool("allow-advanced-options");
        boolean experimental = body.bool("allow-experimental-options");
        List<Map.Entry<String, String>> members = new ArrayList<>();
        for (GoObject each : body.objects("options", "VolumeOption")) {
            members.add(Map.entry(each.string("name"), each.string("onvalue")));
        }
        SortedMap<String, String> values = new TreeMap<>();
        members.forEach(member -> values.put(member.getKey(), member.getValue()));
        var answer = JsonNodeFactory.instance.objectNode().put("name", name);
        if (body.has("options")) {
            ArrayNode shown = answer.putArray("options");
            members.forEach(
                    member -> shown.addObject().put("name", member.getKey()).put("onvalue", member.getValue()));
        } else {
            answer.putNull("options");
        }
        answer.put("description", description);
        if (advanced) {
            answer.put("allow-advanced-options", true);
        }
        if (experimental) {
            answer.put("allow-experimental-options", true);
        }
        return world.read(() -> {
            try {
                world.options.checked(values, advanced, experimental);
            } catch (Gd2Options.Invalid invalid) {
                throw Gd2Refusal.of(400, String.valueOf(invalid.getMessage()));
            }
            world.options.put(new Gd2Options.Group(name, List.copyOf(members), body.has("options"), description));
            return Gd2Reply.of(200, answer);
        });
    }

    private Optional<Gd2Reply> deleteGroup(Gd2Call call) {
        return world.read(() -> {
            world.options.deleteGroup(call.variable("groupname"));
            return Gd2Reply.empty(204);
        });
    }
}
