/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.gluster.gcs.Capability;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.Devices;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Peers;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.core.wire.gd2.AddDeviceReq;
import org.gluster.gcs.core.wire.gd2.BrickStatus;
import org.gluster.gcs.core.wire.gd2.DeviceInfo;
import org.gluster.gcs.core.wire.gd2.EditDeviceReq;
import org.gluster.gcs.core.wire.gd2.GroupOption;
import org.gluster.gcs.core.wire.gd2.OptionGroupReq;
import org.gluster.gcs.core.wire.gd2.PeerAddReq;
import org.gluster.gcs.core.wire.gd2.PeerInfo;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.Events;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.BulkMode;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.Operations;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionGroups;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.Options;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.DeleteRequest;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.gluster.gcs.volume.Volumes;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of a plain GlusterD2, with what that can do; {@code docs/remote.md} has the table. A capability is listed when
 * all of it is served; methods of others that can be served are. Thread-safe.
 */
final class Gd2Gcs implements Gcs {
    private static final List<Capability> SERVED =
            List.of(Capability.PEERS, Capability.HEAL_REPORTS, Capability.OPTION_GROUPS, Capability.VOLUME_EDIT);
    private static final int REMEMBERED = 1000;

    static final String ALREADY_STARTED = "volume already started";
    static final String ALREADY_STOPPED = "volume already stopped";
    static final String NOT_STARTED = "volume not started";
    static final String NOT_FOUND = "volume not found";

    private final Link link;
    private final Gd2Client client;
    private final Map<OperationId, Gd2Operation<?>> operations = new LinkedHashMap<>();
    private final AtomicReference<SortedMap<String, NodeName>> names = new AtomicReference<>(new TreeMap<>());

    /**
     * @param link what the operations wait by
     * @param carrier carries the requests
     */
    Gd2Gcs(Link link, Transport carrier) {
        this.link = link;
        client = new Gd2Client(carrier);
    }

    @Override
    public Peers peers() {
        return new Gd2Peers();
    }

    @Override
    public Devices devices() {
        return new Gd2Devices();
    }

    @Override
    public Volumes volumes() {
        return new Gd2Volumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return new Gd2Volume(this, client, VolumeName.of(name));
    }

    @Override
    public Layouts layouts() {
        return new NoLayouts();
    }

    @Override
    public Options options() {
        return new NoOptions();
    }

    @Override
    public OptionGroups optionGroups() {
        return new Gd2Groups();
    }

    @Override
    public Operations operations() {
        return new LocalOperations();
    }

    @Override
    public Events events() {
        return new NoEvents();
    }

    @Override
    public AuditReport audit() {
        throw lacking(Capability.AUDIT, "an audit");
    }

    @Override
    public SortedSet<Capability> capabilities() {
        ping();
        return Collections.unmodifiableSortedSet(new TreeSet<>(SERVED));
    }

    @Override
    public void ping() {
        client.ping();
    }

    @Override
    public void close() {
        // What it stands on is closed by whom it belongs to.
    }

    static GcsException lacking(Capability capability, String what) {
        return lacking(what + " (" + capability + ")");
    }

    static GcsException lacking(String what) {
        return Errors.of(
                ErrorCode.NOT_SUPPORTED,
                "a plain GlusterD2 has no " + what
                        + "; a control plane that serves /gcs/v1 does, and capabilities() tells"
                        + " what this one serves");
    }

    /** Whether nothing was begun, since another transaction held the lock. */
    static boolean isLocked(GcsException failure) {
        return failure.code() == ErrorCode.CONFLICT && failure.retryable();
    }

    /** Whether that text is all that GlusterD2 said. */
    static boolean said(GcsException failure, String text) {
        return failure.detail().problems().equals(List.of(text));
    }

    /** Remembers an operation of this client's, for as long as there are not too many. */
    <T> Gd2Operation<T> keep(Gd2Operation<T> operation) {
        synchronized (operations) {
            if (operations.size() >= REMEMBERED) {
                OperationId oldest = operations.values().stream()
                        .filter(one -> one.known().ended())
                        .findFirst()
                        .or(() -> operations.values().stream().findFirst())
                        .orElseThrow()
                        .id();
                operations.remove(oldest);
            }
            operations.put(operation.id(), operation);
        }
        return operation;
    }

    <T> Operation<T> change(OperationKind kind, String subject, Wish<T> wish) {
        return keep(Gd2Operation.begin(link, kind, subject, wish));
    }

    /** The volume as GlusterD2 has it. */
    VolumeInfo info(String name) {
        return client.volumeInfo(name);
    }

    Optional<VolumeInfo> findInfo(String name) {
        try {
            return Optional.of(info(name));
        } catch (VolumeNotFoundException absent) {
            return Optional.empty();
        }
    }

    /** The volume with what its bricks do, which costs one more request when it is started. */
    Volume view(VolumeInfo info) {
        List<BrickStatus> statuses = List.of();
        if (Gd2Views.state(info.state()) == VolumeState.STARTED) {
            try {
                statuses = client.volumeBricksStatus(info.name());
            } catch (GcsException failure) {
                switch (failure.code()) {
                    case VOLUME_NOT_FOUND, REFUSED, INTERNAL, CONFLICT, WRONG_STATE -> statuses = List.of();
                    default -> throw failure;
                }
            }
        }
        return Gd2Views.volume(info, statuses, this::nodeName);
    }

    /** Names by id; read anew when one is asked for that is not among them. */
    NodeName nodeName(String peer) {
        NodeName known = names.get().get(peer);
        if (known == null) {
            named(peerInfos());
            known = names.get().get(peer);
        }
        // A peer that is gone, or was never there.
        return known == null ? Gd2Views.nodeName(gone(peer)) : known;
    }

    private static PeerInfo gone(String peer) {
        return new PeerInfo(peer, "", List.of(), List.of(), false, 0, Map.of());
    }

    List<PeerInfo> peerInfos() {
        return client.getPeers();
    }

    /** Peers by name, each with a name of its own: those that share one go by their ids. */
    private SortedMap<NodeName, PeerInfo> named(List<PeerInfo> peers) {
        SortedMap<NodeName, List<PeerInfo>> byName = new TreeMap<>();
        peers.forEach(peer -> byName.computeIfAbsent(Gd2Views.nodeName(peer), name -> new ArrayList<>())
                .add(peer));
        SortedMap<NodeName, PeerInfo> unique = new TreeMap<>();
        SortedMap<String, NodeName> ids = new TreeMap<>();
        byName.forEach((name, same) -> same.forEach(peer -> {
            NodeName own = same.size() == 1 ? name : Gd2Views.nodeName(gone(peer.id()));
            unique.put(own, peer);
            ids.put(peer.id(), own);
        }));
        names.set(ids);
        return unique;
    }

    private Optional<Map.Entry<NodeName, PeerInfo>> findPeer(String name) {
        return named(peerInfos()).entrySet().stream()
                .filter(peer -> peer.getKey().value().equals(name))
                .findFirst();
    }

    /** The peer of that name. */
    PeerInfo peerInfo(String name) {
        return findPeer(name)
                .map(Map.Entry::getValue)
                .orElseThrow(() -> Errors.about(
                        ErrorCode.PEER_NOT_FOUND,
                        name,
                        "there is no peer \"" + name + "\"; list the peers to see which there are"));
    }

    private final class Gd2Peers implements Peers {
        @Override
        public Operation<Peer> add(PeerRequest request) {
            if (findPeer(request.name().value()).isPresent()) {
                throw Errors.about(
                        ErrorCode.ALREADY_EXISTS,
                        request.name().value(),
                        "the peer \"" + request.name() + "\" exists already; choose another name, or remove it first");
            }
            SortedMap<String, String> metadata = new TreeMap<>();
            metadata.put(Gd2Metadata.NODE, request.name().value());
            PeerAddReq body =
                    new PeerAddReq(List.of(request.address()), request.zone().value(), metadata);
            return change(OperationKind.ADD_PEER, request.name().value(), new Wish<Peer>() {
                @Override
                public void ask() {
                    client.addPeer(body);
                }

                @Override
                public Look<Peer> look() {
                    return find(request.name().value())
                            .map(Look::succeeded)
                            .orElseGet(() -> Look.running("there is no peer \"" + request.name() + "\""));
                }
            });
        }

        @Override
        public Operation<NodeName> remove(String name) {
            PeerInfo peer = peerInfo(name);
            NodeName removed = NodeName.of(name);
            return change(OperationKind.REMOVE_PEER, name, new Wish<NodeName>() {
                @Override
                public void ask() {
                    client.deletePeer(peer.id());
                }

                @Override
                public Look<NodeName> look() {
                    return peerInfos().stream().noneMatch(one -> one.id().equals(peer.id()))
                            ? Look.succeeded(removed)
                            : Look.running("the peer \"" + name + "\" is there");
                }
            });
        }

        @Override
        public Optional<Peer> find(String name) {
            return findPeer(name).map(found -> Gd2Views.peer(found.getValue(), found.getKey()));
        }

        @Override
        public Peer get(String name) {
            return Gd2Views.peer(peerInfo(name), NodeName.of(name));
        }

        @Override
        public List<Peer> list() {
            return named(peerInfos()).entrySet().stream()
                    .map(peer -> Gd2Views.peer(peer.getValue(), peer.getKey()))
                    .toList();
        }
    }

    private final class Gd2Devices implements Devices {
        @Override
        public Operation<Device> add(DeviceRequest request) {
            List<String> lacks = new ArrayList<>();
            if (request.limit().isPresent()) {
                lacks.add("limits of devices");
            }
            if (!request.policy().equals(DevicePolicy.reserved())) {
                lacks.add("policies of devices");
            }
            if (!request.labels().isEmpty()) {
                lacks.add("labels of devices");
            }
            if (!lacks.isEmpty()) {
                throw lacking(String.join(", no ", lacks));
            }
            String node = request.node().value();
            String path = request.path();
            String peer = peerInfo(node).id();
            if (raw(peer, path).isPresent()) {
                throw Errors.about(
                        ErrorCode.ALREADY_EXISTS,
                        path,
                        "the node \"" + node + "\" has the device " + path + " already");
            }
            AddDeviceReq body = new AddDeviceReq(path, path.startsWith("/dev/") ? "lvm" : "loop");
            return change(OperationKind.ADD_DEVICE, path, new Wish<Device>() {
                @Override
                public void ask() {
                    client.deviceAdd(peer, body);
                }

                @Override
                public Look<Device> look() {
                    return raw(peer, path)
                            .map(device -> Look.succeeded(Gd2Views.device(device, request.node())))
                            .orElseGet(() -> Look.running("the node \"" + node + "\" has no device " + path));
                }
            });
        }

        @Override
        public Operation<DeviceId> remove(String node, String path) {
            throw lacking(Capability.DEVICES, "way to remove a device");
        }

        @Override
        public Operation<Device> enable(String node, String path) {
            return enabled(node, path, true);
        }

        @Override
        public Operation<Device> disable(String node, String path) {
            return enabled(node, path, false);
        }

        private Operation<Device> enabled(String node, String path, boolean wanted) {
            String peer = peerInfo(node).id();
            if (raw(peer, path).isEmpty()) {
                throw noDevice(node, path);
            }
            OperationKind kind = wanted ? OperationKind.ENABLE_DEVICE : OperationKind.DISABLE_DEVICE;
            return change(kind, path, new Wish<Device>() {
                @Override
                public void ask() {
                    client.deviceEdit(peer, path, new EditDeviceReq(wanted ? "enabled" : "disabled"));
                }

                @Override
                public Look<Device> look() {
                    Device device = raw(peer, path)
                            .map(there -> Gd2Views.device(there, NodeName.of(node)))
                            .orElseThrow(() -> noDevice(node, path));
                    return device.enabled() == wanted
                            ? Look.succeeded(device)
                            : Look.running("the device " + path + " is " + Errors.word(device.state()));
                }
            });
        }

        @Override
        public Operation<Device> edit(String node, String path, DeviceEdit edit) {
            throw lacking("labels of devices");
        }

        @Override
        public DrainPlan drainPlan(String node, String path) {
            throw lacking(Capability.PLANNING, "plan of how a device is emptied");
        }

        @Override
        public Optional<Device> find(String node, String path) {
            return findPeer(node)
                    .flatMap(peer ->
                            raw(peer.getValue().id(), path).map(device -> Gd2Views.device(device, peer.getKey())));
        }

        @Override
        public Device get(String node, String path) {
            return find(node, path).orElseThrow(() -> noDevice(node, path));
        }

        private GcsException noDevice(String node, String path) {
            return Errors.about(
                    ErrorCode.DEVICE_NOT_FOUND,
                    path,
                    "the node \"" + node + "\" has no device " + path + "; list the devices to see which there are");
        }

        /** By the list of the peer: for a single one that is not there GlusterD2 answers 500. */
        private Optional<DeviceInfo> raw(String peer, String path) {
            return client.devicesInPeer(peer).stream()
                    .filter(device -> device.device().equals(path))
                    .findFirst();
        }

        @Override
        public List<Device> list() {
            return client.devicesList().stream()
                    .map(device -> Gd2Views.device(device, nodeName(device.peerId())))
                    .sorted(Comparator.comparing(Device::node).thenComparing(Device::path))
                    .toList();
        }
    }

    private final class Gd2Volumes implements Volumes {
        @Override
        public Operation<Volume> create(VolumeRequest request) {
            return new Gd2Create(Gd2Gcs.this, link, client, request).begin();
        }

        @Override
        public Operation<Volume> create(BrickLayout layout) {
            if (layout.request().bricks().isEmpty()) {
                throw lacking(Capability.PLANNING, "way to make a volume just as it was planned");
            }
            return create(layout.request());
        }

        @Override
        public Operation<Volume> createIfUnchanged(BrickLayout layout) {
            throw lacking(Capability.PLANNING, "revision of its inventory");
        }

        @Override
        public Operation<BulkResult<Volume>> createAll(CreateAllRequest request) {
            requireBestEffort(request.mode(), "creation");
            List<Gd2Bulk.Part<Volume>> parts = new ArrayList<>();
            for (VolumeRequest volume : request.volumes()) {
                VolumeRequest keyed = request.idempotencyKey().isEmpty()
                                || volume.idempotencyKey().isPresent()
                        ? volume
                        : volume.toBuilder()
                                .idempotencyKey(
                                        Gd2Bulk.keyOf(request.idempotencyKey().get(), volume.name()))
                                .build();
                parts.add(new Gd2Bulk.Part<>(volume.name().value(), () -> create(keyed)));
            }
            return change(OperationKind.CREATE_VOLUMES, parts.size() + " volumes", new Gd2Bulk<>(parts));
        }

        @Override
        public Operation<BulkResult<VolumeName>> deleteAll(DeleteAllRequest request) {
            requireBestEffort(request.mode(), "deletion");
            if (request.idempotencyKey().isPresent()) {
                throw lacking(Capability.IDEMPOTENCY_KEYS, "keys for deletions");
            }
            DeleteRequest each = DeleteRequest.of(delete -> {
                if (request.stopFirst()) {
                    delete.stopFirst();
                }
                if (request.ifExists()) {
                    delete.ifExists();
                }
            });
            List<Gd2Bulk.Part<VolumeName>> parts = new ArrayList<>();
            request.volumes()
                    .forEach(name -> parts.add(new Gd2Bulk.Part<>(
                            name.value(), () -> volume(name.value()).delete(each))));
            return change(OperationKind.DELETE_VOLUMES, parts.size() + " volumes", new Gd2Bulk<>(parts));
        }

        private void requireBestEffort(BulkMode mode, String what) {
            if (mode != BulkMode.BEST_EFFORT) {
                throw lacking(what + " of several volumes that is all or nothing: ask for best effort");
            }
        }

        @Override
        public Optional<Volume> find(String name) {
            return volumeName(name) == null ? Optional.empty() : findInfo(name).map(Gd2Gcs.this::view);
        }

        @Override
        public Volume get(String name) {
            return find(name).orElseThrow(() -> noVolume(name));
        }

        private @Nullable VolumeName volumeName(String name) {
            try {
                return VolumeName.of(name);
            } catch (GcsException impossible) {
                return null;
            }
        }

        @Override
        public List<Volume> list() {
            return client.volumeList().stream()
                    .filter(Gd2Views::nameable)
                    .map(Gd2Gcs.this::view)
                    .sorted(Comparator.comparing(Volume::name))
                    .toList();
        }
    }

    static GcsException noVolume(String name) {
        return Errors.about(
                ErrorCode.VOLUME_NOT_FOUND,
                name,
                "there is no volume " + Errors.quoted(name) + "; list the volumes to see which there are");
    }

    private final class Gd2Groups implements OptionGroups {
        @Override
        public List<OptionGroup> list() {
            return client.optionGroupList().stream()
                    .flatMap(group -> Gd2Views.group(group).stream())
                    .sorted(Comparator.comparing(OptionGroup::name))
                    .toList();
        }

        @Override
        public Optional<OptionGroup> find(String name) {
            return list().stream()
                    .filter(group -> group.name().value().equals(name))
                    .findFirst();
        }

        @Override
        public OptionGroup get(String name) {
            return find(name)
                    .orElseThrow(() -> Errors.about(
                            ErrorCode.NOT_FOUND,
                            name,
                            "there is no option group " + Errors.quoted(name)
                                    + "; list the option groups to see which there are"));
        }

        @Override
        public Operation<OptionGroup> create(OptionGroupRequest request) {
            String name = request.name().value();
            if (find(name).isPresent()) {
                throw Errors.about(
                        ErrorCode.ALREADY_EXISTS,
                        name,
                        "the option group \"" + name + "\" exists already; choose another name, or delete it first");
            }
            List<GroupOption> options = request.options().entrySet().stream()
                    .map(option -> new GroupOption(option.getKey(), option.getValue()))
                    .toList();
            OptionGroupReq body = new OptionGroupReq(name, options, request.description(), true, true, true);
            return change(OperationKind.CREATE_OPTION_GROUP, name, new Wish<OptionGroup>() {
                @Override
                public void ask() {
                    client.optionGroupCreate(body);
                }

                @Override
                public Look<OptionGroup> look() {
                    return find(name)
                            .map(Look::succeeded)
                            .orElseGet(() -> Look.running("there is no option group \"" + name + "\""));
                }
            });
        }

        @Override
        public Operation<OptionGroupName> delete(String name) {
            OptionGroup group = get(name);
            if (group.builtIn()) {
                throw Errors.about(
                        ErrorCode.NOT_PERMITTED,
                        name,
                        "the option group \"" + name + "\" comes with GlusterD2 and cannot be deleted");
            }
            return change(OperationKind.DELETE_OPTION_GROUP, name, new Wish<OptionGroupName>() {
                @Override
                public void ask() {
                    client.optionGroupDelete(name);
                }

                @Override
                public Look<OptionGroupName> look() {
                    return find(name).isEmpty()
                            ? Look.succeeded(group.name())
                            : Look.running("the option group \"" + name + "\" is there");
                }
            });
        }
    }

    /** Those of this client, since GlusterD2 has none. */
    private final class LocalOperations implements Operations {
        @Override
        public Operation<?> get(OperationId id) {
            return find(id).orElseThrow(() -> Errors.about(
                    ErrorCode.OPERATION_NOT_FOUND,
                    id.toString(),
                    "there is no operation " + id + " of this client, and a plain GlusterD2 keeps none ("
                            + Capability.DURABLE_OPERATIONS + "): look at what it was to change"));
        }

        @Override
        public Optional<Operation<?>> find(OperationId id) {
            link.checkOpen();
            synchronized (operations) {
                return Optional.ofNullable(operations.get(id));
            }
        }

        @Override
        public List<OperationInfo> list() {
            link.checkOpen();
            synchronized (operations) {
                return operations.values().stream()
                        .<OperationInfo>map(Gd2Operation::info)
                        .toList();
            }
        }
    }

    private static final class NoEvents implements Events {
        @Override
        public EventPage await(EventQuery query, Duration patience) {
            throw lacking(Capability.EVENTS, "events that can be followed without a gap");
        }

        @Override
        public EventSubscription subscribe(EventQuery query, EventListener listener) {
            throw lacking(Capability.EVENTS, "events that can be followed without a gap");
        }
    }

    private static final class NoLayouts implements Layouts {
        @Override
        public BrickLayout plan(VolumeRequest request) {
            throw lacking(Capability.PLANNING, "plan without doing");
        }

        @Override
        public BrickLayout largest(VolumeRequest kind) {
            throw lacking(Capability.PLANNING, "answer to how large a volume can be");
        }

        @Override
        public HowMany howMany(VolumeRequest request) {
            throw lacking(Capability.PLANNING, "answer to how many volumes fit");
        }

        @Override
        public Layouts assuming(Hypothesis hypothesis) {
            Objects.requireNonNull(hypothesis, "hypothesis");
            return this;
        }
    }

    private static final class NoOptions implements Options {
        @Override
        public List<OptionInfo> list() {
            throw lacking(Capability.OPTIONS, "description of its options; those of a volume can be read and changed");
        }

        @Override
        public Optional<OptionInfo> find(String key) {
            throw lacking(Capability.OPTIONS, "description of its options; those of a volume can be read and changed");
        }

        @Override
        public OptionInfo get(String key) {
            throw lacking(Capability.OPTIONS, "description of its options; those of a volume can be read and changed");
        }
    }
}
