/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;
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
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.Events;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.Operations;
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
import org.jspecify.annotations.Nullable;

/**
 * A storage cluster over the network, without root and without GlusterFS: the cluster of {@code gcs node}, with everything
 * that {@link Gcs} has, or one of a plain GlusterD2, with what that can do. Which of the two answers is found out at the
 * first call, not when this is made, and looked at anew after a failure; {@link #capabilities()} tells what is served.
 * {@code docs/remote.md} is the table of what each method does against a plain GlusterD2.
 *
 * <p>Every change over {@code /gcs/v1} carries an idempotency key, the caller's or a random one, so that it is sent again
 * when its answer is lost and is done once all the same.
 *
 * <p>Immutable and thread-safe: make one and share it. Waiting is done on the caller's thread; futures are looked after by at
 * most two daemon threads, which are there only while there are futures, and complete on the caller's executor.
 */
@Incubating(since = "0.1.0")
public final class RemoteGcs implements Gcs {
    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

    private final Link link;
    private final Gcs extension;
    private final Gcs gd2;
    private final AtomicReference<@Nullable Gcs> decided = new AtomicReference<>();

    private RemoteGcs(Link link) {
        this.link = link;
        Transport carrier = new Doubting();
        extension = new ExtensionGcs(new ExtensionCalls(link, carrier, this::doubt));
        gd2 = new Gd2Gcs(link, carrier);
    }

    /** Over anything that carries requests; {@link #close()} closes it. Does no I/O. */
    public static RemoteGcs over(Transport transport) {
        return over(transport, Duration.ofMinutes(2), LONGEST_POLL, ForkJoinPool.commonPool(), Pace.SYSTEM);
    }

    static RemoteGcs over(
            Transport transport, Duration awaitTimeout, Duration longestPoll, Executor callbacks, Pace pace) {
        return new RemoteGcs(new Link(transport, awaitTimeout, longestPoll, callbacks, pace));
    }

    /** What serves: decided at the first use, and again after a failure. Who comes at the same time finds the same. */
    private Gcs serving() {
        link.checkOpen();
        Gcs known = decided.get();
        if (known != null) {
            return known;
        }
        Gcs found = decide();
        decided.set(found);
        return found;
    }

    /**
     * Asks. That the extension is not there is believed only when what answers says what else it has: an outage, or
     * something that stands between, is no absence.
     */
    private Gcs decide() {
        RestCall ping = RestCall.get(ExtensionCalls.PREFIX + "ping");
        RestReply answer = link.exchange(ping);
        if (answer.ok()) {
            return extension;
        }
        if (answer.status() != 404 && answer.status() != 405) {
            throw Replies.carried(answer).orElseGet(() -> Replies.bare(ping, answer));
        }
        List<String> paths = new Gd2Client(link)
                .listEndpoints().stream().map(EndpointInfo::path).toList();
        if (paths.stream().anyMatch(path -> path.startsWith(ExtensionCalls.PREFIX))) {
            return extension;
        }
        if (paths.contains(Gd2Route.VOLUME_LIST.template())) {
            return gd2;
        }
        throw Errors.of(
                ErrorCode.UNREACHABLE,
                "what answers is no control plane of GlusterFS, for it lists neither /gcs/v1 nor the routes of GlusterD2;"
                        + " check the address");
    }

    /** A request that failed leaves it open what is served. */
    private final class Doubting implements Transport {
        @Override
        public RestReply exchange(RestCall call) {
            try {
                return link.exchange(call);
            } catch (GcsException failure) {
                doubt();
                throw failure;
            }
        }

        @Override
        public void close() {
            link.close();
        }
    }

    private void doubt() {
        decided.set(null);
    }

    @Override
    public Peers peers() {
        return new ServedPeers();
    }

    @Override
    public Devices devices() {
        return new ServedDevices();
    }

    @Override
    public Volumes volumes() {
        return new ServedVolumes();
    }

    @Override
    public VolumeHandle volume(String name) {
        return new ServedVolumeHandle(VolumeName.of(name));
    }

    @Override
    public Layouts layouts() {
        return new ServedLayouts(Hypothesis.none());
    }

    @Override
    public Options options() {
        return new ServedOptions();
    }

    @Override
    public OptionGroups optionGroups() {
        return new ServedOptionGroups();
    }

    @Override
    public Operations operations() {
        return new ServedOperations();
    }

    @Override
    public Events events() {
        return new ServedEvents();
    }

    @Override
    public AuditReport audit() {
        return serving().audit();
    }

    @Override
    public SortedSet<Capability> capabilities() {
        return serving().capabilities();
    }

    @Override
    public void ping() {
        serving().ping();
    }

    @Override
    public void close() {
        link.close();
    }

    private final class ServedPeers implements Peers {
        @Override
        public Operation<Peer> add(PeerRequest request) {
            return serving().peers().add(request);
        }

        @Override
        public Operation<NodeName> remove(String name) {
            return serving().peers().remove(name);
        }

        @Override
        public Optional<Peer> find(String name) {
            return serving().peers().find(name);
        }

        @Override
        public Peer get(String name) {
            return serving().peers().get(name);
        }

        @Override
        public List<Peer> list() {
            return serving().peers().list();
        }
    }

    private final class ServedDevices implements Devices {
        @Override
        public Operation<Device> add(DeviceRequest request) {
            return serving().devices().add(request);
        }

        @Override
        public Operation<DeviceId> remove(String node, String path) {
            return serving().devices().remove(node, path);
        }

        @Override
        public Operation<Device> enable(String node, String path) {
            return serving().devices().enable(node, path);
        }

        @Override
        public Operation<Device> disable(String node, String path) {
            return serving().devices().disable(node, path);
        }

        @Override
        public Operation<Device> edit(String node, String path, DeviceEdit edit) {
            return serving().devices().edit(node, path, edit);
        }

        @Override
        public DrainPlan drainPlan(String node, String path) {
            return serving().devices().drainPlan(node, path);
        }

        @Override
        public Optional<Device> find(String node, String path) {
            return serving().devices().find(node, path);
        }

        @Override
        public Device get(String node, String path) {
            return serving().devices().get(node, path);
        }

        @Override
        public List<Device> list() {
            return serving().devices().list();
        }
    }

    private final class ServedVolumes implements Volumes {
        @Override
        public Operation<Volume> create(VolumeRequest request) {
            return serving().volumes().create(request);
        }

        @Override
        public Operation<Volume> create(BrickLayout layout) {
            return serving().volumes().create(layout);
        }

        @Override
        public Optional<Volume> find(String name) {
            return serving().volumes().find(name);
        }

        @Override
        public Volume get(String name) {
            return serving().volumes().get(name);
        }

        @Override
        public List<Volume> list() {
            return serving().volumes().list();
        }
    }

    private final class ServedVolumeHandle implements VolumeHandle {
        private final VolumeName name;

        ServedVolumeHandle(VolumeName name) {
            this.name = name;
        }

        @Override
        public VolumeName name() {
            return name;
        }

        @Override
        public Optional<Volume> find() {
            return serving().volume(name.value()).find();
        }

        @Override
        public Volume get() {
            return serving().volume(name.value()).get();
        }

        @Override
        public Operation<Volume> start() {
            return serving().volume(name.value()).start();
        }

        @Override
        public Operation<Volume> stop() {
            return serving().volume(name.value()).stop();
        }

        @Override
        public Operation<VolumeName> delete(DeleteRequest request) {
            return serving().volume(name.value()).delete(request);
        }

        @Override
        public AccessReport access() {
            return serving().volume(name.value()).access();
        }

        @Override
        public Operation<Volume> expandTo(Capacity capacity) {
            return serving().volume(name.value()).expandTo(capacity);
        }

        @Override
        public Operation<Volume> changeAccess(AccessChange change) {
            return serving().volume(name.value()).changeAccess(change);
        }

        @Override
        public VolumeOptions options() {
            return serving().volume(name.value()).options();
        }

        @Override
        public Operation<Volume> changeOptions(OptionChange change) {
            return serving().volume(name.value()).changeOptions(change);
        }

        @Override
        public Operation<Volume> edit(VolumeEdit edit) {
            return serving().volume(name.value()).edit(edit);
        }

        @Override
        public HealReport heal() {
            return serving().volume(name.value()).heal();
        }
    }

    private final class ServedOptions implements Options {
        @Override
        public List<OptionInfo> list() {
            return serving().options().list();
        }

        @Override
        public Optional<OptionInfo> find(String key) {
            return serving().options().find(key);
        }

        @Override
        public OptionInfo get(String key) {
            return serving().options().get(key);
        }
    }

    private final class ServedOptionGroups implements OptionGroups {
        @Override
        public List<OptionGroup> list() {
            return serving().optionGroups().list();
        }

        @Override
        public Optional<OptionGroup> find(String name) {
            return serving().optionGroups().find(name);
        }

        @Override
        public OptionGroup get(String name) {
            return serving().optionGroups().get(name);
        }

        @Override
        public Operation<OptionGroup> create(OptionGroupRequest request) {
            return serving().optionGroups().create(request);
        }

        @Override
        public Operation<OptionGroupName> delete(String name) {
            return serving().optionGroups().delete(name);
        }
    }

    private final class ServedEvents implements Events {
        @Override
        public EventPage await(EventQuery query, Duration patience) {
            return serving().events().await(query, patience);
        }

        @Override
        public EventSubscription subscribe(EventQuery query, EventListener listener) {
            return serving().events().subscribe(query, listener);
        }
    }

    private final class ServedOperations implements Operations {
        @Override
        public Operation<?> get(OperationId id) {
            return serving().operations().get(id);
        }

        @Override
        public Optional<Operation<?>> find(OperationId id) {
            return serving().operations().find(id);
        }

        @Override
        public List<OperationInfo> list() {
            return serving().operations().list();
        }
    }

    private final class ServedLayouts implements Layouts {
        private final Hypothesis hypothesis;

        ServedLayouts(Hypothesis hypothesis) {
            this.hypothesis = hypothesis;
        }

        private Layouts layouts() {
            return serving().layouts().assuming(hypothesis);
        }

        @Override
        public BrickLayout plan(VolumeRequest request) {
            return layouts().plan(request);
        }

        @Override
        public BrickLayout largest(VolumeRequest kind) {
            return layouts().largest(kind);
        }

        @Override
        public HowMany howMany(VolumeRequest request) {
            return layouts().howMany(request);
        }

        @Override
        public Layouts assuming(Hypothesis other) {
            return new ServedLayouts(other);
        }
    }
}
