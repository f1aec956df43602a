/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.core.wire.gd2.BrickInfo;
import org.gluster.gcs.core.wire.gd2.BrickStatus;
import org.gluster.gcs.core.wire.gd2.DeviceInfo;
import org.gluster.gcs.core.wire.gd2.ErrorBody;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.core.wire.gd2.PeerInfo;
import org.gluster.gcs.core.wire.gd2.SizeInfo;
import org.gluster.gcs.core.wire.gd2.SubvolInfo;
import org.gluster.gcs.core.wire.gd2.VolCreateReq;
import org.gluster.gcs.core.wire.gd2.VolEditReq;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;

/** A few volumes of a GlusterD2 in memory, with the ways in which it fails its clients, one after the other as told. */
final class FakeGd2 implements Transport {
    /** What becomes of one change. */
    enum Mishap {
        /** All goes well. */
        NONE,
        /** Done, and the answer is lost. */
        ANSWER_LOST,
        /** Never done, and no answer. */
        REQUEST_LOST,
        /** The daemon died: answered by nothing, done when it is back. */
        DONE_LATER,
        /** Answered as done, and not done. */
        FALSE_ANSWER,
        /** Answered 500 volume not found, and not done. */
        ENDED_BEFORE_IT_RAN,
        /** Another transaction has the lock. */
        LOCKED
    }

    private final SortedMap<String, VolumeInfo> volumes = new TreeMap<>();
    private final Deque<Mishap> mishaps = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final SortedMap<String, RestReply> refusals = new TreeMap<>();
    private List<PeerInfo> peers = List.of(peer(1), peer(2), peer(3));
    private boolean full;

    /** From now on it answers a request, such as {@code "GET /v1/peers"}, by that error. */
    void refuse(String request, int status, String message) {
        refusals.put(request, refused(status, message));
    }

    void peers(PeerInfo... now) {
        peers = List.of(now);
    }

    void next(Mishap... coming) {
        mishaps.addAll(List.of(coming));
    }

    void full(boolean now) {
        full = now;
    }

    /** The daemon is back: what it had begun goes on. */
    void back() {
        later.forEach(Runnable::run);
        later.clear();
    }

    /** GlusterD2's cleaning, which undoes what got no answer. */
    void clean(String name) {
        volumes.remove(name);
    }

    void put(String name, UnaryOperator<VolumeInfo> change) {
        volumes.put(name, change.apply(volumes.getOrDefault(name, volume(name, Map.of(), 0))));
    }

    Optional<VolumeInfo> volume(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** The changes that were asked for. */
    List<String> changes() {
        return List.copyOf(asked);
    }

    static VolumeInfo with(VolumeInfo info, String state, Map<String, String> metadata) {
        return new VolumeInfo(
                info.id(),
                info.name(),
                info.type(),
                info.transport(),
                1,
                3,
                0,
                0,
                0,
                0,
                info.options(),
                state,
                info.subvols(),
                metadata,
                List.of(),
                info.capacity());
    }

    private static VolumeInfo volume(String name, Map<String, String> metadata, long size) {
        List<BrickInfo> bricks = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            bricks.add(new BrickInfo(
                    new UUID(7, i).toString(),
                    "/bricks/" + name + "/" + i,
                    "",
                    name,
                    new UUID(1, i).toString(),
                    "10.0.0." + i,
                    "Brick"));
        }
        SubvolInfo set = new SubvolInfo(name + "-replicate-0", "Replicate", bricks, List.of(), 3, 0, 0, 0, 0);
        return new VolumeInfo(
                UUID.randomUUID().toString(),
                name,
                "Replicate",
                "tcp",
                1,
                3,
                0,
                0,
                0,
                0,
                Map.of("cluster/replicate.self-heal-daemon", "on"),
                "Created",
                List.of(set),
                metadata,
                List.of(),
                size);
    }

    @Override
    public RestReply exchange(RestCall call) {
        String path = URLDecoder.decode(call.target().replaceFirst("\\?.*", ""), StandardCharsets.UTF_8);
        String request = call.method() + " " + path;
        boolean change = !call.method().equals("GET");
        if (change) {
            asked.add(request);
        }
        if (refusals.containsKey(request)) {
            return refusals.get(request);
        }
        if (!change) {
            return read(path);
        }
        Mishap mishap = mishaps.poll();
        if (mishap == null) {
            return change(call, path);
        }
        return switch (mishap) {
            case NONE -> change(call, path);
            case ANSWER_LOST -> {
                change(call, path);
                throw Answering.failure(ErrorCode.OUTCOME_UNKNOWN);
            }
            case REQUEST_LOST -> throw Answering.failure(ErrorCode.OUTCOME_UNKNOWN);
            case DONE_LATER -> {
                later.add(() -> change(call, path));
                throw Answering.failure(ErrorCode.OUTCOME_UNKNOWN);
            }
            case FALSE_ANSWER -> Answering.json(call.method().equals("DELETE") ? 204 : 200, "{}");
            case ENDED_BEFORE_IT_RAN -> refused(500, "volume not found");
            case LOCKED -> refused(409, "could not obtain lock: another conflicting transaction may be in progress");
        };
    }

    private static RestReply refused(int status, String message) {
        return Answering.json(status, Gd2Json.writeAnswer(ErrorBody.of(message)));
    }

    private static RestReply ok(int status, Object answer) {
        return Answering.json(status, Gd2Json.writeAnswer(answer));
    }

    private RestReply read(String path) {
        if (path.startsWith("/gcs/")) {
            return Answering.json(404, "404 page not found\n");
        }
        Gd2Route.Match match = Gd2Route.match("GET", path).orElseThrow();
        String name = match.variables().getOrDefault("volname", "");
        return switch (match.route()) {
            case LIST_ENDPOINTS -> ok(200, Gd2Route.endpoints());
            case PING -> Answering.json(200, "");
            case VOLUME_LIST -> ok(200, List.copyOf(volumes.values()));
            case VOLUME_INFO ->
                volumes.containsKey(name) ? ok(200, volumes.get(name)) : refused(404, "volume not found");
            case VOLUME_BRICKS_STATUS -> ok(200, bricks(volumes.getOrDefault(name, volume(name, Map.of(), 0))));
            case GET_PEERS -> ok(200, peers);
            case DEVICES_LIST ->
                ok(
                        200,
                        List.of(
                                new DeviceInfo("/data/d1", "loop", "enabled", 400, 300, 0, 0, false, peer(1).id()),
                                new DeviceInfo("/data/d1", "loop", "disabled", -5, 300, 0, 0, false, peer(2).id())));
            default -> throw new AssertionError(path);
        };
    }

    private static PeerInfo peer(int number) {
        return peer(number, "node-" + number, true);
    }

    static PeerInfo peer(int number, String name, boolean online) {
        return new PeerInfo(
                new UUID(1, number).toString(),
                name,
                List.of("10.0.0." + number + ":24008"),
                List.of("10.0.0." + number + ":24007"),
                online,
                0,
                Map.of("_zone", "rack-" + number));
    }

    private static List<BrickStatus> bricks(VolumeInfo info) {
        // The third is on a node that does not answer: it is left out.
        return info.subvols().get(0).bricks().stream()
                .limit(2)
                .map(brick -> new BrickStatus(brick, true, 1, 49152, "", "", "", new SizeInfo(100, 10, 90)))
                .toList();
    }

    private RestReply change(RestCall call, String path) {
        Gd2Route.Match match = Gd2Route.match(call.method(), path).orElseThrow();
        String body = call.body().orElse("{}");
        String name = match.variables().getOrDefault("volname", "");
        VolumeInfo info = volumes.getOrDefault(name, volume(name, Map.of(), 0));
        if (!volumes.containsKey(name) && match.route() != Gd2Route.VOLUME_CREATE) {
            return refused(404, "volume not found");
        }
        return switch (match.route()) {
            case VOLUME_CREATE -> {
                VolCreateReq request = Gd2Json.readRequest(body, VolCreateReq.class);
                if (full) {
                    yield refused(500, "no space available or all the devices are not registered");
                }
                if (volumes.containsKey(request.name())) {
                    yield refused(400, "volume already exists");
                }
                volumes.put(request.name(), volume(request.name(), request.metadata(), request.size()));
                yield ok(201, volumes.get(request.name()));
            }
            case VOLUME_START -> {
                if (info.state().equals("Started")) {
                    yield refused(400, "volume already started");
                }
                volumes.put(name, with(info, "Started", info.metadata()));
                yield ok(200, volumes.get(name));
            }
            case VOLUME_STOP -> {
                if (!info.state().equals("Started")) {
                    yield refused(
                            400, info.state().equals("Created") ? "volume not started" : "volume already stopped");
                }
                volumes.put(name, with(info, "Stopped", info.metadata()));
                yield ok(200, volumes.get(name));
            }
            case EDIT_VOLUME -> {
                VolEditReq edit = Gd2Json.readRequest(body, VolEditReq.class);
                SortedMap<String, String> metadata = new TreeMap<>(info.metadata());
                if (edit.deleteMetadata()) {
                    metadata.keySet().removeAll(edit.metadata().keySet());
                } else {
                    metadata.putAll(edit.metadata());
                }
                volumes.put(name, with(info, info.state(), metadata));
                yield ok(200, volumes.get(name));
            }
            case VOLUME_DELETE -> {
                if (info.state().equals("Started")) {
                    yield refused(400, "volume must be in stopped state before deleting");
                }
                volumes.remove(name);
                yield Answering.json(204, "");
            }
            default -> throw new AssertionError(path);
        };
    }

    @Override
    public void close() {
        // Nothing to release.
    }
}
