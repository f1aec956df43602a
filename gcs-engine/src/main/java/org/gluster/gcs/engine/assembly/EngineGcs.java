/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.Devices;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Peers;
import org.gluster.gcs.core.planner.Inventory;
import org.gluster.gcs.core.planner.Planner;
import org.gluster.gcs.core.planner.WhatIf;
import org.gluster.gcs.engine.agent.Agent.AuditPart;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Cancel;
import org.gluster.gcs.engine.operation.DeviceRequests;
import org.gluster.gcs.engine.operation.OptionRequests;
import org.gluster.gcs.engine.operation.PeerRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.server.gd2.Gd2Backend;
import org.gluster.gcs.event.Events;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.operation.Progress;
import org.gluster.gcs.operation.Timeline;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionGroups;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.Options;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.AccessRefusal;
import org.gluster.gcs.volume.AccessReport;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.DeleteRequest;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeOptions;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.gluster.gcs.volume.Volumes;

/**
 * The facade over an {@link Engine} in this process. Reads block until the coordinator's loop has answered, at most for the
 * answer time; thread-safe.
 */
public final class EngineGcs implements Gcs {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Engine engine;
    private final Duration awaitTimeout;
    private final Executor callbacks;
    private final UnaryOperator<String> nodeDirectory;
    private final UnaryOperator<String> devicePath;
    private final Runnable onClose;
    private final Requested besides;
    private final AtomicBoolean closed;

    /**
     * The facade of a started engine.
     *
     * @param awaitTimeout how long {@link Operation#await()} waits
     * @param callbacks where callers' futures complete
     * @param nodeDirectory a node's own directory by its name; may refuse with a GcsException
     * @param devicePath a device's path as the kernel names it, links resolved
     * @param onClose stops the engine and frees what it was made of; called on each close, so idempotent
     */
    public EngineGcs(
            Engine engine,
            Duration awaitTimeout,
            Executor callbacks,
            UnaryOperator<String> nodeDirectory,
            UnaryOperator<String> devicePath,
            Runnable onClose) {
        this(engine, awaitTimeout, callbacks, nodeDirectory, devicePath, onClose, Requested.PLAIN, new AtomicBoolean());
    }

    private EngineGcs(
            Engine engine,
            Duration awaitTimeout,
            Executor callbacks,
            UnaryOperator<String> nodeDirectory,
            UnaryOperator<String> devicePath,
            Runnable onClose,
            Requested besides,
            AtomicBoolean closed) {
        this.engine = engine;
        this.awaitTimeout = awaitTimeout;
        this.callbacks = callbacks;
        this.nodeDirectory = nodeDirectory;
        this.devicePath = devicePath;
        this.onClose = onClose;
        this.besides = besides;
        this.closed = closed;
    }

    @Override
    public Gcs withIdempotencyKey(String key) {
        return new EngineGcs(
                engine,
                awaitTimeout,
                callbacks,
                nodeDirectory,
                devicePath,
                onClose,
                besides.keyed(IdempotencyKey.of(key).value()),
                closed);
    }

    @Override
    public Gcs forCaller(String caller) {
        return new EngineGcs(
                engine, awaitTimeout, callbacks, nodeDirectory, devicePath, onClose, besides.by(caller), closed);
    }

    @Override
    public Peers peers() {
        return new EnginePeers();
    }

    @Override
    public Devices devices() {
        return new EngineDevices();
    }

    @Override
    public Volumes volumes() {
        return new EngineVolumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return new EngineVolume(VolumeName.of(name));
    }

    @Override
    public Layouts layouts() {
        return new EngineLayouts(Hypothesis.none());
    }

    @Override
    public Options options() {
        return new EngineOptions();
    }

    @Override
    public OptionGroups optionGroups() {
        return new EngineOptionGroups();
    }

    @Override
    public Operations operations() {
        return new EngineOperations();
    }

    @Override
    public Events events() {
        return new EngineEvents(engine.coordinator(), callbacks);
    }

    @Override
    public AuditReport audit() {
        requireOpen();
        List<Finding> findings = new ArrayList<>();
        long checked = 0;
        for (AuditPart part : answer(engine.audits(), "the audit")) {
            findings.addAll(part.findings());
            checked += part.checked();
        }
        List<Finding> unreadable = ask(Views::unreadable);
        findings.addAll(unreadable);
        return AuditReport.builder()
                .findings(findings)
                .checked(checked + unreadable.size())
                .at(Instant.parse(ask(view -> engine.now())))
                .build();
    }

    @Override
    public SortedSet<Capability> capabilities() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(Capability.values())));
    }

    @Override
    public void ping() {
        ask(view -> true);
    }

    @Override
    public void close() {
        closed.set(true);
        onClose.run();
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this control plane was closed");
        }
    }

    <T> T ask(Function<View, T> question) {
        requireOpen();
        return answer(engine.coordinator().ask(question), "the answer of the coordinator");
    }

    <T> T answer(CompletionStage<T> stage, String what) {
        return Waits.get(stage, ANSWER, what, () -> "no answer");
    }

    <T> Operation<T> submit(Decision<OperationRecord> decision, BiFunction<View, OperationRecord, T> result) {
        requireOpen();
        OperationRecord begun = answer(engine.coordinator().submit(decision), "the commit of the operation");
        return new Handle<>(begun, result);
    }

    /** A decision that begins no operation. */
    <T> T decide(Decision<T> decision, String what) {
        requireOpen();
        return answer(engine.coordinator().submit(decision), what);
    }

    /** Adds a peer with metadata. */
    Operation<Peer> addPeer(PeerRequest request, SortedMap<String, String> metadata) {
        return submit(
                PeerRequests.add(
                        request,
                        nodeDirectory.apply(request.name().value()),
                        metadata,
                        requested(request.idempotencyKey())),
                EngineGcs::peerOf);
    }

    /**
     * The same engine for GlusterD2's interface.
     *
     * @param version of this control plane
     * @param reaches whether a node could be run at an address here; may block
     */
    public Gd2Backend gd2(String version, Predicate<String> reaches) {
        return new EngineGd2(this, engine, version, reaches);
    }

    private Requested requested(Optional<IdempotencyKey> key) {
        if (key.isPresent()
                && !besides.idempotencyKey().isEmpty()
                && !besides.idempotencyKey().equals(key.get().value())) {
            throw InvalidRequestException.of(
                    "request",
                    List.of("it has the idempotency key \"" + key.get() + "\" of its own and is sent with \""
                            + besides.idempotencyKey() + "\": leave one out"));
        }
        return key.map(given -> besides.keyed(given.value())).orElse(besides);
    }

    private static GcsException absent(String volume) {
        return Errors.of(
                ErrorCode.VOLUME_NOT_FOUND,
                volume,
                "there is no volume \"" + volume + "\"; list the volumes to see which there are");
    }

    static Volume volumeOf(View view, OperationRecord operation) {
        return view.volume(operation.name())
                .map(record -> Views.volume(view, record))
                .orElseThrow(() -> Errors.of(
                        ErrorCode.VOLUME_NOT_FOUND,
                        operation.name(),
                        "operation " + operation.id() + " has succeeded, but its volume \"" + operation.name()
                                + "\" was deleted since"));
    }

    static BulkResult<Volume> createdOf(View view, OperationRecord operation) {
        return Views.outcomes(
                view,
                operation,
                member -> view.volume(member.name())
                        .filter(volume -> volume.id().equals(member.volume()))
                        .map(volume -> Views.volume(view, volume)));
    }

    static BulkResult<VolumeName> deletedOf(View view, OperationRecord operation) {
        return Views.outcomes(view, operation, member -> Optional.of(VolumeName.of(member.name())));
    }

    private static Peer peerOf(View view, OperationRecord operation) {
        return view.peer(operation.name())
                .map(Views::peer)
                .orElseThrow(() -> Errors.of(
                        ErrorCode.PEER_NOT_FOUND,
                        operation.name(),
                        "operation " + operation.id() + " has succeeded, but its peer was removed since"));
    }

    private static Device deviceOf(View view, OperationRecord operation) {
        return view.device(operation.subject().substring(Keys.DEVICES.length()))
                .map(record -> Views.device(view, record))
                .orElseThrow(() -> Errors.of(
                        ErrorCode.DEVICE_NOT_FOUND,
                        operation.name(),
                        "operation " + operation.id() + " has succeeded, but its device was removed since"));
    }

    private static OptionGroup groupOf(View view, OperationRecord operation) {
        return OptionViews.group(view, operation.name())
                .orElseThrow(() -> Errors.of(
                        ErrorCode.NOT_FOUND,
                        operation.name(),
                        "operation " + operation.id() + " has succeeded, but its option group was deleted since"));
    }

    private static DeviceId deviceIdOf(OperationRecord operation) {
        return DeviceId.of(UUID.fromString(operation.subject().substring(Keys.DEVICES.length())));
    }

    private static Object resultOf(View view, OperationRecord operation) {
        return switch (OperationKind.valueOf(operation.kind())) {
            case ADD_PEER -> peerOf(view, operation);
            case REMOVE_PEER -> NodeName.of(operation.name());
            case ADD_DEVICE, ENABLE_DEVICE, DISABLE_DEVICE, EDIT_DEVICE -> deviceOf(view, operation);
            case REMOVE_DEVICE -> deviceIdOf(operation);
            case CREATE_VOLUME, START_VOLUME, STOP_VOLUME, CHANGE_ACCESS, CHANGE_OPTIONS, EDIT_VOLUME, EXPAND_VOLUME ->
                volumeOf(view, operation);
            case CREATE_VOLUMES -> createdOf(view, operation);
            case DELETE_VOLUMES -> deletedOf(view, operation);
            case DELETE_VOLUME -> VolumeName.of(operation.name());
            case CREATE_OPTION_GROUP -> groupOf(view, operation);
            case DELETE_OPTION_GROUP -> OptionGroupName.of(operation.name());
        };
    }

    private final class Handle<T> implements Operation<T> {
        private final OperationRecord begun;
        private final BiFunction<View, OperationRecord, T> result;

        Handle(OperationRecord begun, BiFunction<View, OperationRecord, T> result) {
            this.begun = begun;
            this.result = result;
        }

        @Override
        public OperationId id() {
            return OperationId.of(UUID.fromString(begun.id()));
        }

        @Override
        public OperationKind kind() {
            return OperationKind.valueOf(begun.kind());
        }

        @Override
        public String subject() {
            return begun.name();
        }

        private OperationRecord now(View view) {
            return view.operation(begun.id()).orElse(begun);
        }

        @Override
        public OperationState state() {
            return OperationState.valueOf(ask(this::now).state());
        }

        @Override
        public Progress progress() {
            return ask(view -> Views.progress(view, now(view)));
        }

        @Override
        public T await() {
            return await(awaitTimeout);
        }

        @Override
        public T await(Duration timeout) {
            requireOpen();
            return Waits.get(
                    end(),
                    timeout,
                    this.toString(),
                    () -> {
                        OperationRecord seen = ask(this::now);
                        Progress progress = progress();
                        String why = seen.error().there() ? " (" + seen.error().message() + ")" : "";
                        return Words.of(seen.state()) + why + ", " + progress.done() + " of " + progress.total()
                                + (begun.bulk() ? " volumes" : " nodes") + " done"
                                + (progress.doing().isEmpty() ? "" : ", " + progress.doing());
                    },
                    kind().cancellable() ? "wait again, or cancel it" : "wait again");
        }

        private CompletionStage<T> end() {
            return engine.coordinator().whenEnded(begun.id()).thenCompose(ended -> {
                if (!ended.state().equals(OperationState.SUCCEEDED.name())) {
                    CompletableFuture<T> failed = new CompletableFuture<>();
                    failed.completeExceptionally(Errors.of(ended));
                    return failed;
                }
                return engine.coordinator().ask(view -> result.apply(view, ended));
            });
        }

        @Override
        public CompletableFuture<T> toFuture() {
            CompletableFuture<T> future = new CompletableFuture<>();
            end().whenComplete((value, failure) -> callbacks.execute(() -> {
                if (failure == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(Waits.rethrown(failure));
                }
            }));
            return future;
        }

        @Override
        public void cancel() {
            requireOpen();
            answer(engine.coordinator().submit(new Cancel(begun.id())), "the commit of the cancellation");
        }

        @Override
        public String toString() {
            return Words.of(begun);
        }
    }

    private final class EnginePeers implements Peers {
        @Override
        public Operation<Peer> add(PeerRequest request) {
            return addPeer(request, new TreeMap<>());
        }

        @Override
        public Operation<NodeName> remove(String name) {
            return submit(PeerRequests.remove(name, besides), (view, done) -> NodeName.of(name));
        }

        @Override
        public Optional<Peer> find(String name) {
            return ask(view -> {
                view.requireReadable(Keys.peer(name));
                return view.peer(name).map(Views::peer);
            });
        }

        @Override
        public Peer get(String name) {
            return find(name)
                    .orElseThrow(() -> Errors.of(
                            ErrorCode.PEER_NOT_FOUND,
                            name,
                            "there is no peer \"" + name + "\"; list the peers to see which there are"));
        }

        @Override
        public List<Peer> list() {
            return ask(view -> view.peers().values().stream().map(Views::peer).toList());
        }
    }

    private final class EngineDevices implements Devices {
        @Override
        public Operation<Device> add(DeviceRequest request) {
            DeviceRequest resolved = DeviceRequest.of(device -> {
                device.node(request.node().value())
                        .path(devicePath.apply(request.path()))
                        .policy(request.policy());
                request.labels().forEach(device::label);
                request.limit().ifPresent(device::limit);
                request.idempotencyKey().ifPresent(key -> device.idempotencyKey(key.value()));
            });
            return submit(DeviceRequests.add(resolved, requested(request.idempotencyKey())), EngineGcs::deviceOf);
        }

        @Override
        public Operation<DeviceId> remove(String node, String path) {
            return submit(
                    DeviceRequests.remove(node, devicePath.apply(path), besides), (view, done) -> deviceIdOf(done));
        }

        @Override
        public Operation<Device> enable(String node, String path) {
            return submit(DeviceRequests.enable(node, devicePath.apply(path), true, besides), EngineGcs::deviceOf);
        }

        @Override
        public Operation<Device> disable(String node, String path) {
            return submit(DeviceRequests.enable(node, devicePath.apply(path), false, besides), EngineGcs::deviceOf);
        }

        @Override
        public Operation<Device> edit(String node, String path, DeviceEdit edit) {
            return submit(DeviceRequests.edit(node, devicePath.apply(path), edit, besides), EngineGcs::deviceOf);
        }

        @Override
        public DrainPlan drainPlan(String node, String path) {
            String resolved = devicePath.apply(path);
            return ask(view -> DeviceRequests.drainPlan(view, node, resolved));
        }

        @Override
        public Optional<Device> find(String node, String path) {
            String resolved = devicePath.apply(path);
            return ask(view -> DeviceRequests.find(view, node, resolved).map(record -> Views.device(view, record)));
        }

        @Override
        public Device get(String node, String path) {
            return find(node, path)
                    .orElseThrow(() -> Errors.of(
                            ErrorCode.DEVICE_NOT_FOUND,
                            path,
                            "the node \"" + node + "\" has no device " + path
                                    + "; list the devices to see which there are"));
        }

        @Override
        public List<Device> list() {
            return ask(Views::devices);
        }
    }

    private final class EngineVolumes implements Volumes {
        @Override
        public Operation<Volume> create(VolumeRequest request) {
            return submit(VolumeRequests.create(request, requested(request.idempotencyKey())), EngineGcs::volumeOf);
        }

        @Override
        public Operation<Volume> create(BrickLayout layout) {
            return submit(
                    VolumeRequests.create(layout, requested(layout.request().idempotencyKey())), EngineGcs::volumeOf);
        }

        @Override
        public Operation<Volume> createIfUnchanged(BrickLayout layout) {
            return submit(
                    VolumeRequests.createIfUnchanged(
                            layout, requested(layout.request().idempotencyKey())),
                    EngineGcs::volumeOf);
        }

        @Override
        public Operation<BulkResult<Volume>> createAll(CreateAllRequest request) {
            return submit(VolumeRequests.createAll(request, requested(request.idempotencyKey())), EngineGcs::createdOf);
        }

        @Override
        public Operation<BulkResult<VolumeName>> deleteAll(DeleteAllRequest request) {
            return submit(VolumeRequests.deleteAll(request, requested(request.idempotencyKey())), EngineGcs::deletedOf);
        }

        @Override
        public Optional<Volume> find(String name) {
            return ask(view -> {
                view.requireReadable(Keys.volume(name));
                return view.volume(name).map(record -> Views.volume(view, record));
            });
        }

        @Override
        public Volume get(String name) {
            return find(name).orElseThrow(() -> absent(name));
        }

        @Override
        public List<Volume> list() {
            return ask(view -> view.volumes().values().stream()
                    .map(record -> Views.volume(view, record))
                    .toList());
        }
    }

    private final class EngineVolume implements VolumeHandle {
        private final VolumeName name;

        EngineVolume(VolumeName name) {
            this.name = name;
        }

        @Override
        public VolumeName name() {
            return name;
        }

        @Override
        public Optional<Volume> find() {
            return volumes().find(name.value());
        }

        @Override
        public Volume get() {
            return volumes().get(name.value());
        }

        @Override
        public Operation<Volume> start() {
            return submit(VolumeRequests.start(name.value(), besides), EngineGcs::volumeOf);
        }

        @Override
        public Operation<Volume> stop() {
            return submit(VolumeRequests.stop(name.value(), besides), EngineGcs::volumeOf);
        }

        @Override
        public Operation<VolumeName> delete(DeleteRequest request) {
            return submit(
                    VolumeRequests.delete(
                            name.value(), request.stopFirst(), request.ifExists(), requested(request.idempotencyKey())),
                    (view, done) -> name);
        }

        @Override
        public Operation<Volume> expandTo(Capacity capacity) {
            return submit(VolumeRequests.expand(name.value(), capacity, besides), EngineGcs::volumeOf);
        }

        @Override
        public AccessReport access() {
            get();
            List<AccessRefusal> refusals = new ArrayList<>();
            answer(engine.refusals(name.value()), "the refusals of the nodes").forEach(refusals::addAll);
            refusals.sort(java.util.Comparator.comparing(AccessRefusal::last)
                    .reversed()
                    .thenComparing(AccessRefusal::address)
                    .thenComparing(refusal -> refusal.node().value()));
            return ask(view -> {
                VolumeRecord record = view.volume(name.value()).orElseThrow(() -> absent(name.value()));
                TreeSet<String> nodes = new TreeSet<>(VolumeRequests.nodeAddresses(view));
                nodes.add(Volfiles.LOCAL_HOST);
                return new AccessReport(name, VolumeRequests.accessList(record), List.copyOf(nodes), refusals);
            });
        }

        @Override
        public Operation<Volume> changeAccess(AccessChange change) {
            return submit(
                    VolumeRequests.changeAccess(name.value(), change, requested(change.idempotencyKey())),
                    EngineGcs::volumeOf);
        }

        @Override
        public VolumeOptions options() {
            return ask(view -> {
                        view.requireReadable(Keys.volume(name.value()));
                        return view.volume(name.value()).map(OptionViews::options);
                    })
                    .orElseThrow(() -> absent(name.value()));
        }

        @Override
        public Operation<Volume> changeOptions(OptionChange change) {
            return submit(
                    OptionRequests.change(name.value(), change, requested(change.idempotencyKey())),
                    EngineGcs::volumeOf);
        }

        @Override
        public Operation<Volume> edit(VolumeEdit edit) {
            return submit(
                    VolumeRequests.edit(name.value(), edit, requested(edit.idempotencyKey())), EngineGcs::volumeOf);
        }

        @Override
        public HealReport heal() {
            Volume volume = get();
            if (volume.state() != VolumeState.STARTED) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.WRONG_STATE)
                        .message("the volume \"" + name + "\" is "
                                + volume.state().name().toLowerCase(Locale.ROOT)
                                + ", so no brick can tell what is waiting to be healed; start it first")
                        .resource(name.value())
                        .build());
            }
            TreeMap<String, Long> pending = new TreeMap<>();
            answer(engine.pendingHeals(name.value()), "the counts of pending heals")
                    .forEach(pending::putAll);
            List<BrickHeal> bricks = new ArrayList<>();
            volume.bricks().forEach(brick -> {
                Long count = pending.get(brick.id().toString());
                boolean online = brick.state() == org.gluster.gcs.volume.BrickState.ONLINE && count != null;
                bricks.add(new BrickHeal(brick.id(), brick.node(), brick.path(), online, count == null ? 0 : count));
            });
            return HealReport.of(name, bricks);
        }
    }

    /** Takes the inventory on the coordinator's loop, and works on it, since it is immutable, on the caller's thread. */
    private final class EngineLayouts implements Layouts {
        private final Hypothesis hypothesis;

        EngineLayouts(Hypothesis hypothesis) {
            this.hypothesis = hypothesis;
        }

        private Inventory inventory() {
            return WhatIf.assume(ask(VolumeRequests::inventory), hypothesis);
        }

        @Override
        public BrickLayout plan(VolumeRequest request) {
            return Planner.plan(inventory(), request);
        }

        @Override
        public BrickLayout largest(VolumeRequest kind) {
            return WhatIf.largest(inventory(), kind);
        }

        @Override
        public HowMany howMany(VolumeRequest request) {
            return WhatIf.howMany(inventory(), request);
        }

        @Override
        public Layouts assuming(Hypothesis other) {
            return new EngineLayouts(other);
        }
    }

    /** The same for every engine; asked for all the same, so that a closed one answers nothing. */
    private final class EngineOptions implements Options {
        @Override
        public List<OptionInfo> list() {
            return ask(view -> OptionViews.catalogue());
        }

        @Override
        public Optional<OptionInfo> find(String key) {
            return ask(view -> OptionViews.option(key));
        }

        @Override
        public OptionInfo get(String key) {
            return find(key).orElseThrow(() -> Errors.of(ErrorCode.NOT_FOUND, key, OptionViews.unknown(key)));
        }
    }

    private final class EngineOptionGroups implements OptionGroups {
        @Override
        public List<OptionGroup> list() {
            return ask(OptionViews::groups);
        }

        @Override
        public Optional<OptionGroup> find(String name) {
            return ask(view -> OptionViews.group(view, name));
        }

        @Override
        public OptionGroup get(String name) {
            return find(name)
                    .orElseThrow(() -> Errors.of(
                            ErrorCode.NOT_FOUND,
                            name,
                            "there is no option group \"" + name
                                    + "\"; list the option groups to see which there are"));
        }

        @Override
        public Operation<OptionGroup> create(OptionGroupRequest request) {
            return submit(OptionRequests.createGroup(request, requested(request.idempotencyKey())), EngineGcs::groupOf);
        }

        @Override
        public Operation<OptionGroupName> delete(String name) {
            return submit(OptionRequests.deleteGroup(name, besides), (view, done) -> OptionGroupName.of(name));
        }
    }

    private final class EngineOperations implements Operations {
        @Override
        public Operation<?> get(OperationId id) {
            return find(id).orElseThrow(() -> absent(id));
        }

        private static GcsException absent(OperationId id) {
            return Errors.of(
                    ErrorCode.OPERATION_NOT_FOUND,
                    id.toString(),
                    "there is no operation " + id
                            + ": list the operations to see which there are; those that ended are kept for 7 days");
        }

        @Override
        public Optional<Operation<?>> find(OperationId id) {
            Optional<OperationRecord> found = ask(view -> view.operation(id.toString()));
            return found.map(record -> new Handle<Object>(record, EngineGcs::resultOf));
        }

        @Override
        public Timeline timeline(OperationId id) {
            Timelines kept = engine.timelines().orElse(null);
            return kept == null
                    ? Operations.super.timeline(id)
                    : kept.of(id.toString())
                            .orElseThrow(() -> Errors.of(
                                    ErrorCode.OPERATION_NOT_FOUND,
                                    id.toString(),
                                    "no timeline of operation " + id
                                            + " is kept: those of the latest operations since this"
                                            + " process started are; ask right after the operation"));
        }

        @Override
        public OperationInfo info(OperationId id) {
            return ask(view -> view.operation(id.toString()).map(record -> Views.operation(view, record)))
                    .orElseThrow(() -> absent(id));
        }

        @Override
        public List<OperationInfo> list() {
            return ask(view -> view.operations().values().stream()
                    .map(record -> Views.operation(view, record))
                    .sorted(java.util.Comparator.comparing(OperationInfo::createdAt)
                            .thenComparing(info -> info.id().toString()))
                    .toList());
        }
    }
}
