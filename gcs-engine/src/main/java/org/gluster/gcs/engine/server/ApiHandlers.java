/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.wire.AccessChangeJson;
import org.gluster.gcs.core.wire.AccessJson;
import org.gluster.gcs.core.wire.AuditJson;
import org.gluster.gcs.core.wire.CapabilitiesJson;
import org.gluster.gcs.core.wire.CreateAllJson;
import org.gluster.gcs.core.wire.DeleteAllJson;
import org.gluster.gcs.core.wire.DeviceEditJson;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.core.wire.DeviceRequestJson;
import org.gluster.gcs.core.wire.DrainPlanJson;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.EventsJson;
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
import org.gluster.gcs.core.wire.ResizeJson;
import org.gluster.gcs.core.wire.ResultJson;
import org.gluster.gcs.core.wire.TimelineJson;
import org.gluster.gcs.core.wire.VolumeEditJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.core.wire.VolumeRequestJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.server.Caller.Role;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventGap;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.DeleteRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /gcs/v1} over any {@link Gcs}, whatever carries requests and replies. A change is answered with 202 and
 * its operation as soon as the intent is recorded; {@code GET /gcs/v1/operations/ID?wait=SECONDS} waits for its end, at
 * most 30 seconds at a time. A change with an {@code Idempotency-Key} happens once, however often it is sent. Errors are
 * {@link ErrorJson}. What there is, {@code docs/openapi.json} describes. Thread-safe.
 */
public final class ApiHandlers implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandlers.class);
    private static final String PREFIX = "/gcs/v1/";
    private static final String KEY = "idempotency-key";
    private static final String OPENAPI = "openapi.json";
    private static final long LONGEST_WAIT = 30;
    private static final int LONGEST_PAGE = 1000;

    private final Gcs gcs;
    private final Consumer<DataPlane> shutdown;
    private final List<ApiRoute> routes;
    private final AtomicBoolean ending = new AtomicBoolean();

    /** Makes handlers that let nobody end the control plane: for callers on other machines. */
    public ApiHandlers(Gcs gcs) {
        this(gcs, wanted -> {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_PERMITTED)
                    .message(
                            "the control plane is ended on its own machine only: through its control socket, or by a signal")
                    .build());
        });
    }

    /**
     * Makes the handlers.
     *
     * @param shutdown called by {@code POST /gcs/v1/shutdown}; must return at once, since the reply goes out afterwards
     */
    public ApiHandlers(Gcs gcs, Consumer<DataPlane> shutdown) {
        this.gcs = Objects.requireNonNull(gcs, "gcs");
        this.shutdown = Objects.requireNonNull(shutdown, "shutdown");
        List<ApiRoute> all = new ArrayList<>();
        about(all);
        nodes(all);
        volumes(all);
        options(all);
        layouts(all);
        operations(all);
        routes = List.copyOf(all);
    }

    /** What is served, in the order of the description. */
    List<ApiRoute> routes() {
        return routes;
    }

    /** The routes as {@code GET /endpoints} announces them; unlike GlusterD2's own, their paths are whole. */
    public List<EndpointInfo> endpoints() {
        return routes.stream()
                .map(route -> new EndpointInfo(
                        "gcs " + route.method() + " " + route.path(),
                        route.summary(),
                        route.method(),
                        PREFIX + route.path(),
                        route.request().map(Class::getSimpleName).orElse(""),
                        route.response().map(Class::getSimpleName).orElse("")))
                .toList();
    }

    private void about(List<ApiRoute> all) {
        all.add(ApiRoute.get("ping", "Answers when the control plane does.")
                .answers(PingJson.class)
                .by(this::ping));
        all.add(ApiRoute.get("capabilities", "Tells what this control plane serves, and what the caller may do.")
                .answers(CapabilitiesJson.class)
                .by(call -> ok(new CapabilitiesJson(
                        "v1",
                        List.copyOf(gcs.capabilities()),
                        LONGEST_WAIT,
                        LONGEST_PAGE,
                        call.caller().name(),
                        call.caller().role().name()))));
        all.add(ApiRoute.get("openapi", "Describes /gcs/v1: the OpenAPI 3.1 document.")
                .answersAnyObject()
                .by(call -> HttpReply.json(200, openApi())));
        all.add(ApiRoute.post(
                        "shutdown",
                        "Ends the control plane, for callers on its control socket; bricks go on serving unless told.")
                .role(Role.ADMIN)
                .query("dataPlane", ApiRoute.Text.DATA_PLANE, "keep, the default, or stop")
                .answersAnyObject()
                .status(202)
                .by(this::shutdown));
        all.add(ApiRoute.get(
                        "events",
                        "Tells what has happened, and may wait for it; a gap says that events before are forgotten.")
                .query("after", ApiRoute.Text.EVENT_ID, "only those after that id: the last of the answer before")
                .query(
                        "wait",
                        ApiRoute.Text.NUMBER,
                        "waits so many seconds at most for one, " + LONGEST_WAIT + " at most")
                .query("limit", ApiRoute.Text.NUMBER, "at most so many, 1 to " + LONGEST_PAGE)
                .query(
                        "types",
                        ApiRoute.Text.ANY,
                        "only those of these types, e.g. volume.created, with commas between them")
                .answers(EventsJson.class)
                .byWaiting(this::events));
        all.add(ApiRoute.get("audit", "Compares what is on every node with what the records say.")
                .answers(AuditJson.class)
                .by(call -> ok(AuditJson.of(gcs.audit()))));
    }

    private void nodes(List<ApiRoute> all) {
        all.add(ApiRoute.get("peers", "Lists the nodes.")
                .answersEach(PeerJson.class)
                .by(call -> ok(all(gcs.peers().list(), PeerJson::of))));
        all.add(ApiRoute.post("peers", "Adds a node.")
                .role(Role.ADMIN)
                .takes(PeerRequestJson.class)
                .begins()
                .by(call -> begun(
                        call.gcs().peers().add(call.read(PeerRequestJson.class).toRequest()))));
        all.add(ApiRoute.get("peers/{name}", "Tells about one node.")
                .answers(PeerJson.class)
                .by(call -> ok(PeerJson.of(gcs.peers().get(call.name())))));
        all.add(ApiRoute.delete("peers/{name}", "Removes a node that has neither devices nor bricks.")
                .role(Role.ADMIN)
                .begins()
                .by(call -> begun(call.gcs().peers().remove(call.name()))));
        all.add(ApiRoute.get("devices", "Lists the devices; with node and path, only that one.")
                .query("node", ApiRoute.Text.ANY, "the node of the one device")
                .query("path", ApiRoute.Text.ANY, "its path there")
                .answersEach(DeviceJson.class)
                .by(this::devices));
        all.add(ApiRoute.post("devices", "Adds a device.")
                .role(Role.ADMIN)
                .takes(DeviceRequestJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .devices()
                        .add(call.read(DeviceRequestJson.class).toRequest()))));
        all.add(device(ApiRoute.delete("devices", "Removes a device that has no bricks."))
                .begins()
                .by(call -> begun(call.gcs().devices().remove(call.required("node"), call.required("path")))));
        all.add(device(ApiRoute.patch("devices", "Changes the labels of a device, and how much of it bricks may take."))
                .takes(DeviceEditJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .devices()
                        .edit(
                                call.required("node"),
                                call.required("path"),
                                call.read(DeviceEditJson.class).toEdit()))));
        all.add(device(ApiRoute.post("devices/enable", "Lets a device take bricks again."))
                .begins()
                .by(call -> begun(call.gcs().devices().enable(call.required("node"), call.required("path")))));
        all.add(device(ApiRoute.post("devices/disable", "Keeps new bricks from a device."))
                .begins()
                .by(call -> begun(call.gcs().devices().disable(call.required("node"), call.required("path")))));
        all.add(device(ApiRoute.get(
                        "devices/drain-plan", "Plans where each brick of a device could go; changes nothing."))
                .role(Role.READ)
                .answers(DrainPlanJson.class)
                .by(call ->
                        ok(DrainPlanJson.of(gcs.devices().drainPlan(call.required("node"), call.required("path"))))));
    }

    private static ApiRoute.Builder device(ApiRoute.Builder route) {
        return route.role(Role.ADMIN)
                .required("node", ApiRoute.Text.ANY, "the device's node")
                .required("path", ApiRoute.Text.ANY, "its path there");
    }

    private void volumes(List<ApiRoute> all) {
        all.add(ApiRoute.get("volumes", "Lists the volumes.")
                .answersEach(VolumeJson.class)
                .by(call -> ok(all(gcs.volumes().list(), VolumeJson::of))));
        all.add(ApiRoute.post("volumes", "Plans and creates a volume.")
                .role(Role.PROVISION)
                .takes(VolumeRequestJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volumes()
                        .create(call.read(VolumeRequestJson.class).toRequest()))));
        all.add(ApiRoute.post(
                        "volumes/create-all",
                        "Plans and creates several volumes together, all or none unless the mode says otherwise.")
                .role(Role.PROVISION)
                .takes(CreateAllJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volumes()
                        .createAll(call.read(CreateAllJson.class).toRequest()))));
        all.add(ApiRoute.post("volumes/delete-all", "Deletes several volumes and their data together.")
                .role(Role.PROVISION)
                .takes(DeleteAllJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volumes()
                        .deleteAll(call.read(DeleteAllJson.class).toRequest()))));
        all.add(ApiRoute.get("volumes/{name}", "Tells about one volume.")
                .answers(VolumeJson.class)
                .by(call -> ok(VolumeJson.of(gcs.volumes().get(call.name())))));
        all.add(ApiRoute.delete("volumes/{name}", "Deletes a volume and its data.")
                .role(Role.PROVISION)
                .query("stopFirst", ApiRoute.Text.FLAG, "stops it first when it is started")
                .query("ifExists", ApiRoute.Text.FLAG, "is done already when there is none")
                .query("idempotencyKey", ApiRoute.Text.ANY, "as the header Idempotency-Key")
                .begins()
                .by(this::deleteVolume));
        all.add(ApiRoute.post("volumes/{name}/start", "Starts a volume.")
                .role(Role.PROVISION)
                .begins()
                .by(call -> begun(call.gcs().volume(call.name()).start())));
        all.add(ApiRoute.post("volumes/{name}/stop", "Stops a volume.")
                .role(Role.PROVISION)
                .begins()
                .by(call -> begun(call.gcs().volume(call.name()).stop())));
        all.add(ApiRoute.post(
                        "volumes/{name}/resize", "Lets a volume hold that much; 507 tells which devices lack room.")
                .role(Role.PROVISION)
                .takes(ResizeJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volume(call.name())
                        .expandTo(call.read(ResizeJson.class).toCapacity()))));
        all.add(ApiRoute.get("volumes/{name}/access", "Tells who may mount a volume, and who was refused.")
                .answers(AccessJson.class)
                .by(call -> ok(AccessJson.of(gcs.volume(call.name()).access()))));
        all.add(ApiRoute.post("volumes/{name}/access", "Changes who may mount a volume.")
                .role(Role.PROVISION)
                .takes(AccessChangeJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volume(call.name())
                        .changeAccess(call.read(AccessChangeJson.class).toChange()))));
        all.add(ApiRoute.get("volumes/{name}/heal", "Asks every brick what waits to be healed.")
                .answers(HealJson.class)
                .by(call -> ok(HealJson.of(gcs.volume(call.name()).heal()))));
        all.add(ApiRoute.get("volumes/{name}/options", "Lists what each option of a volume is, and why.")
                .answersEach(OptionValueJson.class)
                .by(call -> ok(all(gcs.volume(call.name()).options().all(), OptionValueJson::of))));
        all.add(ApiRoute.post("volumes/{name}/options", "Changes options of a volume, all or none.")
                .role(Role.PROVISION)
                .takes(OptionChangeJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volume(call.name())
                        .changeOptions(call.read(OptionChangeJson.class).toChange()))));
        all.add(ApiRoute.post("volumes/{name}/edit", "Changes labels and metadata of a volume.")
                .role(Role.PROVISION)
                .takes(VolumeEditJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .volume(call.name())
                        .edit(call.read(VolumeEditJson.class).toEdit()))));
    }

    private void options(List<ApiRoute> all) {
        all.add(ApiRoute.get("options", "Lists the options that volumes have.")
                .answersEach(OptionJson.class)
                .by(call -> ok(all(gcs.options().list(), OptionJson::of))));
        all.add(ApiRoute.get("options/{key}", "Tells about one option.")
                .answers(OptionJson.class)
                .by(call -> ok(OptionJson.of(gcs.options().get(call.name())))));
        all.add(ApiRoute.get("option-groups", "Lists the option groups.")
                .answersEach(OptionGroupJson.class)
                .by(call -> ok(all(gcs.optionGroups().list(), OptionGroupJson::of))));
        all.add(ApiRoute.post("option-groups", "Makes an option group.")
                .role(Role.ADMIN)
                .takes(OptionGroupRequestJson.class)
                .begins()
                .by(call -> begun(call.gcs()
                        .optionGroups()
                        .create(call.read(OptionGroupRequestJson.class).toRequest()))));
        all.add(ApiRoute.get("option-groups/{name}", "Tells about one option group.")
                .answers(OptionGroupJson.class)
                .by(call -> ok(OptionGroupJson.of(gcs.optionGroups().get(call.name())))));
        all.add(ApiRoute.delete("option-groups/{name}", "Deletes an option group that a user made.")
                .role(Role.ADMIN)
                .begins()
                .by(call -> begun(call.gcs().optionGroups().delete(call.name()))));
    }

    private void layouts(List<ApiRoute> all) {
        all.add(ApiRoute.post("layouts", "Plans a volume and changes nothing; 507 tells why nothing fits.")
                .takes(LayoutQuestionJson.class)
                .answers(LayoutJson.class)
                .by(call -> ok(LayoutJson.of(layouts(call).plan(call.question().toPlanRequest())))));
        all.add(ApiRoute.post("layouts/largest", "Plans the largest volume of a kind.")
                .takes(LayoutQuestionJson.class)
                .answers(LayoutJson.class)
                .by(call ->
                        ok(LayoutJson.of(layouts(call).largest(call.question().toPlanRequest())))));
        all.add(ApiRoute.post("layouts/count", "Tells how many such volumes fit.")
                .takes(LayoutQuestionJson.class)
                .answers(HowManyJson.class)
                .by(call ->
                        ok(HowManyJson.of(layouts(call).howMany(call.question().toPlanRequest())))));
        all.add(ApiRoute.post("layouts/apply", "Creates a volume as it was planned; 409 when it cannot be so any more.")
                .role(Role.PROVISION)
                .query("ifUnchanged", ApiRoute.Text.FLAG, "only while the inventory has the revision it was planned on")
                .takes(LayoutJson.class)
                .begins()
                .by(this::apply));
    }

    private void operations(List<ApiRoute> all) {
        all.add(ApiRoute.get("operations", "Lists operations, the oldest first.")
                .query("state", ApiRoute.Text.OPERATION_STATE, "only those in that state")
                .query("kind", ApiRoute.Text.OPERATION_KIND, "only those of that kind")
                .query("subject", ApiRoute.Text.ANY, "only those about that volume, node, device or option group")
                .query("after", ApiRoute.Text.UUID, "only those after that one: the last of the page before")
                .query("limit", ApiRoute.Text.NUMBER, "at most so many, 1 to " + LONGEST_PAGE + "; all when not given")
                .answersEach(OperationJson.class)
                .by(this::listOperations));
        all.add(ApiRoute.get("operations/{id}", "Tells about one operation, and may wait for its end.")
                .query(
                        "wait",
                        ApiRoute.Text.NUMBER,
                        "waits so many seconds at most for its end, " + LONGEST_WAIT + " at most")
                .answers(OperationJson.class)
                .byWaiting(this::operation));
        all.add(ApiRoute.get("operations/{id}/timeline", "Tells where the time of one of the latest operations went.")
                .answers(TimelineJson.class)
                .by(call -> ok(TimelineJson.of(gcs.operations().timeline(OperationId.parse(call.name()))))));
        all.add(ApiRoute.post(
                        "operations/{id}/cancel", "Takes an operation back; on its way, or done, already is success.")
                .role(Role.PROVISION)
                .answers(OperationJson.class)
                .status(202)
                .by(this::cancel));
    }

    /** Answers one request; never throws, and blocks as the {@link Gcs} does, and as long as the request says. */
    @Override
    public HttpReply handle(HttpCall call) {
        HttpAnswer answer = begin(call);
        return answer instanceof HttpAnswer.Later later ? later.block() : ((HttpAnswer.Now) answer).reply();
    }

    @Override
    public HttpAnswer begin(HttpCall call) {
        try {
            HttpAnswer answer = answer(call);
            return answer instanceof HttpAnswer.Later later
                    ? new HttpAnswer.Later(
                            later.until(), later.patience(), later.giveUp(), () -> told(call, later.then()))
                    : new HttpAnswer.Now(line(((HttpAnswer.Now) answer).reply()));
        } catch (RuntimeException failure) {
            return new HttpAnswer.Now(failed(call, failure));
        }
    }

    private HttpReply told(HttpCall call, Supplier<HttpReply> reply) {
        try {
            return line(reply.get());
        } catch (RuntimeException failure) {
            return failed(call, failure);
        }
    }

    private static HttpReply line(HttpReply reply) {
        return reply.body().endsWith("\n") ? reply : reply.withBody(HttpReply.JSON, reply.body() + "\n");
    }

    private HttpReply failed(HttpCall call, RuntimeException thrown) {
        String requestId = call.caller().requestId();
        if (thrown instanceof GcsException failure) {
            return error(status(failure.code()), failure.detail(), requestId);
        }
        if (ending.get() && thrown instanceof IllegalStateException) {
            return failed(503, ErrorCode.UNREACHABLE, "the control plane is shutting down", requestId);
        }
        LOG.error("{} {} met a defect; please report it", call.method(), call.path(), thrown);
        return failed(500, ErrorCode.INTERNAL, "an unexpected failure, please report it: " + thrown, requestId);
    }

    private HttpAnswer answer(HttpCall http) {
        String path = http.path();
        String requestId = http.caller().requestId();
        if (!path.startsWith(PREFIX)) {
            return new HttpAnswer.Now(noSuchPath(path, requestId));
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(PREFIX.length()).split("/", -1)) {
            segments.add(decoded(segment.replace("+", "%2B")));
        }
        List<String> allowed = new ArrayList<>();
        for (ApiRoute route : routes) {
            if (route.matches(segments)) {
                if (route.method().equals(http.method())) {
                    require(http.caller(), route.role(), http.method() + " " + path);
                    SortedMap<String, String> query = http.query().isEmpty() ? new TreeMap<>() : query(http.query());
                    route.check(query);
                    return route.handler()
                            .apply(new Call(segments, query, http.body(), http.caller(), keyed(http, route)));
                }
                allowed.add(route.method());
            }
        }
        return new HttpAnswer.Now(
                allowed.isEmpty()
                        ? noSuchPath(path, requestId)
                        : failed(405, ErrorCode.NOT_SUPPORTED, http.method() + " is not served at " + path, requestId)
                                .withHeader("Allow", String.join(", ", allowed)));
    }

    /** The control plane with the key of the request, where it has one and makes a change. */
    private Gcs keyed(HttpCall http, ApiRoute route) {
        String key = route.keyed() ? http.header(KEY).orElse("") : "";
        Gcs own = gcs.forCaller(http.caller().name());
        return key.isEmpty() ? own : own.withIdempotencyKey(key);
    }

    private static void require(Caller caller, Role role, String what) {
        if (!caller.role().includes(role)) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_PERMITTED)
                    .message(what + " needs the role " + word(role) + ", and " + caller.name() + " has "
                            + word(caller.role()) + ": use credentials that have it")
                    .build());
        }
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static HttpReply noSuchPath(String path, String requestId) {
        return failed(
                404,
                ErrorCode.NOT_FOUND,
                "nothing is served at " + path + "; /gcs/v1/openapi tells what is",
                requestId);
    }

    private static String openApi() {
        try (InputStream in = ApiHandlers.class.getResourceAsStream(OPENAPI)) {
            return new String(Objects.requireNonNull(in, OPENAPI).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Layouts layouts(Call call) {
        return gcs.layouts().assuming(call.read(LayoutQuestionJson.class).toHypothesis());
    }

    private HttpReply ping(Call call) {
        gcs.ping();
        return ok(PingJson.of(gcs.capabilities()));
    }

    private HttpReply shutdown(Call call) {
        DataPlane dataPlane = switch (call.query().getOrDefault("dataPlane", "keep")) {
            case "keep" -> DataPlane.KEEP;
            case "stop" -> DataPlane.STOP;
            default -> throw ApiRoute.invalid("dataPlane must be keep or stop");
        };
        ending.set(true);
        try {
            shutdown.accept(dataPlane);
        } catch (GcsException refused) {
            ending.set(false);
            throw refused;
        }
        return HttpReply.json(202, "{}");
    }

    /** All of them, or the one of a node and path. */
    private HttpReply devices(Call call) {
        if (call.query().isEmpty()) {
            return ok(all(gcs.devices().list(), DeviceJson::of));
        }
        return ok(List.of(DeviceJson.of(gcs.devices().get(call.required("node"), call.required("path")))));
    }

    private HttpReply deleteVolume(Call call) {
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
        return begun(call.gcs().volume(call.name()).delete(request.build()));
    }

    private HttpReply apply(Call call) {
        BrickLayout layout = call.read(LayoutJson.class).toLayout();
        return begun(
                call.flag("ifUnchanged")
                        ? call.gcs().volumes().createIfUnchanged(layout)
                        : call.gcs().volumes().create(layout));
    }

    private HttpReply listOperations(Call call) {
        List<OperationInfo> wanted = new ArrayList<>(gcs.operations().list());
        String after = call.query().get("after");
        if (after != null) {
            OperationId last = OperationId.parse(after);
            int position = 0;
            while (position < wanted.size() && !wanted.get(position).id().equals(last)) {
                position++;
            }
            if (position == wanted.size()) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.OPERATION_NOT_FOUND)
                        .message("there is no operation " + last
                                + " any more to list those after it: list from the beginning")
                        .build());
            }
            wanted = wanted.subList(position + 1, wanted.size());
        }
        call.oneOf("state", OperationState.class);
        call.oneOf("kind", OperationKind.class);
        return ok(wanted.stream()
                .filter(one -> call.wants("state", one.state().name()))
                .filter(one -> call.wants("kind", one.kind().name()))
                .filter(one -> call.wants("subject", one.subject()))
                .limit(call.limit())
                .map(OperationJson::of)
                .toList());
    }

    /** What a caller must be to take back an operation of that kind: what it must be to begin one. */
    private static Role roleOf(OperationKind kind) {
        return switch (kind) {
            case ADD_PEER,
                    REMOVE_PEER,
                    ADD_DEVICE,
                    REMOVE_DEVICE,
                    ENABLE_DEVICE,
                    DISABLE_DEVICE,
                    EDIT_DEVICE,
                    CREATE_OPTION_GROUP,
                    DELETE_OPTION_GROUP -> Role.ADMIN;
            default -> Role.PROVISION;
        };
    }

    private HttpAnswer operation(Call call) {
        Operation<?> operation = gcs.operations().get(OperationId.parse(call.name()));
        Duration patience = Duration.ofSeconds(Math.min(call.number("wait"), LONGEST_WAIT));
        if (patience.isZero() || operation.state().terminal()) {
            return new HttpAnswer.Now(ok(json(operation)));
        }
        CompletableFuture<?> end = operation.toFuture();
        return new HttpAnswer.Later(end, patience, () -> end.cancel(false), () -> ok(json(operation)));
    }

    private HttpAnswer events(Call call) {
        EventQuery.Builder query = EventQuery.builder();
        String after = call.query().get("after");
        if (after != null) {
            if (!after.matches("[0-9]{1,18}")) {
                throw ApiRoute.invalid("after must be the id of an event, a whole number");
            }
            query.since(Long.parseLong(after));
        }
        for (String word : call.query().getOrDefault("types", "").split(",", -1)) {
            if (!word.isEmpty()) {
                EventType type = EventType.ofWord(word);
                if (type == EventType.OTHER && !word.equals(type.word())) {
                    throw ApiRoute.invalid(
                            "types has \"" + word + "\", and no event is called so; e.g. volume.created is");
                }
                query.types(type);
            }
        }
        if (call.query().containsKey("limit")) {
            query.limit(Math.toIntExact(call.number("limit")));
        }
        Duration patience = Duration.ofSeconds(Math.min(call.number("wait"), LONGEST_WAIT));
        EventQuery wanted = query.build();
        EventPage page = gcs.events().list(wanted);
        if (patience.isZero() || !page.events().isEmpty() || page.gap().isPresent()) {
            return new HttpAnswer.Now(ok(EventsJson.of(page)));
        }
        FirstEvent first = new FirstEvent();
        EventSubscription following = gcs.events()
                .subscribe(more -> more.since(page.last()).types(wanted.types().toArray(new EventType[0])), first);
        return new HttpAnswer.Later(
                first.happened,
                patience,
                following::close,
                () -> ok(EventsJson.of(gcs.events().list(wanted))));
    }

    /** Ends with the first thing that a subscription tells. */
    private static final class FirstEvent implements EventListener {
        final CompletableFuture<Boolean> happened = new CompletableFuture<>();

        @Override
        public void onEvent(ClusterEvent event) {
            happened.complete(true);
        }

        @Override
        public void onGap(EventGap gap) {
            happened.complete(true);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            happened.complete(false);
        }
    }

    private HttpReply cancel(Call call) {
        Operation<?> operation = gcs.operations().get(OperationId.parse(call.name()));
        Role role = roleOf(operation.kind());
        require(call.caller(), role, "cancelling " + operation.kind());
        operation.cancel();
        return HttpReply.json(202, WireJson.write(json(operation)));
    }

    private HttpReply begun(Operation<?> operation) {
        return HttpReply.json(202, WireJson.write(json(operation)));
    }

    private OperationJson json(Operation<?> operation) {
        OperationInfo info = gcs.operations().info(operation.id());
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

    private static HttpReply ok(Object value) {
        return HttpReply.json(200, WireJson.write(value));
    }

    private static <T, J> List<J> all(List<T> values, Function<T, J> mapper) {
        return values.stream().map(mapper).toList();
    }

    private static HttpReply failed(int status, ErrorCode code, String message, String requestId) {
        return error(status, ErrorDetail.builder(code).message(message).build(), requestId);
    }

    private static HttpReply error(int status, ErrorDetail detail, String requestId) {
        ErrorDetail.Builder told = detail.toBuilder().httpStatus(status);
        if (!requestId.isEmpty()) {
            told.requestId(requestId);
        }
        HttpReply reply = HttpReply.json(status, WireJson.write(ErrorJson.of(told.build())) + "\n");
        return detail.code() == ErrorCode.OVERLOADED ? reply.withHeader("Retry-After", "1") : reply;
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
            case UNREACHABLE, INTERRUPTED, OVERLOADED -> 503;
            case TIMEOUT -> 504;
            case NO_FIT, NO_SPACE, LIMIT_EXCEEDED -> 507;
        };
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
            throw ApiRoute.invalid("the path has a bad escape: " + badEscape.getMessage());
        }
    }

    /** One request to a route. */
    record Call(List<String> path, SortedMap<String, String> query, String body, Caller caller, Gcs gcs) {
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
                throw ApiRoute.invalid("the query lacks " + key);
            }
            return value;
        }

        /** Whether a filter of the query lets that through. */
        boolean wants(String key, String value) {
            return query.getOrDefault(key, value).equals(value);
        }

        /** Refuses what is no name of the enumeration. */
        <E extends Enum<E>> void oneOf(String key, Class<E> enumeration) {
            List<String> names = Arrays.stream(enumeration.getEnumConstants())
                    .map(Enum::name)
                    .toList();
            String given = query.get(key);
            if (given != null && !names.contains(given)) {
                throw ApiRoute.invalid(key + " must be one of " + String.join(", ", names) + ", not \"" + given + "\"");
            }
        }

        /** The longest list that the caller wants. */
        long limit() {
            String text = query.get("limit");
            if (text == null) {
                return Long.MAX_VALUE;
            }
            long limit = number("limit");
            if (limit < 1 || limit > LONGEST_PAGE) {
                throw ApiRoute.invalid("limit must be 1 to " + LONGEST_PAGE + ", not " + text);
            }
            return limit;
        }

        boolean flag(String key) {
            return switch (query.getOrDefault(key, "false").toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw ApiRoute.invalid(key + " must be true or false");
            };
        }

        long number(String key) {
            String text = query.getOrDefault(key, "0");
            if (!text.matches("[0-9]{1,9}")) {
                throw ApiRoute.invalid(key + " must be a whole number");
            }
            return Long.parseLong(text);
        }
    }
}
