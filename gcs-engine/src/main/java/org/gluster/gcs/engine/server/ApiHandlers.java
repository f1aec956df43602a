/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.GcsTimeoutException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.AccessChangeJson;
import org.gluster.gcs.core.wire.AccessJson;
import org.gluster.gcs.core.wire.AuditJson;
import org.gluster.gcs.core.wire.DeviceEditJson;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.core.wire.DeviceRequestJson;
import org.gluster.gcs.core.wire.DrainPlanJson;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.HealJson;
import org.gluster.gcs.core.wire.HowManyJson;
import org.gluster.gcs.core.wire.LayoutJson;
import org.gluster.gcs.core.wire.LayoutQuestionJson;
import org.gluster.gcs.core.wire.OperationJson;
import org.gluster.gcs.core.wire.OptionChangeJson;
import org.gluster.gcs.core.wire.OptionGroupJson;
import org.gluster.gcs.core.wire.OptionGroupRequestJson;
import org.gluster.gcs.core.wire.OptionJson;
import org.gluster.gcs.core.wire.OptionValueJson;
import org.gluster.gcs.core.wire.PeerJson;
import org.gluster.gcs.core.wire.PeerRequestJson;
import org.gluster.gcs.core.wire.PingJson;
import org.gluster.gcs.core.wire.ResultJson;
import org.gluster.gcs.core.wire.VolumeEditJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.core.wire.VolumeRequestJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.DeleteRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /gcs/v1} over any {@link Gcs}, whatever carries requests and replies. A change is answered with 202 and
 * its operation as soon as the intent is recorded; {@code GET /gcs/v1/operations/ID?wait=SECONDS} waits for its end, at
 * most 30 seconds at a time. Errors are {@link ErrorJson}. Thread-safe.
 */
public final class ApiHandlers implements ControlServer.Handler, HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandlers.class);
    private static final String PREFIX = "/gcs/v1/";
    private static final String ANY = "*";
    private static final long LONGEST_WAIT = 30;

    private final Gcs gcs;
    private final Consumer<DataPlane> shutdown;
    private final List<Route> routes;
    private final AtomicBoolean ending = new AtomicBoolean();

    /**
     * Makes the handlers.
     *
     * @param shutdown called by {@code POST /gcs/v1/shutdown}; must return at once, since the reply goes out afterwards
     */
    public ApiHandlers(Gcs gcs, Consumer<DataPlane> shutdown) {
        this.gcs = Objects.requireNonNull(gcs, "gcs");
        this.shutdown = Objects.requireNonNull(shutdown, "shutdown");
        routes = List.of(
                new Route("GET", "ping", this::ping),
                new Route("POST", "shutdown", this::shutdown),
                new Route("GET", "audit", call -> ok(AuditJson.of(gcs.audit()))),
                new Route("GET", "peers", call -> ok(all(gcs.peers().list(), PeerJson::of))),
                new Route(
                        "POST",
                        "peers",
                        call -> begun(
                                gcs.peers().add(call.read(PeerRequestJson.class).toRequest()))),
                new Route("GET", "peers/*", call -> ok(PeerJson.of(gcs.peers().get(call.name())))),
                new Route("DELETE", "peers/*", call -> begun(gcs.peers().remove(call.name()))),
                new Route("GET", "devices", this::devices),
                new Route(
                        "POST",
                        "devices",
                        call -> begun(gcs.devices()
                                .add(call.read(DeviceRequestJson.class).toRequest()))),
                new Route(
                        "DELETE",
                        "devices",
                        call -> begun(gcs.devices().remove(call.required("node"), call.required("path")))),
                new Route(
                        "PATCH",
                        "devices",
                        call -> begun(gcs.devices()
                                .edit(
                                        call.required("node"),
                                        call.required("path"),
                                        call.read(DeviceEditJson.class).toEdit()))),
                new Route(
                        "POST",
                        "devices/enable",
                        call -> begun(gcs.devices().enable(call.required("node"), call.required("path")))),
                new Route(
                        "POST",
                        "devices/disable",
                        call -> begun(gcs.devices().disable(call.required("node"), call.required("path")))),
                new Route(
                        "GET",
                        "devices/drain-plan",
                        call -> ok(DrainPlanJson.of(
                                gcs.devices().drainPlan(call.required("node"), call.required("path"))))),
                new Route("GET", "volumes", call -> ok(all(gcs.volumes().list(), VolumeJson::of))),
                new Route(
                        "POST",
                        "volumes",
                        call -> begun(gcs.volumes()
                                .create(call.read(VolumeRequestJson.class).toRequest()))),
                new Route(
                        "GET",
                        "volumes/*",
                        call -> ok(VolumeJson.of(gcs.volumes().get(call.name())))),
                new Route("DELETE", "volumes/*", this::deleteVolume),
                new Route(
                        "POST",
                        "volumes/*/start",
                        call -> begun(gcs.volume(call.name()).start())),
                new Route(
                        "POST",
                        "volumes/*/stop",
                        call -> begun(gcs.volume(call.name()).stop())),
                new Route(
                        "GET",
                        "volumes/*/access",
                        call -> ok(AccessJson.of(gcs.volume(call.name()).access()))),
                new Route(
                        "POST",
                        "volumes/*/access",
                        call -> begun(gcs.volume(call.name())
                                .changeAccess(call.read(AccessChangeJson.class).toChange()))),
                new Route(
                        "GET",
                        "volumes/*/heal",
                        call -> ok(HealJson.of(gcs.volume(call.name()).heal()))),
                new Route(
                        "GET",
                        "volumes/*/options",
                        call -> ok(all(gcs.volume(call.name()).options().all(), OptionValueJson::of))),
                new Route(
                        "POST",
                        "volumes/*/options",
                        call -> begun(gcs.volume(call.name())
                                .changeOptions(call.read(OptionChangeJson.class).toChange()))),
                new Route(
                        "POST",
                        "volumes/*/edit",
                        call -> begun(gcs.volume(call.name())
                                .edit(call.read(VolumeEditJson.class).toEdit()))),
                new Route("GET", "options", call -> ok(all(gcs.options().list(), OptionJson::of))),
                new Route(
                        "GET",
                        "options/*",
                        call -> ok(OptionJson.of(gcs.options().get(call.name())))),
                new Route(
                        "GET",
                        "option-groups",
                        call -> ok(all(gcs.optionGroups().list(), OptionGroupJson::of))),
                new Route(
                        "POST",
                        "option-groups",
                        call -> begun(gcs.optionGroups()
                                .create(call.read(OptionGroupRequestJson.class).toRequest()))),
                new Route(
                        "GET",
                        "option-groups/*",
                        call -> ok(OptionGroupJson.of(gcs.optionGroups().get(call.name())))),
                new Route(
                        "DELETE",
                        "option-groups/*",
                        call -> begun(gcs.optionGroups().delete(call.name()))),
                new Route(
                        "POST",
                        "layouts",
                        call -> ok(
                                LayoutJson.of(layouts(call).plan(call.question().toPlanRequest())))),
                new Route(
                        "POST",
                        "layouts/largest",
                        call -> ok(LayoutJson.of(
                                layouts(call).largest(call.question().toPlanRequest())))),
                new Route(
                        "POST",
                        "layouts/count",
                        call -> ok(HowManyJson.of(
                                layouts(call).howMany(call.question().toPlanRequest())))),
                new Route(
                        "POST",
                        "layouts/apply",
                        call -> begun(
                                gcs.volumes().create(call.read(LayoutJson.class).toLayout()))),
                new Route("GET", "operations", call -> ok(all(gcs.operations().list(), OperationJson::of))),
                new Route("GET", "operations/*", this::operation),
                new Route("POST", "operations/*/cancel", this::cancel));
    }

    /**
     * Answers one request; never throws, and blocks as the {@link Gcs} does.
     *
     * @param method the HTTP method
     * @param target the path, percent-encoded, with the query
     * @param body the body, empty when there is none
     */
    @Override
    public Reply handle(String method, String target, String body) {
        try {
            return answer(method, target, body);
        } catch (GcsException failure) {
            return error(status(failure.code()), failure.detail());
        } catch (RuntimeException defect) {
            if (ending.get() && defect instanceof IllegalStateException) {
                return failed(503, ErrorCode.UNREACHABLE, "the control plane is shutting down");
            }
            LOG.error("{} {} met a defect; please report it", method, target, defect);
            return failed(500, ErrorCode.INTERNAL, "an unexpected failure, please report it: " + defect);
        }
    }

    /** Answers one request of a caller whose role is known, as the other {@code handle} does; a shutdown is not for the network. */
    @Override
    public HttpReply handle(HttpCall call) {
        Reply reply;
        Caller.Role needed = ApiRoles.needed(call, gcs);
        if (call.path().equals(PREFIX + "shutdown")) {
            reply = noSuchPath(call.path());
        } else if (!call.caller().role().includes(needed)) {
            reply = failed(
                    403,
                    ErrorCode.NOT_PERMITTED,
                    call.caller().name() + " may not " + call.method() + " " + call.path() + ": the role "
                            + needed.name().toLowerCase(Locale.ROOT) + " is needed, and its own is "
                            + call.caller().role().name().toLowerCase(Locale.ROOT));
        } else {
            reply = handle(call.method(), call.target(), call.body());
        }
        return HttpReply.json(reply.status(), reply.body() + "\n");
    }

    private Reply answer(String method, String target, String body) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (!path.startsWith(PREFIX)) {
            return noSuchPath(path);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(PREFIX.length()).split("/", -1)) {
            segments.add(decoded(segment.replace("+", "%2B")));
        }
        Call call = new Call(segments, question < 0 ? new TreeMap<>() : query(target.substring(question + 1)), body);
        boolean known = false;
        for (Route route : routes) {
            if (route.matches(segments)) {
                if (route.method().equals(method)) {
                    return route.handler().apply(call);
                }
                known = true;
            }
        }
        return known ? failed(405, ErrorCode.NOT_SUPPORTED, method + " is not served at " + path) : noSuchPath(path);
    }

    private static Reply noSuchPath(String path) {
        return failed(404, ErrorCode.NOT_FOUND, "nothing is served at " + path + "; /gcs/v1/volumes is one that is");
    }

    private Layouts layouts(Call call) {
        return gcs.layouts().assuming(call.read(LayoutQuestionJson.class).toHypothesis());
    }

    private Reply ping(Call call) {
        gcs.ping();
        return ok(PingJson.of(gcs.capabilities()));
    }

    private Reply shutdown(Call call) {
        DataPlane dataPlane = switch (call.query().getOrDefault("dataPlane", "keep")) {
            case "keep" -> DataPlane.KEEP;
            case "stop" -> DataPlane.STOP;
            default -> throw invalid("dataPlane must be keep or stop");
        };
        ending.set(true);
        shutdown.accept(dataPlane);
        return new Reply(202, "{}");
    }

    /** All of them, or the one of a node and path. */
    private Reply devices(Call call) {
        if (call.query().isEmpty()) {
            return ok(all(gcs.devices().list(), DeviceJson::of));
        }
        return ok(List.of(DeviceJson.of(gcs.devices().get(call.required("node"), call.required("path")))));
    }

    private Reply deleteVolume(Call call) {
        DeleteRequest.Builder request = DeleteRequest.builder();
        if (call.flag("stopFirst")) {
            request.stopFirst();
        }
        if (call.flag("ifExists")) {
            request.ifExists();
        }
        String key = call.query().get("idempotencyKey");
        if (key != null) {
            request.idempotencyKey(key);
        }
        return begun(gcs.volume(call.name()).delete(request.build()));
    }

    private Reply operation(Call call) {
        OperationId id = OperationId.parse(call.name());
        Operation<?> operation = gcs.operations().get(id);
        long wait = call.seconds("wait");
        if (wait > 0) {
            try {
                operation.await(Duration.ofSeconds(Math.min(wait, LONGEST_WAIT)));
            } catch (GcsTimeoutException stillRunning) {
                LOG.debug("{} is still running", id);
            } catch (GcsException ended) {
                // Its own failure is part of the answer; a failure to wait is not.
                if (!operation.state().terminal()) {
                    throw ended;
                }
            }
        }
        return ok(json(operation));
    }

    private Reply cancel(Call call) {
        Operation<?> operation = gcs.operations().get(OperationId.parse(call.name()));
        operation.cancel();
        return new Reply(202, WireJson.write(json(operation)));
    }

    private Reply begun(Operation<?> operation) {
        return new Reply(202, WireJson.write(json(operation)));
    }

    private OperationJson json(Operation<?> operation) {
        OperationInfo info = gcs.operations().list().stream()
                .filter(one -> one.id().equals(operation.id()))
                .findFirst()
                .orElseThrow(() -> GcsException.of(ErrorDetail.builder(ErrorCode.OPERATION_NOT_FOUND)
                        .message("operation " + operation.id() + " ended long ago and is no longer remembered")
                        .build()));
        OperationJson json = OperationJson.of(info);
        if (info.state() != OperationState.SUCCEEDED) {
            return json;
        }
        try {
            return json.withResult(ResultJson.of(operation.await(Duration.ofSeconds(LONGEST_WAIT))));
        } catch (GcsException goneSince) {
            // What it made was removed by a later operation.
            LOG.debug("the result of {} is gone", operation.id(), goneSince);
            return json;
        }
    }

    private static Reply ok(Object value) {
        return new Reply(200, WireJson.write(value));
    }

    private static <T, J> List<J> all(List<T> values, Function<T, J> mapper) {
        return values.stream().map(mapper).toList();
    }

    private static Reply failed(int status, ErrorCode code, String message) {
        return error(status, ErrorDetail.builder(code).message(message).build());
    }

    private static Reply error(int status, ErrorDetail detail) {
        return new Reply(
                status,
                WireJson.write(
                        ErrorJson.of(detail.toBuilder().httpStatus(status).build())));
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST -> 400;
            case NOT_PERMITTED -> 403;
            case NOT_FOUND, VOLUME_NOT_FOUND, PEER_NOT_FOUND, DEVICE_NOT_FOUND, OPERATION_NOT_FOUND -> 404;
            case CONFLICT,
                    ALREADY_EXISTS,
                    WRONG_STATE,
                    IDEMPOTENCY_CONFLICT,
                    IN_USE,
                    STALE_PLAN,
                    CANCELLED,
                    SUPERSEDED -> 409;
            case REFUSED -> 422;
            case INTERNAL, OUTCOME_UNKNOWN -> 500;
            case NOT_SUPPORTED -> 501;
            case UNREACHABLE, INTERRUPTED -> 503;
            case TIMEOUT -> 504;
            case NO_FIT, NO_SPACE -> 507;
        };
    }

    private static InvalidRequestException invalid(String problem) {
        return InvalidRequestException.of("request", List.of(problem));
    }

    private static SortedMap<String, String> query(String text) {
        SortedMap<String, String> query = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                query.put(decoded(pair), "true");
            } else {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw invalid("the path has a bad escape: " + badEscape.getMessage());
        }
    }

    private record Route(String method, List<String> pattern, Function<Call, Reply> handler) {
        Route(String method, String path, Function<Call, Reply> handler) {
            this(method, List.of(path.split("/", -1)), handler);
        }

        boolean matches(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                if (!pattern.get(i).equals(ANY) && !pattern.get(i).equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Call(List<String> path, SortedMap<String, String> query, String body) {
        String name() {
            return path.get(1);
        }

        <T extends Record> T read(Class<T> type) {
            return WireJson.read(body, type);
        }

        VolumeRequestJson question() {
            return read(LayoutQuestionJson.class).request();
        }

        String required(String key) {
            String value = query.get(key);
            if (value == null) {
                throw invalid("the query lacks " + key);
            }
            return value;
        }

        boolean flag(String key) {
            return switch (query.getOrDefault(key, "false").toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw invalid(key + " must be true or false");
            };
        }

        long seconds(String key) {
            String text = query.getOrDefault(key, "0");
            if (!text.matches("[0-9]{1,9}")) {
                throw invalid(key + " must be a whole number of seconds");
            }
            return Long.parseLong(text);
        }
    }
}
