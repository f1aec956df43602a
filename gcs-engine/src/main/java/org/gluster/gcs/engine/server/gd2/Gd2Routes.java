/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.core.wire.gd2.ErrorBody;
import org.gluster.gcs.core.wire.gd2.ErrorItem;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.core.wire.gd2.VersionInfo;
import org.gluster.gcs.engine.server.Caller.Role;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.HttpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GlusterD2's REST interface for one node of an engine. Whoever calls has been authenticated; what he may do is
 * checked here, route by route. A request that changes something is answered when its operation has ended, at most
 * {@value #WAITS_SECONDS} seconds later; the operation goes on whether or not somebody waits. Thread-safe.
 */
public final class Gd2Routes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Gd2Routes.class);
    private static final int WAITS_SECONDS = 180;
    static final Duration PATIENCE = Duration.ofSeconds(WAITS_SECONDS);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");

    /** Routes of GlusterD2's core whose function is not here: they are known, and say so. Those of plugins are just absent. */
    private static final Set<Gd2Route> NOT_HERE = Collections.unmodifiableSet(EnumSet.of(
            Gd2Route.REPLACE_BRICK,
            Gd2Route.PROFILE_VOLUME,
            Gd2Route.QUOTA_LIST,
            Gd2Route.QUOTA_LIMIT,
            Gd2Route.QUOTA_REMOVE));

    /** Routes that only ever refuse, since there are no snapshots; they are not announced. */
    private static final Set<Gd2Route> REFUSING = Collections.unmodifiableSet(EnumSet.of(
            Gd2Route.SNAPSHOT_CREATE,
            Gd2Route.SNAPSHOT_ACTIVATE,
            Gd2Route.SNAPSHOT_DEACTIVATE,
            Gd2Route.SNAPSHOT_CLONE,
            Gd2Route.SNAPSHOT_RESTORE,
            Gd2Route.SNAPSHOT_STATUS,
            Gd2Route.SNAPSHOT_DELETE,
            Gd2Route.SNAPSHOT_CONFIG_GET,
            Gd2Route.SNAPSHOT_CONFIG_SET,
            Gd2Route.SNAPSHOT_CONFIG_RESET));

    private record Served(Role role, Function<Gd2Call, HttpReply> handler) {}

    private final Gd2Backend backend;
    private final String self;
    private final List<EndpointInfo> extensions;
    private final Supplier<SortedMap<String, Long>> httpCounts;
    private final Map<Gd2Route, Served> served = new EnumMap<>(Gd2Route.class);

    private Gd2Routes(
            Gd2Backend backend,
            String self,
            List<EndpointInfo> extensions,
            Supplier<SortedMap<String, Long>> httpCounts) {
        this.backend = backend;
        this.self = self;
        this.extensions = List.copyOf(extensions);
        this.httpCounts = httpCounts;
        Changes changes = new Changes(id -> backend.gcs().operations().get(id), PATIENCE, LOCK_PATIENCE);
        VolumeHandlers volumes = new VolumeHandlers(backend, changes);
        cluster(new ClusterHandlers(backend), new EventHandlers(backend, self));
        peers(new PeerHandlers(backend, changes, self));
        devices(new DeviceHandlers(backend, changes));
        volumes(volumes, new VolumeCreation(backend, changes));
        options(new OptionHandlers(backend, volumes, self));
        healing(new HealHandlers(backend, volumes));
        snapshots(new SnapshotHandlers(backend));
    }

    /**
     * The routes of one node.
     *
     * @param backend the engine
     * @param self name of the node that answers
     */
    public static Gd2Routes of(Gd2Backend backend, String self) {
        Objects.requireNonNull(backend, "backend");
        return new Gd2Routes(backend, Objects.requireNonNull(self, "self"), List.of(), TreeMap::new);
    }

    /** The same, which announces more routes; their paths are whole. */
    public Gd2Routes announcing(List<EndpointInfo> more) {
        return new Gd2Routes(backend, self, more, httpCounts);
    }

    /** The same, whose state dump tells how many HTTP requests the node had; names as in GlusterD2's. */
    public Gd2Routes counting(Supplier<SortedMap<String, Long>> counts) {
        return new Gd2Routes(backend, self, extensions, Objects.requireNonNull(counts, "counts"));
    }

    private void serve(Gd2Route route, Role role, Function<Gd2Call, HttpReply> handler) {
        served.put(route, new Served(role, handler));
    }

    private void cluster(ClusterHandlers cluster, EventHandlers events) {
        serve(Gd2Route.PING, Role.NONE, call -> HttpReply.empty(200));
        serve(Gd2Route.LIST_ENDPOINTS, Role.NONE, call -> Gd2Call.ok(endpoints()));
        serve(Gd2Route.GET_VERSION, Role.READ, call -> Gd2Call.ok(new VersionInfo(backend.version(), 1)));
        serve(Gd2Route.STATEDUMP, Role.READ, call -> Gd2Call.ok(StateDump.of(backend, self, httpCounts.get())));
        serve(Gd2Route.EVENTS_LIST, Role.READ, events::list);
        serve(Gd2Route.GET_CLUSTER_OPTIONS, Role.READ, cluster::get);
        serve(Gd2Route.SET_CLUSTER_OPTIONS, Role.ADMIN, cluster::set);
    }

    private void peers(PeerHandlers peers) {
        serve(Gd2Route.GET_PEERS, Role.READ, peers::list);
        serve(Gd2Route.GET_PEER, Role.READ, peers::get);
        serve(Gd2Route.ADD_PEER, Role.ADMIN, peers::add);
        serve(Gd2Route.EDIT_PEER, Role.ADMIN, peers::edit);
        serve(Gd2Route.DELETE_PEER, Role.ADMIN, peers::delete);
    }

    private void devices(DeviceHandlers devices) {
        serve(Gd2Route.DEVICES_LIST, Role.READ, devices::list);
        serve(Gd2Route.DEVICES_IN_PEER, Role.READ, devices::ofPeer);
        serve(Gd2Route.DEVICE_INFO, Role.READ, devices::get);
        serve(Gd2Route.DEVICE_ADD, Role.ADMIN, devices::add);
        serve(Gd2Route.DEVICE_EDIT, Role.ADMIN, devices::edit);
    }

    private void volumes(VolumeHandlers volumes, VolumeCreation creation) {
        serve(Gd2Route.VOLUME_CREATE, Role.PROVISION, creation::create);
        serve(Gd2Route.VOLUME_LIST, Role.READ, volumes::list);
        serve(Gd2Route.VOLUME_INFO, Role.READ, volumes::info);
        serve(Gd2Route.VOLUME_BRICKS_STATUS, Role.READ, volumes::bricks);
        serve(Gd2Route.VOLUME_STATUS, Role.READ, volumes::status);
        serve(Gd2Route.VOLUME_START, Role.PROVISION, volumes::start);
        serve(Gd2Route.VOLUME_STOP, Role.PROVISION, volumes::stop);
        serve(Gd2Route.VOLUME_DELETE, Role.PROVISION, volumes::delete);
        serve(Gd2Route.EDIT_VOLUME, Role.PROVISION, volumes::edit);
        serve(Gd2Route.VOLUME_EXPAND, Role.PROVISION, volumes::expand);
        serve(Gd2Route.VOLUME_STATEDUMP, Role.ADMIN, volumes::statedump);
    }

    private void options(OptionHandlers options) {
        serve(Gd2Route.VOLUME_OPTION_GET, Role.READ, options::get);
        serve(Gd2Route.VOLUME_OPTIONS_GET, Role.READ, options::all);
        serve(Gd2Route.VOLUME_OPTIONS, Role.PROVISION, options::set);
        serve(Gd2Route.VOLUME_RESET, Role.PROVISION, options::reset);
        serve(Gd2Route.OPTION_GROUP_LIST, Role.READ, options::groups);
        serve(Gd2Route.OPTION_GROUP_CREATE, Role.ADMIN, options::createGroup);
        serve(Gd2Route.OPTION_GROUP_DELETE, Role.ADMIN, options::deleteGroup);
    }

    private void healing(HealHandlers healing) {
        serve(Gd2Route.SELF_HEAL_INFO, Role.READ, healing::infoOf);
        serve(Gd2Route.SELF_HEAL_INFO2, Role.READ, healing::info);
        serve(Gd2Route.SELF_HEAL, Role.PROVISION, healing::heal);
    }

    private void snapshots(SnapshotHandlers snapshots) {
        serve(Gd2Route.SNAPSHOT_LIST_ALL, Role.READ, snapshots::list);
        serve(Gd2Route.SNAPSHOT_INFO, Role.READ, snapshots::missing);
        serve(Gd2Route.SNAPSHOT_STATUS, Role.READ, snapshots::missing);
        serve(Gd2Route.SNAPSHOT_CREATE, Role.PROVISION, snapshots::create);
        serve(Gd2Route.SNAPSHOT_CLONE, Role.PROVISION, snapshots::clone);
        serve(Gd2Route.SNAPSHOT_ACTIVATE, Role.PROVISION, snapshots::missing);
        serve(Gd2Route.SNAPSHOT_DEACTIVATE, Role.PROVISION, snapshots::missing);
        serve(Gd2Route.SNAPSHOT_RESTORE, Role.PROVISION, snapshots::missing);
        serve(Gd2Route.SNAPSHOT_DELETE, Role.PROVISION, snapshots::missing);
        serve(Gd2Route.SNAPSHOT_CONFIG_SET, Role.ADMIN, snapshots::config);
    }

    /** What is really served: GlusterD2's routes in its order, then this project's own. */
    private List<EndpointInfo> endpoints() {
        List<EndpointInfo> endpoints = new ArrayList<>();
        served.keySet().stream()
                .filter(route -> !REFUSING.contains(route))
                .map(Gd2Route::endpoint)
                .forEach(endpoints::add);
        endpoints.addAll(extensions);
        return endpoints;
    }

    @Override
    public HttpReply handle(HttpCall call) {
        try {
            return answer(call);
        } catch (Gd2Failure failure) {
            return failed(failure);
        } catch (GcsException refused) {
            return failed(Failures.of(refused));
        } catch (RuntimeException defect) {
            LOG.error("{} {} met a defect; please report it", call.method(), call.target(), defect);
            return failed(Gd2Failure.of(500, ErrorCode.INTERNAL, "an unexpected failure, please report it: " + defect));
        }
    }

    private static HttpReply failed(Gd2Failure failure) {
        List<ErrorItem> errors = failure.errors();
        return HttpReply.json(failure.status(), Gd2Json.writeAnswer(new ErrorBody(errors)));
    }

    private HttpReply answer(HttpCall call) {
        Optional<String> decoded = Paths.decoded(call.path());
        if (decoded.isEmpty()) {
            return HttpReply.empty(400).withBody("text/plain; charset=utf-8", "400 Bad Request");
        }
        String path = decoded.get();
        String clean = Paths.clean(path);
        if (!clean.equals(path)) {
            String query = call.query().isEmpty() ? "" : "?" + call.query();
            return HttpReply.empty(301).withHeader("Location", Paths.encoded(clean) + query);
        }
        Optional<Gd2Route.Match> match = Gd2Route.match(call.method(), path).filter(found -> isKnown(found.route()));
        if (match.isEmpty()) {
            boolean otherMethod = METHODS.stream()
                    .anyMatch(method -> Gd2Route.match(method, path)
                            .filter(found -> isKnown(found.route()))
                            .isPresent());
            return otherMethod ? HttpReply.empty(405) : notFound();
        }
        Gd2Route route = match.get().route();
        Served here = served.get(route);
        Role role = here == null ? Role.READ : here.role();
        if (!call.caller().role().includes(role)) {
            throw Gd2Failure.of(
                    403,
                    ErrorCode.NOT_PERMITTED,
                    call.caller().name() + " may not do this: it takes the role "
                            + role.name().toLowerCase(java.util.Locale.ROOT));
        }
        if (here == null) {
            throw Gd2Failure.of(501, ErrorCode.NOT_SUPPORTED, route.wireName() + " is not served by this release");
        }
        return here.handler()
                .apply(new Gd2Call(
                        call.target(),
                        match.get().variables(),
                        Paths.query(call.query()),
                        call.body(),
                        call.header("Idempotency-Key").orElse("")));
    }

    private boolean isKnown(Gd2Route route) {
        return served.containsKey(route) || NOT_HERE.contains(route);
    }

    /** As Go's own server says it. */
    private static HttpReply notFound() {
        return HttpReply.empty(404)
                .withBody("text/plain; charset=utf-8", "404 page not found\n")
                .withHeader("X-Content-Type-Options", "nosniff");
    }
}
