/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.Capability;
import org.gluster.gcs.DeviceNotFoundException;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
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
import org.gluster.gcs.core.wire.VolumeEditJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.core.wire.VolumeRequestJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.operation.Progress;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionGroups;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.Options;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.AccessReport;
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

/** The cluster that another process of this machine runs, over its control socket. Holds no connection. */
final class RemoteControlGcs implements Gcs {
    private static final Duration AWAIT = Duration.ofMinutes(2);
    private static final long LONGEST_POLL = 20;
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(100);

    private final ControlClient client;

    RemoteControlGcs(ControlClient client) {
        this.client = client;
    }

    /** Ends the process that runs the cluster; returns when it has agreed. */
    void shutdown(DataPlane dataPlane) {
        client.request("POST", "shutdown?dataPlane=" + (dataPlane == DataPlane.STOP ? "stop" : "keep"), "");
    }

    @Override
    public Peers peers() {
        return new RemotePeers();
    }

    @Override
    public Devices devices() {
        return new RemoteDevices();
    }

    @Override
    public Volumes volumes() {
        return new RemoteVolumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return new RemoteVolume(VolumeName.of(name));
    }

    @Override
    public Layouts layouts() {
        return new RemoteLayouts(Hypothesis.none());
    }

    @Override
    public Options options() {
        return new RemoteOptions();
    }

    @Override
    public OptionGroups optionGroups() {
        return new RemoteOptionGroups();
    }

    @Override
    public Operations operations() {
        return new RemoteOperations();
    }

    @Override
    public AuditReport audit() {
        return get("audit", AuditJson.class).toReport();
    }

    @Override
    public SortedSet<Capability> capabilities() {
        return get("ping", PingJson.class).toCapabilities();
    }

    @Override
    public void ping() {
        client.request("GET", "ping", "");
    }

    @Override
    public void close() {
        // Each request has had a connection of its own.
    }

    private <T extends Record> T get(String target, Class<T> type) {
        return WireJson.read(client.request("GET", target, ""), type);
    }

    private <T extends Record> T get(String method, String target, Record body, Class<T> type) {
        return WireJson.read(client.request(method, target, WireJson.write(body)), type);
    }

    private <T extends Record> List<T> all(String target, Class<T> type) {
        return WireJson.readList(client.request("GET", target, ""), type);
    }

    private <T> Operation<T> change(String method, String target, String body, Class<T> result) {
        OperationJson begun = WireJson.read(client.request(method, target, body), OperationJson.class);
        return new RemoteOperation<>(begun.toInfo(), result);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private final class RemotePeers implements Peers {
        @Override
        public Operation<Peer> add(PeerRequest request) {
            return change("POST", "peers", WireJson.write(PeerRequestJson.of(request)), Peer.class);
        }

        @Override
        public Operation<NodeName> remove(String name) {
            return change("DELETE", "peers/" + escaped(name), "", NodeName.class);
        }

        @Override
        public Optional<Peer> find(String name) {
            return list().stream()
                    .filter(peer -> peer.name().value().equals(name))
                    .findFirst();
        }

        @Override
        public Peer get(String name) {
            return RemoteControlGcs.this
                    .get("peers/" + escaped(name), PeerJson.class)
                    .toPeer();
        }

        @Override
        public List<Peer> list() {
            return all("peers", PeerJson.class).stream().map(PeerJson::toPeer).toList();
        }
    }

    private final class RemoteDevices implements Devices {
        @Override
        public Operation<Device> add(DeviceRequest request) {
            return change("POST", "devices", WireJson.write(DeviceRequestJson.of(request)), Device.class);
        }

        @Override
        public Operation<DeviceId> remove(String node, String path) {
            return change("DELETE", "devices" + named(node, path), "", DeviceId.class);
        }

        private String named(String node, String path) {
            return "?node=" + escaped(node) + "&path=" + escaped(path);
        }

        @Override
        public Operation<Device> enable(String node, String path) {
            return change("POST", "devices/enable" + named(node, path), "", Device.class);
        }

        @Override
        public Operation<Device> disable(String node, String path) {
            return change("POST", "devices/disable" + named(node, path), "", Device.class);
        }

        @Override
        public Operation<Device> edit(String node, String path, DeviceEdit edit) {
            return change(
                    "PATCH", "devices" + named(node, path), WireJson.write(DeviceEditJson.of(edit)), Device.class);
        }

        @Override
        public DrainPlan drainPlan(String node, String path) {
            return RemoteControlGcs.this
                    .get("devices/drain-plan" + named(node, path), DrainPlanJson.class)
                    .toPlan();
        }

        @Override
        public Optional<Device> find(String node, String path) {
            try {
                return Optional.of(get(node, path));
            } catch (DeviceNotFoundException absent) {
                return Optional.empty();
            }
        }

        @Override
        public Device get(String node, String path) {
            return all("devices" + named(node, path), DeviceJson.class).get(0).toDevice();
        }

        @Override
        public List<Device> list() {
            return all("devices", DeviceJson.class).stream()
                    .map(DeviceJson::toDevice)
                    .toList();
        }
    }

    private final class RemoteVolumes implements Volumes {
        @Override
        public Operation<Volume> create(VolumeRequest request) {
            return change("POST", "volumes", WireJson.write(VolumeRequestJson.of(request)), Volume.class);
        }

        @Override
        public Operation<Volume> create(BrickLayout layout) {
            return change("POST", "layouts/apply", WireJson.write(LayoutJson.of(layout)), Volume.class);
        }

        @Override
        public Optional<Volume> find(String name) {
            try {
                return Optional.of(get(name));
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        }

        @Override
        public Volume get(String name) {
            return RemoteControlGcs.this
                    .get("volumes/" + escaped(name), VolumeJson.class)
                    .toVolume();
        }

        @Override
        public List<Volume> list() {
            return all("volumes", VolumeJson.class).stream()
                    .map(VolumeJson::toVolume)
                    .toList();
        }
    }

    private final class RemoteLayouts implements Layouts {
        private final Hypothesis hypothesis;

        RemoteLayouts(Hypothesis hypothesis) {
            this.hypothesis = hypothesis;
        }

        private <T extends Record> T answer(String target, VolumeRequest request, Class<T> type) {
            return RemoteControlGcs.this.get("POST", target, LayoutQuestionJson.of(request, hypothesis), type);
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
            return new RemoteLayouts(other);
        }
    }

    private final class RemoteVolume implements VolumeHandle {
        private final VolumeName name;
        private final String target;

        RemoteVolume(VolumeName name) {
            this.name = name;
            target = "volumes/" + escaped(name.value());
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
            return change("POST", target + "/start", "", Volume.class);
        }

        @Override
        public Operation<Volume> stop() {
            return change("POST", target + "/stop", "", Volume.class);
        }

        @Override
        public Operation<VolumeName> delete(DeleteRequest request) {
            String query = "?stopFirst=" + request.stopFirst() + "&ifExists=" + request.ifExists()
                    + request.idempotencyKey()
                            .map(key -> "&idempotencyKey=" + escaped(key.value()))
                            .orElse("");
            return change("DELETE", target + query, "", VolumeName.class);
        }

        @Override
        public AccessReport access() {
            return RemoteControlGcs.this
                    .get(target + "/access", AccessJson.class)
                    .toReport();
        }

        @Override
        public Operation<Volume> changeAccess(AccessChange change) {
            return change("POST", target + "/access", WireJson.write(AccessChangeJson.of(change)), Volume.class);
        }

        @Override
        public VolumeOptions options() {
            return VolumeOptions.of(all(target + "/options", OptionValueJson.class).stream()
                    .map(OptionValueJson::toValue)
                    .toList());
        }

        @Override
        public Operation<Volume> changeOptions(OptionChange change) {
            return change("POST", target + "/options", WireJson.write(OptionChangeJson.of(change)), Volume.class);
        }

        @Override
        public Operation<Volume> edit(VolumeEdit edit) {
            return change("POST", target + "/edit", WireJson.write(VolumeEditJson.of(edit)), Volume.class);
        }

        @Override
        public HealReport heal() {
            return RemoteControlGcs.this.get(target + "/heal", HealJson.class).toReport();
        }
    }

    private final class RemoteOptions implements Options {
        @Override
        public List<OptionInfo> list() {
            return all("options", OptionJson.class).stream()
                    .map(OptionJson::toOption)
                    .toList();
        }

        @Override
        public Optional<OptionInfo> find(String key) {
            try {
                return Optional.of(get(key));
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        }

        @Override
        public OptionInfo get(String key) {
            return RemoteControlGcs.this
                    .get("options/" + escaped(key), OptionJson.class)
                    .toOption();
        }
    }

    private final class RemoteOptionGroups implements OptionGroups {
        @Override
        public List<OptionGroup> list() {
            return all("option-groups", OptionGroupJson.class).stream()
                    .map(OptionGroupJson::toGroup)
                    .toList();
        }

        @Override
        public Optional<OptionGroup> find(String name) {
            try {
                return Optional.of(get(name));
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        }

        @Override
        public OptionGroup get(String name) {
            return RemoteControlGcs.this
                    .get("option-groups/" + escaped(name), OptionGroupJson.class)
                    .toGroup();
        }

        @Override
        public Operation<OptionGroup> create(OptionGroupRequest request) {
            return change(
                    "POST", "option-groups", WireJson.write(OptionGroupRequestJson.of(request)), OptionGroup.class);
        }

        @Override
        public Operation<OptionGroupName> delete(String name) {
            return change("DELETE", "option-groups/" + escaped(name), "", OptionGroupName.class);
        }
    }

    private final class RemoteOperations implements Operations {
        @Override
        public Operation<?> get(OperationId id) {
            return new RemoteOperation<>(read(id, 0).toInfo(), Object.class);
        }

        @Override
        public Optional<Operation<?>> find(OperationId id) {
            try {
                return Optional.of(get(id));
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        }

        @Override
        public List<OperationInfo> list() {
            return all("operations", OperationJson.class).stream()
                    .map(OperationJson::toInfo)
                    .toList();
        }
    }

    private OperationJson read(OperationId id, long wait) {
        return get("operations/" + id + "?wait=" + wait, OperationJson.class);
    }

    private final class RemoteOperation<T> implements Operation<T> {
        private final OperationInfo begun;
        private final Class<T> type;

        RemoteOperation(OperationInfo begun, Class<T> type) {
            this.begun = begun;
            this.type = type;
        }

        @Override
        public OperationId id() {
            return begun.id();
        }

        @Override
        public OperationKind kind() {
            return begun.kind();
        }

        @Override
        public String subject() {
            return begun.subject();
        }

        @Override
        public OperationState state() {
            return read(id(), 0).state();
        }

        @Override
        public Progress progress() {
            return read(id(), 0).toInfo().progress();
        }

        @Override
        public T await() {
            return await(AWAIT);
        }

        @Override
        public T await(Duration timeout) {
            long end = System.nanoTime() + timeout.toNanos();
            OperationJson seen = read(id(), 0);
            while (!seen.state().terminal()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw late(seen, timeout);
                }
                pause(Math.min(left, BETWEEN_POLLS.toNanos()));
                long seconds = TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime());
                seen = read(id(), Math.max(0, Math.min(seconds, LONGEST_POLL)));
            }
            return result(seen);
        }

        private T result(OperationJson ended) {
            if (ended.error() != null) {
                throw GcsException.of(ended.error().toDetail());
            }
            if (ended.state() == OperationState.CANCELLED) {
                throw Failures.of(ErrorCode.CANCELLED, this + " was cancelled");
            }
            Object result = ended.result() == null ? null : ended.result().toResult();
            if (!type.isInstance(result)) {
                throw Failures.of(ErrorCode.NOT_FOUND, this + " has succeeded, but what it made is gone since");
            }
            return type.cast(result);
        }

        private GcsException late(OperationJson seen, Duration timeout) {
            String last = GcsCommand.word(seen.state()) + ", " + seen.toInfo().progress();
            return GcsException.of(ErrorDetail.builder(ErrorCode.TIMEOUT)
                    .message(this + " did not end within " + timeout.toMillis() + " ms; last seen: " + last
                            + ". It goes on: wait again, or cancel it")
                    .lastState(last)
                    .waited(timeout)
                    .build());
        }

        private void pause(long nanos) {
            try {
                TimeUnit.NANOSECONDS.sleep(nanos);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw Failures.of(
                        ErrorCode.INTERRUPTED, "interrupted while waiting for " + this + ", which goes on", stop);
            }
        }

        @Override
        public CompletableFuture<T> toFuture() {
            return CompletableFuture.supplyAsync(() -> await(Duration.ofDays(1)));
        }

        @Override
        public void cancel() {
            client.request("POST", "operations/" + id() + "/cancel", "");
        }

        @Override
        public String toString() {
            return "operation " + id() + " (" + GcsCommand.word(kind()) + " \"" + subject() + "\")";
        }
    }
}
