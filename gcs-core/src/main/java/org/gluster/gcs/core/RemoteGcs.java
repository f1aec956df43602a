/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
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
import org.gluster.gcs.core.rest.CircuitPolicy;
import org.gluster.gcs.core.rest.Credentials;
import org.gluster.gcs.core.rest.HttpTransport;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.RetryPolicy;
import org.gluster.gcs.core.rest.Timeouts;
import org.gluster.gcs.core.rest.Tls;
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
    private final AtomicReference<@Nullable Served> decided;
    private final Gcs extension;
    private final Gcs gd2;
    private final boolean keyed;

    /** What a control plane can serve. */
    private enum Served {
        EXTENSION,
        GLUSTERD2
    }

    private RemoteGcs(Link link) {
        this.link = link;
        decided = new AtomicReference<>();
        Transport carrier = new Doubting();
        extension = new ExtensionGcs(new ExtensionCalls(link, carrier, this::doubt, null));
        gd2 = new Gd2Gcs(link, carrier);
        keyed = false;
    }

    private RemoteGcs(RemoteGcs from, IdempotencyKey key) {
        link = from.link;
        decided = from.decided;
        extension = new ExtensionGcs(new ExtensionCalls(link, new Doubting(), this::doubt, key));
        gd2 = from.gd2;
        keyed = true;
    }

    /** Returns a builder; at least one endpoint is to be said. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a cluster over anything that carries requests, with the defaults of the builder; {@link #close()} closes it. Does
     * no I/O.
     */
    public static RemoteGcs over(Transport transport) {
        return builder().over(transport);
    }

    static RemoteGcs over(
            Transport transport, Duration awaitTimeout, Duration longestPoll, Executor callbacks, Pace pace) {
        return new RemoteGcs(new Link(transport, awaitTimeout, longestPoll, callbacks, pace));
    }

    /** What serves: decided at the first use, and again after a failure. Who comes at the same time finds the same. */
    private Gcs serving() {
        link.checkOpen();
        Served known = decided.get();
        if (known == null) {
            known = decide();
            decided.set(known);
        }
        if (known == Served.GLUSTERD2 && keyed) {
            throw Gd2Gcs.lacking(
                    Capability.IDEMPOTENCY_KEYS, "keys for changes, but for the one in the request of a volume");
        }
        return known == Served.EXTENSION ? extension : gd2;
    }

    /**
     * Asks. That the extension is not there is believed only when what answers says what else it has: an outage, or
     * something that stands between, is no absence.
     */
    private Served decide() {
        RestCall ping = RestCall.get(ExtensionCalls.PREFIX + "ping");
        RestReply answer = link.exchange(ping);
        if (answer.ok()) {
            return Served.EXTENSION;
        }
        if (answer.status() != 404 && answer.status() != 405) {
            throw Replies.carried(answer).orElseGet(() -> Replies.bare(ping, answer));
        }
        List<String> paths = new Gd2Client(link)
                .listEndpoints().stream().map(EndpointInfo::path).toList();
        if (paths.stream().anyMatch(path -> path.startsWith(ExtensionCalls.PREFIX))) {
            return Served.EXTENSION;
        }
        if (paths.contains(Gd2Route.VOLUME_LIST.template())) {
            return Served.GLUSTERD2;
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

    /**
     * {@inheritDoc}
     *
     * <p>Against a plain GlusterD2 every method of what is returned throws {@link org.gluster.gcs.NotSupportedException}: there
     * a key is kept with the request of a new volume only.
     */
    @Override
    public Gcs withIdempotencyKey(String key) {
        return new RemoteGcs(this, IdempotencyKey.of(key));
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
        public Operation<Volume> createIfUnchanged(BrickLayout layout) {
            return serving().volumes().createIfUnchanged(layout);
        }

        @Override
        public Operation<BulkResult<Volume>> createAll(CreateAllRequest request) {
            return serving().volumes().createAll(request);
        }

        @Override
        public Operation<BulkResult<VolumeName>> deleteAll(DeleteAllRequest request) {
            return serving().volumes().deleteAll(request);
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
        public Timeline timeline(OperationId id) {
            return serving().operations().timeline(id);
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

    /**
     * Builds a {@link RemoteGcs} over HTTP; see {@link HttpTransport} for how it goes about endpoints, failures and time. Not safe
     * to share between threads.
     */
    @Incubating(since = "0.1.0")
    public static final class Builder {
        private final HttpTransport.Builder http = HttpTransport.builder();
        private final List<String> problems = new ArrayList<>();
        private Duration attempt = Timeouts.of(defaults -> {}).attempt();
        private Duration awaitTimeout = Duration.ofMinutes(2);
        private Executor callbacks = ForkJoinPool.commonPool();

        private Builder() {}

        /** Notes what is wrong with one setting, so that all of it is told at once. */
        private Builder set(Runnable setting) {
            try {
                setting.run();
            } catch (InvalidRequestException wrong) {
                problems.addAll(wrong.problems());
            }
            return this;
        }

        /** Adds an endpoint that asks for no credentials, such as {@code "http://node-0:24007"}. */
        public Builder endpoint(String url) {
            return endpoint(url, Credentials.none());
        }

        /**
         * Adds an endpoint; at least one is required, and all must be of the same cluster.
         *
         * @param url scheme, host and port, such as {@code "https://node-0:24007"}
         * @param credentials what this endpoint is shown: each node of a GlusterD2 has a secret of its own
         */
        public Builder endpoint(String url, Credentials credentials) {
            return set(() -> http.endpoint(url, credentials));
        }

        /** Sets how {@code https} endpoints are trusted; by default as this Java trusts. */
        public Builder tls(Consumer<Tls> settings) {
            return set(() -> http.tls(settings));
        }

        /** Sets the limits of requests; see {@link Timeouts.Builder} for the defaults. */
        public Builder timeouts(Consumer<Timeouts.Builder> settings) {
            return set(() -> {
                attempt = Timeouts.of(settings).attempt();
                http.timeouts(settings);
            });
        }

        /** Sets how often is tried; by default four times, with pauses of at most 100 ms at first and of at most 5 s. */
        public Builder retry(RetryPolicy policy) {
            return set(() -> http.retry(policy));
        }

        /** Sets when an endpoint is left alone; {@link CircuitPolicy#DEFAULT} by default. */
        public Builder circuit(CircuitPolicy policy) {
            return set(() -> http.circuit(policy));
        }

        /** Sets how many connections there may be to each endpoint; 32 by default. */
        public Builder maxConnections(int connections) {
            return set(() -> http.maxConnections(connections));
        }

        /** Sends everything through that HTTP proxy; by default there is none, whatever the system says. */
        public Builder proxy(String host, int port) {
            return set(() -> http.proxy(host, port));
        }

        /** Sets the {@code User-Agent}; {@code gcs-java} by default. */
        public Builder userAgent(String agent) {
            return set(() -> http.userAgent(agent));
        }

        /** Sets how long {@link Operation#await()} waits; two minutes by default. */
        public Builder awaitTimeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                problems.add("awaitTimeout must be more than nothing, not " + timeout);
            }
            awaitTimeout = timeout;
            return this;
        }

        /** Sets where callers' futures complete; the common pool by default. */
        public Builder callbacks(Executor executor) {
            callbacks = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Builds it. Opens no connection, starts no thread and fetches no secret.
         *
         * @throws InvalidRequestException with every problem at once
         */
        public RemoteGcs build() {
            try {
                HttpTransport transport = http.build();
                if (problems.isEmpty()) {
                    return over(transport);
                }
                transport.close();
            } catch (InvalidRequestException wrong) {
                problems.addAll(wrong.problems());
            }
            throw InvalidRequestException.of("remote cluster", List.copyOf(problems));
        }

        /**
         * Builds it over something else that carries requests, in the place of endpoints and all that is said of them;
         * {@link RemoteGcs#close()} closes it.
         *
         * @throws InvalidRequestException with every problem at once
         */
        public RemoteGcs over(Transport transport) {
            if (!problems.isEmpty()) {
                throw InvalidRequestException.of("remote cluster", List.copyOf(problems));
            }
            return RemoteGcs.over(transport, awaitTimeout, poll(), callbacks, Pace.SYSTEM);
        }

        /** A wait at the server must be over before the attempt is. */
        private Duration poll() {
            Duration half = attempt.dividedBy(2);
            return half.compareTo(LONGEST_POLL) < 0 ? half : LONGEST_POLL;
        }
    }
}
