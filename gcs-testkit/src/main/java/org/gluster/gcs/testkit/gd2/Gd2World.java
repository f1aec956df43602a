/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.gluster.gcs.testkit.gd2.GoObject.Undecodable;
import org.gluster.gcs.testkit.gd2.StandInGd2.Effect;
import org.gluster.gcs.testkit.gd2.StandInGd2.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The state of the stand-in's cluster, what holds for all its functions (locks, time, being killed), and the functions for
 * peers, devices and the cluster. State is guarded by this object's monitor, in which nothing waits.
 */
final class Gd2World {
    static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLEANING = Duration.ofMinutes(5);
    private static final Duration LOST_AFTER = Duration.ofMillis(30);
    private static final int MOST_EVENTS = 1_000;
    private static final String VERSION = "v6.0-dev.152.git54ce5f6f";

    final SortedMap<String, Gd2Peer> peers = new TreeMap<>();
    final SortedMap<String, Gd2Device> devices = new TreeMap<>();
    final SortedMap<String, Gd2Volume> volumes = new TreeMap<>();
    final Gd2Options options = new Gd2Options();
    final Gd2Ids ids;
    final StandInGd2.Builder settings;
    private final SortedMap<String, String> clusterOptions = new TreeMap<>();
    private final Deque<ObjectNode> events = new ArrayDeque<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Predicate<Runnable> afterRestart;
    private final LongPredicate lives;
    private final String clusterId;
    private final String ownId;
    private volatile Map<String, Semaphore> locks = new ConcurrentHashMap<>();
    private long cleaned = System.nanoTime();
    private int pids = 20_000;
    private int changing;
    private volatile CountDownLatch death = new CountDownLatch(1);

    private static final SortedMap<String, String> CLUSTER_DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("cluster.shared-storage", "off"),
            Map.entry("cluster.op-version", "50000"),
            Map.entry("cluster.max-op-version", "50000"),
            Map.entry("cluster.brick-multiplex", "off"),
            Map.entry("cluster.max-bricks-per-process", "250"),
            Map.entry("cluster.localtime-logging", "off"),
            Map.entry("auto-create-block-hosting-volumes", "true"),
            Map.entry("auto-delete-block-hosting-volumes", "false"),
            Map.entry("block-hosting-volume-size", "5GiB"),
            Map.entry("block-hosting-volume-type", "Replicate"),
            Map.entry("block-hosting-volume-replica-count", "3")));

    Gd2World(StandInGd2.Builder settings, Predicate<Runnable> afterRestart, LongPredicate lives) {
        this.settings = settings;
        this.afterRestart = afterRestart;
        this.lives = lives;
        ids = new Gd2Ids(settings.seed);
        clusterId = ids.next();
        String first = "";
        for (Machine machine : settings.machines) {
            if (machine.member()) {
                Gd2Peer peer = new Gd2Peer(ids.next(), machine.host(), machine.address(), pids++);
                peers.put(peer.id, peer);
                first = first.isEmpty() ? peer.id : first;
                if (settings.registered) {
                    settings.directories.forEach((path, bytes) ->
                            devices.put(key(peer.id, path), Gd2Device.directory(path, peer.id, bytes)));
                }
            }
        }
        ownId = first;
    }

    String clusterId() {
        return clusterId;
    }

    String ownId() {
        return ownId;
    }

    synchronized List<Effect> effects() {
        return List.copyOf(effects);
    }

    synchronized SortedMap<String, String> volumeStates() {
        SortedMap<String, String> states = new TreeMap<>();
        volumes.forEach(
                (name, volume) -> states.put(name, volume.json().get("state").asText()));
        return states;
    }

    static String key(String peer, String device) {
        return peer + " " + device;
    }

    List<Gd2Route> routes() {
        Gd2Volumes functions = new Gd2Volumes(this);
        List<Gd2Route> routes = new ArrayList<>();
        routes.add(route("GetVersion", "GET", "/version", "", "api.VersionResp", call -> version()));
        routes.addAll(functions.routes());
        routes.add(route("GetPeer", "GET", "/peers/{peerid}", "", "api.PeerGetResp", this::peer));
        routes.add(route("GetPeers", "GET", "/peers", "", "api.PeerListResp", this::peers));
        routes.add(route("DeletePeer", "DELETE", "/peers/{peerid}", "", "", this::deletePeer));
        routes.add(route("AddPeer", "POST", "/peers", "api.PeerAddReq", "api.PeerAddResp", this::addPeer));
        routes.add(route("EditPeer", "POST", "/peers/{peerid}", "api.PeerEditReq", "api.PeerEditResp", this::editPeer));
        routes.add(route("SetClusterOptions", "POST", "/cluster/options", "", "", this::setClusterOptions));
        routes.add(route("GetClusterOptions", "GET", "/cluster/options", "", "", call -> clusterOptions()));
        routes.add(route("EventsList", "GET", "/events", "", "api.Event", call -> events()));
        routes.add(route(
                "DeviceAdd", "POST", "/devices/{peerid}", "api.AddDeviceReq", "api.AddDeviceResp", this::addDevice));
        routes.add(route("DeviceInfo", "GET", "/devices/{peerid}/{device:.*}", "", "api.ListDeviceResp", this::device));
        routes.add(route("DevicesInPeer", "GET", "/devices/{peerid}", "", "api.ListDeviceResp", this::devicesOf));
        routes.add(route(
                "DeviceEdit", "POST", "/devices/{peerid}/{device:.*}", "api.EditDeviceReq", "", this::editDevice));
        routes.add(route("DevicesList", "GET", "/devices", "", "api.ListDeviceResp", call -> allDevices()));
        routes.add(
                route("List Endpoints", "GET", "/endpoints", "", "api.ListEndpointsResp", call -> endpoints(routes)));
        routes.add(route("Glusterd2 service status", "GET", "/ping", "", "", call -> Gd2Reply.empty(200)));
        return routes;
    }

    static Gd2Route route(
            String name, String method, String path, String request, String response, Gd2Route.Handler handler) {
        return new Gd2Route(name, method, path, request, response, handler);
    }

    // --- what holds for all
    // ------------------------------------------------------------------------------------------------

    synchronized void effect(String what, Gd2Volume volume) {
        effects.add(new Effect(what, volume.name, volume.id, new TreeMap<>(volume.metadata)));
    }

    synchronized void event(String name, Map<String, String> data) {
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("id", ids.next()).put("name", name);
        new TreeMap<>(data).forEach(event.putObject("data")::put);
        event.put("origin", ownId).put("timestamp", Instant.now().toString());
        events.addLast(event);
        if (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
    }

    /** So long as that of its time is in ours. */
    Duration real(Duration its) {
        return Duration.ofNanos((long) (settings.second.toNanos() * (its.toNanos() / 1e9)));
    }

    /** Waits so long, or until the daemon is killed. */
    void pause(Duration its) {
        try {
            death.await(real(its).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts off every change under way; returns when there is none. The daemon's next life begins with this. */
    synchronized void killed() {
        death.countDown();
        try {
            while (changing > 0) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        locks = new ConcurrentHashMap<>();
        death = new CountDownLatch(1);
    }

    private synchronized void changing(int more) {
        changing += more;
        notifyAll();
    }

    /** What a change does once it holds its lock. */
    interface Change {
        /** Refuses what can be refused at once. In the monitor. */
        void check();

        /** Does it; answers what to reply. In the monitor. */
        Optional<Gd2Reply> apply();

        /** What remains to be said of it when the daemon was killed while it was at it and did it after its restart. */
        default void interrupted() {}
    }

    /** Runs a change under the lock of that name, as long as it takes, and loses its answer when it took too long. */
    Optional<Gd2Reply> change(Gd2Call call, String name, Change change) {
        changing(1);
        try {
            Semaphore lock = locks.computeIfAbsent(name, free -> new Semaphore(1));
            acquire(lock);
            try {
                return locked(call, change);
            } finally {
                lock.release();
            }
        } finally {
            changing(-1);
        }
    }

    private Optional<Gd2Reply> locked(Gd2Call call, Change change) {
        synchronized (this) {
            cleanWhenDue();
            change.check();
        }
        boolean slow = call.chance().nextDouble() < settings.slowChanges;
        pause(slow ? WRITE_TIMEOUT.multipliedBy(2) : settings.work);
        if (lives.test(call.life())) {
            synchronized (this) {
                change.check();
                Optional<Gd2Reply> reply = change.apply();
                return slow ? Optional.empty() : reply;
            }
        }
        boolean goesOn = call.chance().nextInt(4) > 0;
        Runnable later = () -> applyInterrupted(change);
        if (goesOn && !afterRestart.test(later)) {
            later.run();
        }
        return Optional.empty();
    }

    private synchronized void applyInterrupted(Change change) {
        try {
            change.check();
            change.apply();
            change.interrupted();
        } catch (Gd2Refusal refused) {
            // The transaction ends here, and nobody waits for its answer.
        }
    }

    private void acquire(Semaphore lock) {
        boolean acquired;
        try {
            acquired = lock.tryAcquire(real(LOCK_WAIT).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            acquired = false;
        }
        if (!acquired) {
            throw Gd2Refusal.of(409, "could not obtain lock: another conflicting transaction may be in progress");
        }
    }

    void loseCreate() {
        pause(LOST_AFTER);
        throw Gd2Refusal.of(500, "volume not found");
    }

    private void cleanWhenDue() {
        if (System.nanoTime() - cleaned > real(CLEANING).toNanos()) {
            clean(false);
        }
    }

    /** Deletes the volumes whose create was cut off, five minutes ago or all of them, started or not. */
    synchronized void clean(boolean young) {
        cleaned = System.nanoTime();
        for (Gd2Volume volume : List.copyOf(volumes.values())) {
            if (volume.interrupted != 0
                    && (young || cleaned - volume.interrupted > real(CLEANING).toNanos())) {
                volumes.remove(volume.name);
                give(volume);
                effect("undone", volume);
            }
        }
    }

    void give(Gd2Volume volume) {
        for (Gd2Volume.Brick brick : volume.bricks()) {
            Gd2Device device = devices.get(key(brick.peer(), brick.device()));
            if (device != null) {
                device.give(brick.bytes());
            }
        }
    }

    // --- peers
    // -------------------------------------------------------------------------------------------------------------

    private static void checkId(String id, String otherwise) {
        if (!Gd2Ids.wellFormed(id)) {
            throw Gd2Refusal.of(400, otherwise);
        }
    }

    private synchronized Optional<Gd2Reply> peer(Gd2Call call) {
        checkId(call.variable("peerid"), "Invalid peer id passed");
        return Gd2Reply.of(200, existing(call.variable("peerid")).json(true, true));
    }

    private Gd2Peer existing(String id) {
        Gd2Peer peer = peers.get(id);
        if (peer == null) {
            throw Gd2Refusal.of(404, "peer not found");
        }
        return peer;
    }

    private synchronized Optional<Gd2Reply> peers(Gd2Call call) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Gd2Peer peer : peers.values()) {
            if (matches(peer.metadata, call.query("key"), call.query("value"))) {
                all.add(peer.json(true, true));
            }
        }
        return Gd2Reply.of(200, all.isEmpty() ? JsonNodeFactory.instance.nullNode() : all);
    }

    static boolean matches(SortedMap<String, String> metadata, Optional<String> key, Optional<String> value) {
        if (key.isPresent()) {
            String found = metadata.get(key.get());
            return found != null && (value.isEmpty() || found.equals(value.get()));
        }
        return value.isEmpty() || metadata.containsValue(value.get());
    }

    private static void checkPeerMetadata(SortedMap<String, String> metadata, boolean size) {
        if (size) {
            Gd2CreateRequest.checkMetadata(metadata);
        }
        if (metadata.keySet().stream().anyMatch(key -> key.startsWith("_"))) {
            throw Gd2Refusal.of(400, "key names starting with '_' are restricted in metadata field");
        }
    }

    private Optional<Gd2Reply> addPeer(Gd2Call call) throws Undecodable {
        GoObject body = GoObject.read(call.body(), "PeerAddReq");
        List<String> addresses = body.strings("addresses");
        String zone = body.string("zone");
        SortedMap<String, String> metadata = body.stringMap("metadata");
        checkPeerMetadata(metadata, true);
        if (addresses.isEmpty()) {
            throw Gd2Refusal.of(400, "no hostnames present");
        }
        String[] parts = addresses.get(0).split(":", -1);
        if (parts[0].isEmpty() || parts.length > 2) {
            throw Gd2Refusal.of(400, "failed to parse remote address");
        }
        boolean daemon = parts.length == 1 || parts[1].equals("24008");
        Optional<Machine> found = settings.machines.stream()
                .filter(machine -> daemon && machine.address().equals(parts[0]))
                .findFirst();
        synchronized (this) {
            for (Gd2Peer peer : peers.values()) {
                if (daemon && peer.address.equals(parts[0])) {
                    throw Gd2Refusal.of(409, "Peer exists with given addresses (ID: " + peer.id + ")");
                }
            }
            Machine machine = found.orElseThrow(() -> Gd2Refusal.of(
                    500,
                    "could not connect to host. Make sure host address is valid, network connection is active "
                            + "and gd2 is up and running"));
            Gd2Peer peer = new Gd2Peer(ids.next(), machine.host(), machine.address(), pids++);
            peer.metadata.putAll(metadata);
            if (!zone.isEmpty()) {
                peer.metadata.put("_zone", zone);
            }
            peers.put(peer.id, peer);
            event("peer.added", Map.of("peer.id", peer.id, "peer.name", peer.host));
            return Gd2Reply.created(call, peer.id, peer.json(true, false));
        }
    }

    private Optional<Gd2Reply> editPeer(Gd2Call call) throws Undecodable {
        GoObject body = GoObject.read(call.body(), "PeerEditReq");
        String zone = body.string("zone");
        SortedMap<String, String> metadata = body.stringMap("metadata");
        checkId(call.variable("peerid"), "Invalid peerID passed in url");
        checkPeerMetadata(metadata, false);
        synchronized (this) {
            Gd2Peer peer = peers.get(call.variable("peerid"));
            SortedMap<String, String> merged = new TreeMap<>(peer == null ? new TreeMap<>() : peer.metadata);
            merged.putAll(metadata);
            try {
                Gd2CreateRequest.checkMetadata(merged);
            } catch (Gd2Refusal tooLarge) {
                peer = null;
            }
            if (peer == null) {
                throw Gd2Refusal.of(500, "Transaction to update peer failed");
            }
            peer.metadata.putAll(metadata);
            if (!zone.isEmpty()) {
                peer.metadata.put("_zone", zone);
            }
            return Gd2Reply.of(200, peer.json(false, false));
        }
    }

    private Optional<Gd2Reply> deletePeer(Gd2Call call) {
        String id = call.variable("peerid");
        checkId(id, "Invalid peer id passed");
        synchronized (this) {
            Gd2Peer peer = existing(id);
            if (id.equals(ownId)) {
                throw Gd2Refusal.of(400, "removing self is disallowed.");
            }
            if (volumes.values().stream()
                    .flatMap(volume -> volume.bricks().stream())
                    .anyMatch(brick -> brick.peer().equals(id))) {
                throw Gd2Refusal.of(403, "cannot delete peer, peer has bricks");
            }
            peers.remove(id);
            // The members' store starts anew, and with it every zone that was said.
            peers.values().forEach(left -> left.metadata.put("_zone", left.id));
            event("peer.removed", Map.of("peer.id", id, "peer.name", peer.host));
        }
        pause(LOCK_WAIT);
        return Gd2Reply.empty(204);
    }

    // --- devices
    // -----------------------------------------------------------------------------------------------------------

    private Optional<Gd2Reply> addDevice(Gd2Call call) throws Undecodable {
        String id = call.variable("peerid");
        checkId(id, "invalid peer-id passed in url");
        GoObject body = GoObject.read(call.body(), "AddDeviceReq");
        String name = body.string("device");
        boolean loop = body.string("provisioner").equals("loop");
        synchronized (this) {
            existing(id);
            if (devices.containsKey(key(id, name))) {
                throw Gd2Refusal.of(400, "device already exists");
            }
            String path = name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            Long bytes = (loop ? settings.directories : settings.disks).get(path);
            if (bytes == null) {
                throw Gd2Refusal.of(500, "transaction to prepare device failed");
            }
            Gd2Device device = loop ? Gd2Device.directory(name, id, bytes) : Gd2Device.block(name, id, bytes);
            devices.put(key(id, name), device);
            return Gd2Reply.created(call, name, device.json());
        }
    }

    private synchronized Optional<Gd2Reply> allDevices() {
        return listed(device -> true);
    }

    private Optional<Gd2Reply> listed(Predicate<Gd2Device> which) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        devices.values().stream().filter(which).forEach(device -> all.add(device.json()));
        return Gd2Reply.of(200, all.isEmpty() ? JsonNodeFactory.instance.nullNode() : all);
    }

    private synchronized Optional<Gd2Reply> devicesOf(Gd2Call call) {
        checkId(call.variable("peerid"), "invalid peer-id passed in url");
        return listed(device -> device.peer.equals(call.variable("peerid")));
    }

    private synchronized Optional<Gd2Reply> device(Gd2Call call) {
        if (call.variable("device").isEmpty()) {
            return devicesOf(call);
        }
        return Gd2Reply.of(
                200, JsonNodeFactory.instance.arrayNode().add(named(call).json()));
    }

    private Gd2Device named(Gd2Call call) {
        String id = call.variable("peerid");
        checkId(id, "invalid peer-id passed in url");
        Gd2Device device = devices.get(key(id, "/" + call.variable("device")));
        if (device == null) {
            throw Gd2Refusal.of(500, "device does not exist in the given peer");
        }
        return device;
    }

    private Optional<Gd2Reply> editDevice(Gd2Call call) throws Undecodable {
        checkId(call.variable("peerid"), "invalid peer-id passed in url");
        if (call.variable("device").isEmpty()) {
            throw Gd2Refusal.of(400, "device not provided in URL");
        }
        String state = GoObject.read(call.body(), "EditDeviceReq").string("state");
        if (!state.equals("enabled") && !state.equals("disabled")) {
            throw Gd2Refusal.of(400, "invalid state. Supported states are enabled, disabled");
        }
        synchronized (this) {
            named(call).enabled = state.equals("enabled");
            return Gd2Reply.empty(200);
        }
    }

    // --- the cluster
    // -------------------------------------------------------------------------------------------------------

    private static Optional<Gd2Reply> version() {
        return Gd2Reply.of(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("glusterd-version", VERSION)
                        .put("api-version", 1));
    }

    private static Optional<Gd2Reply> endpoints(List<Gd2Route> routes) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Gd2Route route : routes) {
            all.addObject()
                    .put("name", route.name())
                    .put("description", "")
                    .put("methods", route.method())
                    .put("path", route.path())
                    .put("request-type", route.request())
                    .put("response-type", route.response());
        }
        return Gd2Reply.of(200, all);
    }

    private synchronized Optional<Gd2Reply> events() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        all.addAll(events);
        return Gd2Reply.of(200, all);
    }

    private synchronized Optional<Gd2Reply> clusterOptions() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        CLUSTER_DEFAULTS.forEach((key, byDefault) -> {
            @Nullable String set = clusterOptions.get(key);
            all.addObject()
                    .put("key", key)
                    .put("value", set == null ? byDefault : set)
                    .put("default", byDefault)
                    .put("modified", set != null);
        });
        return Gd2Reply.of(200, all);
    }

    private Optional<Gd2Reply> setClusterOptions(Gd2Call call) throws Undecodable {
        SortedMap<String, String> asked =
                GoObject.read(call.body(), "ClusterOptionReq").stringMap("options");
        asked.forEach((key, value) -> {
            if (!CLUSTER_DEFAULTS.containsKey(key)) {
                throw Gd2Refusal.of(500, "Invalid global option: " + key);
            }
            if (key.equals("cluster.max-bricks-per-process") && !value.matches("-?[0-9]+")) {
                throw Gd2Refusal.of(
                        400,
                        key + " failed validation: error parsing the value. Make sure the value is a valid integer");
            }
        });
        synchronized (this) {
            clusterOptions.putAll(asked);
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            clusterOptions.forEach(all::put);
            return Gd2Reply.of(200, all);
        }
    }

    Gd2Volume volume(String name) {
        Gd2Volume volume = volumes.get(name);
        if (volume == null) {
            throw Gd2Refusal.of(404, "volume not found");
        }
        return volume;
    }

    /** Something read in the monitor. */
    synchronized <T> T read(Supplier<T> reading) {
        cleanWhenDue();
        return Objects.requireNonNull(reading.get());
    }
}
