/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NotFoundException;
import org.gluster.gcs.audit.AuditReport;
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
import org.gluster.gcs.core.wire.AccessChangeJson;
import org.gluster.gcs.core.wire.AccessJson;
import org.gluster.gcs.core.wire.AuditJson;
import org.gluster.gcs.core.wire.CreateAllJson;
import org.gluster.gcs.core.wire.DeleteAllJson;
import org.gluster.gcs.core.wire.DeviceEditJson;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.core.wire.DeviceRequestJson;
import org.gluster.gcs.core.wire.DrainPlanJson;
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
import org.gluster.gcs.core.wire.TimelineJson;
import org.gluster.gcs.core.wire.VolumeEditJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.core.wire.VolumeRequestJson;
import org.gluster.gcs.event.Events;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.operation.Timeline;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionGroups;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.Options;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.AccessReport;
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
import org.gluster.gcs.volume.Volumes;
import org.jspecify.annotations.Nullable;

/** A cluster whose {@code /gcs/v1} is served: everything that {@link Gcs} has. Thread-safe. */
final class ExtensionGcs implements Gcs {
    private final ExtensionCalls calls;

    ExtensionGcs(ExtensionCalls calls) {
        this.calls = calls;
    }

    @Override
    public Peers peers() {
        return new ExtensionPeers();
    }

    @Override
    public Devices devices() {
        return new ExtensionDevices();
    }

    @Override
    public Volumes volumes() {
        return new ExtensionVolumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return new ExtensionVolume(VolumeName.of(name));
    }

    @Override
    public Layouts layouts() {
        return new ExtensionLayouts(Hypothesis.none());
    }

    @Override
    public Options options() {
        return new ExtensionOptions();
    }

    @Override
    public OptionGroups optionGroups() {
        return new ExtensionOptionGroups();
    }

    @Override
    public Operations operations() {
        return new ExtensionOperations();
    }

    @Override
    public Events events() {
        return new ExtensionEvents(calls);
    }

    @Override
    public AuditReport audit() {
        return calls.get("audit", AuditJson.class).toReport();
    }

    @Override
    public SortedSet<Capability> capabilities() {
        return calls.get("ping", PingJson.class).toCapabilities();
    }

    @Override
    public void ping() {
        calls.get("ping", PingJson.class);
    }

    @Override
    public void close() {
        // What it stands on is closed by whom it belongs to.
    }

    private <T> Operation<T> change(
            String method, String target, @Nullable Record body, IdempotencyKey key, Class<T> result) {
        return new ExtensionOperation<>(calls, calls.change(method, target, body, key, OperationJson.class), result);
    }

    /** A change that the request has no key for. */
    private <T> Operation<T> change(String method, String target, @Nullable Record body, Class<T> result) {
        return change(method, target, body, IdempotencyKey.random(), result);
    }

    /** What is there, or nothing where the control plane says that just this is not there. */
    private static <T> Optional<T> present(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (NotFoundException absent) {
            if (absent.resource().isEmpty()) {
                throw absent; // it is not the thing that was not found
            }
            return Optional.empty();
        }
    }

    /** The name as a segment of a path; one that no such thing can have is not asked for. */
    private static String segment(String name, Consumer<String> syntax, ErrorCode absent, String kind) {
        try {
            syntax.accept(name);
        } catch (InvalidRequestException impossible) {
            throw Errors.about(
                    absent,
                    name,
                    "there is no " + kind + " " + Errors.quoted(name) + "; list the " + kind
                            + "s to see which there are");
        }
        return ExtensionCalls.escaped(name);
    }

    private final class ExtensionPeers implements Peers {
        @Override
        public Operation<Peer> add(PeerRequest request) {
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", "peers", PeerRequestJson.of(request), key, Peer.class);
        }

        @Override
        public Operation<NodeName> remove(String name) {
            return change("DELETE", "peers/" + named(name), null, NodeName.class);
        }

        @Override
        public Optional<Peer> find(String name) {
            return present(() -> get(name));
        }

        @Override
        public Peer get(String name) {
            return calls.get("peers/" + named(name), PeerJson.class).toPeer();
        }

        private String named(String name) {
            return segment(name, NodeName::of, ErrorCode.PEER_NOT_FOUND, "peer");
        }

        @Override
        public List<Peer> list() {
            return calls.list("peers", PeerJson.class).stream()
                    .map(PeerJson::toPeer)
                    .toList();
        }
    }

    private final class ExtensionDevices implements Devices {
        @Override
        public Operation<Device> add(DeviceRequest request) {
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", "devices", DeviceRequestJson.of(request), key, Device.class);
        }

        @Override
        public Operation<DeviceId> remove(String node, String path) {
            return change("DELETE", "devices" + named(node, path), null, DeviceId.class);
        }

        private String named(String node, String path) {
            return "?node=" + ExtensionCalls.escaped(node) + "&path=" + ExtensionCalls.escaped(path);
        }

        @Override
        public Operation<Device> enable(String node, String path) {
            return change("POST", "devices/enable" + named(node, path), null, Device.class);
        }

        @Override
        public Operation<Device> disable(String node, String path) {
            return change("POST", "devices/disable" + named(node, path), null, Device.class);
        }

        @Override
        public Operation<Device> edit(String node, String path, DeviceEdit edit) {
            return change("PATCH", "devices" + named(node, path), DeviceEditJson.of(edit), Device.class);
        }

        @Override
        public DrainPlan drainPlan(String node, String path) {
            return calls.get("devices/drain-plan" + named(node, path), DrainPlanJson.class)
                    .toPlan();
        }

        @Override
        public Optional<Device> find(String node, String path) {
            return present(() -> get(node, path));
        }

        @Override
        public Device get(String node, String path) {
            return calls.list("devices" + named(node, path), DeviceJson.class).stream()
                    .findFirst()
                    .map(DeviceJson::toDevice)
                    .orElseThrow(() -> Errors.about(
                            ErrorCode.DEVICE_NOT_FOUND,
                            path,
                            "the node \"" + node + "\" has no device " + path
                                    + "; list the devices to see which there are"));
        }

        @Override
        public List<Device> list() {
            return calls.list("devices", DeviceJson.class).stream()
                    .map(DeviceJson::toDevice)
                    .toList();
        }
    }

    private final class ExtensionVolumes implements Volumes {
        @Override
        public Operation<Volume> create(VolumeRequest request) {
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", "volumes", VolumeRequestJson.of(request), key, Volume.class);
        }

        @Override
        public Operation<Volume> create(BrickLayout layout) {
            return apply("layouts/apply", layout);
        }

        @Override
        public Operation<Volume> createIfUnchanged(BrickLayout layout) {
            return apply("layouts/apply?ifUnchanged=true", layout);
        }

        private Operation<Volume> apply(String target, BrickLayout layout) {
            IdempotencyKey key = layout.request().idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", target, LayoutJson.of(layout), key, Volume.class);
        }

        @Override
        public Operation<BulkResult<Volume>> createAll(CreateAllRequest request) {
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return all("volumes/create-all", CreateAllJson.of(request), key);
        }

        @Override
        public Operation<BulkResult<VolumeName>> deleteAll(DeleteAllRequest request) {
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return all("volumes/delete-all", DeleteAllJson.of(request), key);
        }

        /** The other side says what the result is of: the kind of the operation. */
        @SuppressWarnings("unchecked")
        private <T> Operation<BulkResult<T>> all(String target, Record body, IdempotencyKey key) {
            Class<BulkResult<T>> type = (Class<BulkResult<T>>) (Class<?>) BulkResult.class;
            return change("POST", target, body, key, type);
        }

        @Override
        public Optional<Volume> find(String name) {
            return present(() -> get(name));
        }

        @Override
        public Volume get(String name) {
            String segment = segment(name, VolumeName::of, ErrorCode.VOLUME_NOT_FOUND, "volume");
            return calls.get("volumes/" + segment, VolumeJson.class).toVolume();
        }

        @Override
        public List<Volume> list() {
            return calls.list("volumes", VolumeJson.class).stream()
                    .map(VolumeJson::toVolume)
                    .toList();
        }
    }

    private final class ExtensionLayouts implements Layouts {
        private final Hypothesis hypothesis;

        ExtensionLayouts(Hypothesis hypothesis) {
            this.hypothesis = hypothesis;
        }

        private <T extends Record> T answer(String target, VolumeRequest request, Class<T> type) {
            return calls.ask(target, LayoutQuestionJson.of(request, hypothesis), type);
        }

        @Override
        public BrickLayout plan(VolumeRequest request) {
            return answer("layouts", request, LayoutJson.class).toLayout();
        }

        @Override
        public BrickLayout largest(VolumeRequest kind) {
            return answer("layouts/largest", kind, LayoutJson.class).toLayout();
        }

        @Override
        public HowMany howMany(VolumeRequest request) {
            return answer("layouts/count", request, HowManyJson.class).toHowMany();
        }

        @Override
        public Layouts assuming(Hypothesis other) {
            return new ExtensionLayouts(other);
        }
    }

    private final class ExtensionVolume implements VolumeHandle {
        private final VolumeName name;
        private final String target;

        ExtensionVolume(VolumeName name) {
            this.name = name;
            target = "volumes/" + ExtensionCalls.escaped(name.value());
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
            return change("POST", target + "/start", null, Volume.class);
        }

        @Override
        public Operation<Volume> stop() {
            return change("POST", target + "/stop", null, Volume.class);
        }

        @Override
        public Operation<VolumeName> delete(DeleteRequest request) {
            String query = "?stopFirst=" + request.stopFirst() + "&ifExists=" + request.ifExists()
                    + request.idempotencyKey()
                            .map(key -> "&idempotencyKey=" + ExtensionCalls.escaped(key.value()))
                            .orElse("");
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("DELETE", target + query, null, key, VolumeName.class);
        }

        @Override
        public AccessReport access() {
            return calls.get(target + "/access", AccessJson.class).toReport();
        }

        @Override
        public Operation<Volume> expandTo(Capacity capacity) {
            return change("POST", target + "/resize", new ResizeJson(capacity.bytes()), Volume.class);
        }

        @Override
        public Operation<Volume> changeAccess(AccessChange change) {
            IdempotencyKey key = change.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", target + "/access", AccessChangeJson.of(change), key, Volume.class);
        }

        @Override
        public VolumeOptions options() {
            return VolumeOptions.of(calls.list(target + "/options", OptionValueJson.class).stream()
                    .map(OptionValueJson::toValue)
                    .toList());
        }

        @Override
        public Operation<Volume> changeOptions(OptionChange change) {
            IdempotencyKey key = change.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", target + "/options", OptionChangeJson.of(change), key, Volume.class);
        }

        @Override
        public Operation<Volume> edit(VolumeEdit edit) {
            IdempotencyKey key = edit.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", target + "/edit", VolumeEditJson.of(edit), key, Volume.class);
        }

        @Override
        public HealReport heal() {
            return calls.get(target + "/heal", HealJson.class).toReport();
        }
    }

    private final class ExtensionOptions implements Options {
        @Override
        public List<OptionInfo> list() {
            return calls.list("options", OptionJson.class).stream()
                    .map(OptionJson::toOption)
                    .toList();
        }

        @Override
        public Optional<OptionInfo> find(String key) {
            return present(() -> get(key));
        }

        @Override
        public OptionInfo get(String key) {
            return calls.get("options/" + segment(key, this::spelled, ErrorCode.NOT_FOUND, "option"), OptionJson.class)
                    .toOption();
        }

        /** A path of dots means another path to many, so it is not sent. */
        private String spelled(String key) {
            if (key.isEmpty() || key.matches("[./]*")) {
                throw InvalidRequestException.of("option", List.of(Errors.quoted(key) + " is no name"));
            }
            return key;
        }
    }

    private final class ExtensionOptionGroups implements OptionGroups {
        @Override
        public List<OptionGroup> list() {
            return calls.list("option-groups", OptionGroupJson.class).stream()
                    .map(OptionGroupJson::toGroup)
                    .toList();
        }

        @Override
        public Optional<OptionGroup> find(String name) {
            return present(() -> get(name));
        }

        @Override
        public OptionGroup get(String name) {
            return calls.get("option-groups/" + named(name), OptionGroupJson.class)
                    .toGroup();
        }

        private String named(String name) {
            return segment(name, OptionGroupName::of, ErrorCode.NOT_FOUND, "option group");
        }

        @Override
        public Operation<OptionGroup> create(OptionGroupRequest request) {
            IdempotencyKey key = request.idempotencyKey().orElseGet(IdempotencyKey::random);
            return change("POST", "option-groups", OptionGroupRequestJson.of(request), key, OptionGroup.class);
        }

        @Override
        public Operation<OptionGroupName> delete(String name) {
            return change("DELETE", "option-groups/" + named(name), null, OptionGroupName.class);
        }
    }

    private final class ExtensionOperations implements Operations {
        @Override
        public Operation<?> get(OperationId id) {
            OperationJson found = calls.get("operations/" + id, OperationJson.class);
            return new ExtensionOperation<>(calls, found, Object.class);
        }

        @Override
        public Optional<Operation<?>> find(OperationId id) {
            return present(() -> get(id));
        }

        @Override
        public Timeline timeline(OperationId id) {
            return calls.get("operations/" + id + "/timeline", TimelineJson.class)
                    .toTimeline();
        }

        @Override
        public List<OperationInfo> list() {
            return calls.list("operations", OperationJson.class).stream()
                    .map(OperationJson::toInfo)
                    .toList();
        }
    }
}
