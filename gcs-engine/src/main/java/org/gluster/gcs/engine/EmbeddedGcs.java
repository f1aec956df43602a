/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.LocalHost;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.agent.NodeLayout;
import org.gluster.gcs.engine.assembly.Engine;
import org.gluster.gcs.engine.assembly.EngineGcs;
import org.gluster.gcs.engine.assembly.EnginePorts;
import org.gluster.gcs.engine.assembly.Timelines;
import org.gluster.gcs.engine.assembly.Waits;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.loop.ThreadLoop;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Credentials;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.engine.server.GlusterServer;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.ServerTls;
import org.gluster.gcs.engine.server.gd2.Gd2Routes;
import org.gluster.gcs.engine.store.FileStore;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The whole control plane in this JVM, over real GlusterFS: a coordinator, and an agent for each peer, all on this machine.
 * Needs root and the GlusterFS server and client programs.
 *
 * <p>The data directory holds everything that must outlive the JVM. It is locked: a second process on the same directory is
 * refused. A kill at any moment loses nothing: opening the directory again takes up what was under way.
 *
 * <pre>{@code
 * try (Gcs gcs = EmbeddedGcs.builder().dataDirectory(Path.of("/var/lib/gcs")).build()) {
 *     gcs.peers().add(p -> p.name("node-1").address("127.0.0.1")).await();
 * }
 * }</pre>
 */
@Incubating(since = "0.1.0")
public final class EmbeddedGcs {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int WORKERS = 16;
    private static final int PORT = 24_007;
    private static final String VERSION = "0.1.0";

    private EmbeddedGcs() {}

    /** A builder with defaults for all but the data directory. */
    public static Builder builder() {
        return new Build();
    }

    /** Describes an embedded engine. Not thread-safe. Not for implementation by users. */
    @Incubating(since = "0.1.0")
    public interface Builder {
        /** Where the catalogue, sockets, logs and brick mounts live; made when absent. An absolute path without blanks. */
        Builder dataDirectory(Path directory);

        /** How long {@link org.gluster.gcs.operation.Operation#await()} waits; 2 minutes unless said. */
        Builder awaitTimeout(Duration timeout);

        /** Where callers' futures complete; the common pool unless said. Not closed. */
        Builder callbacks(Executor executor);

        /**
         * Whether HTTP requests on port 24007 of the nodes must prove who makes them: yes, unless said. The secret of the
         * administrator is the file {@code auth} in the data directory, made when it is absent; further users are in its file
         * {@code users}.
         */
        Builder restAuth(boolean on);

        /** Serves HTTP on port 24007 over TLS only, with these files; without TLS unless said. */
        Builder tls(ServerTls files);

        /**
         * Listens on every address of this machine instead of the node's own: for a cluster with one node here. What is found
         * at the node's address, by clients of volumes, stays as it is.
         */
        Builder listenEverywhere();

        /** Whether {@code GET /statedump} is served; yes, unless said. */
        Builder stateDump(boolean on);

        /** For how long events are kept; 10 minutes unless said. */
        Builder eventsKept(Duration time);

        /**
         * Of how many of the latest operations it is kept where their time went, see
         * {@link org.gluster.gcs.operation.Operations#timeline}; of none, unless said.
         */
        Builder keepTimelines(int operations);

        /**
         * Most bricks that share a process, at least 1; 250 unless said. The descriptors that the machine gives a process may
         * make it fewer. A volume whose option {@code cluster.brick-multiplex} is off shares none.
         */
        Builder bricksPerProcess(int most);

        /** Wraps the host of each node, e.g. to count or delay its calls. */
        Builder hosts(UnaryOperator<Host> wrapper);

        /** Wraps the store, e.g. to count or delay its calls. Closing the wrapper must close what it wraps. */
        Builder stores(UnaryOperator<Store> wrapper);

        /**
         * Opens the engine; blocks until the catalogue is loaded, leftovers of an earlier process are dealt with and all
         * peers serve, at most a minute.
         *
         * @throws GcsException saying what, which, why and what to do: not root, a directory that cannot be used or is
         *     in use, an address that is taken
         */
        Running build();
    }

    /** A running engine. */
    @Incubating(since = "0.1.0")
    public interface Running extends Gcs {
        /** Ends it as {@link #close}, and says what becomes of the data plane. */
        void shutdown(DataPlane dataPlane);

        /** The identity that the cluster was given when its catalogue was made; never changes. */
        UUID clusterId();
    }

    private static final class Build implements Builder {
        private @Nullable Path directory;
        private Duration awaitTimeout = Duration.ofMinutes(2);
        private Executor callbacks = ForkJoinPool.commonPool();
        private boolean restAuth = true;
        private @Nullable ServerTls tls;
        private boolean everywhere;
        private boolean stateDump = true;
        private Duration eventsKept = Duration.ofMinutes(10);
        private int timelines;
        private int bricksPerProcess = Integer.MAX_VALUE;
        private UnaryOperator<Host> hosts = UnaryOperator.identity();
        private UnaryOperator<Store> stores = UnaryOperator.identity();

        @Override
        public Builder bricksPerProcess(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("a process has at least one brick, not " + most);
            }
            bricksPerProcess = most;
            return this;
        }

        @Override
        public Builder restAuth(boolean on) {
            restAuth = on;
            return this;
        }

        @Override
        public Builder tls(ServerTls files) {
            tls = files;
            return this;
        }

        @Override
        public Builder listenEverywhere() {
            everywhere = true;
            return this;
        }

        @Override
        public Builder stateDump(boolean on) {
            stateDump = on;
            return this;
        }

        @Override
        public Builder dataDirectory(Path directory) {
            this.directory = directory;
            return this;
        }

        @Override
        public Builder awaitTimeout(Duration timeout) {
            this.awaitTimeout = timeout;
            return this;
        }

        @Override
        public Builder callbacks(Executor executor) {
            this.callbacks = executor;
            return this;
        }

        @Override
        public Builder eventsKept(Duration time) {
            this.eventsKept = time;
            return this;
        }

        @Override
        public Builder keepTimelines(int operations) {
            if (operations < 0) {
                throw new IllegalArgumentException(
                        "timelines of a number of operations from 0 on can be kept, not of " + operations);
            }
            timelines = operations;
            return this;
        }

        @Override
        public Builder hosts(UnaryOperator<Host> wrapper) {
            this.hosts = wrapper;
            return this;
        }

        @Override
        public Builder stores(UnaryOperator<Store> wrapper) {
            this.stores = wrapper;
            return this;
        }

        @Override
        public Running build() {
            Path asked = checked(directory);
            requireRoot();
            create(asked);
            Path data = Path.of(real(asked.toString()));
            FileStore store = open(data);
            Front front;
            try {
                front = new Front(restAuth ? Credentials.in(data) : Credentials.none(), tls, everywhere, stateDump);
            } catch (RuntimeException failure) {
                store.close();
                throw failure;
            }
            Assembly assembly =
                    new Assembly(data, store, hosts, stores, front, eventsKept, timelines, bricksPerProcess);
            try {
                assembly.start();
                return assembly.facade(awaitTimeout, callbacks);
            } catch (RuntimeException failure) {
                assembly.close();
                throw failure;
            }
        }
    }

    private static Path checked(@Nullable Path directory) {
        List<String> problems = new ArrayList<>();
        if (directory == null) {
            problems.add("dataDirectory is missing: say where the catalogue is to live");
        } else {
            if (!directory.isAbsolute()) {
                problems.add("dataDirectory must be an absolute path, not " + directory);
            }
            if (!directory.toString().matches("[A-Za-z0-9_./+@=-]+")) {
                problems.add("dataDirectory may have letters, digits and _ . / + @ = - only, since it becomes part of"
                        + " brick paths, not " + directory);
            }
        }
        if (directory == null || !problems.isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                    .message("the embedded engine cannot be opened: " + String.join("; ", problems))
                    .problems(problems)
                    .build());
        }
        return directory.normalize();
    }

    private static void requireRoot() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                throw Errors.of(
                        ErrorCode.NOT_PERMITTED,
                        "the embedded engine makes loop devices and mounts and must run as root: run it with sudo, or"
                                + " use SimulatedGcs, which needs no rights");
            }
        } catch (IOException | UnsupportedOperationException notLinux) {
            throw Errors.of(
                    ErrorCode.NOT_SUPPORTED, "the embedded engine needs Linux; use SimulatedGcs on other systems");
        }
    }

    private static void create(Path data) {
        try {
            if (!Files.isDirectory(data)) {
                Path parent = data.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.createDirectories(data.resolve("nodes"));
        } catch (IOException failure) {
            throw Errors.of(
                    ErrorCode.REFUSED,
                    data.toString(),
                    "the data directory " + data + " cannot be made: " + failure + "; choose another one");
        }
    }

    /** A path as the kernel shows it in its tables; what is not there stays as it was said. */
    private static String real(String path) {
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException absent) {
            return path;
        }
    }

    private static FileStore open(Path data) {
        try {
            return FileStore.open(data.resolve("store").resolve("catalogue.mv"));
        } catch (StoreException failure) {
            throw Errors.of(
                    failure.kind() == StoreException.Kind.IN_USE ? ErrorCode.IN_USE : ErrorCode.REFUSED,
                    data.toString(),
                    "the data directory " + data + " cannot be opened: " + failure.getMessage());
        }
    }

    /** What the nodes serve over HTTP, where and to whom; requests are let in when there is something behind. */
    private static final class Front {
        private record Behind(EngineGcs gcs, ApiHandlers api) {}

        private final Credentials credentials;
        private final @Nullable ServerTls tls;
        private final boolean everywhere;
        private final boolean stateDump;
        private volatile @Nullable Behind behind;

        Front(Credentials credentials, @Nullable ServerTls tls, boolean everywhere, boolean stateDump) {
            this.credentials = credentials;
            this.tls = tls;
            this.everywhere = everywhere;
            this.stateDump = stateDump;
            if (tls != null) {
                tls.check();
            }
        }

        void serve(EngineGcs gcs) {
            behind = new Behind(gcs, new ApiHandlers(gcs));
        }

        InetSocketAddress address(PeerRecord peer) {
            return everywhere ? new InetSocketAddress(PORT) : new InetSocketAddress(peer.address(), PORT);
        }

        FrontDoor.Builder door(String cluster, PeerRecord peer) {
            AtomicReference<@Nullable HttpHandler> made = new AtomicReference<>();
            FrontDoor.Builder door = FrontDoor.builder()
                    .identity(peer.id(), cluster)
                    .credentials(credentials)
                    .handler(HttpHandler.choosing(call -> {
                        Behind now = behind;
                        if (now == null) {
                            return FrontDoor.starting();
                        }
                        HttpHandler handler = made.get();
                        if (handler == null) {
                            handler = routes(now, peer.name());
                            made.set(handler);
                        }
                        return handler;
                    }));
            return tls == null ? door : door.tls(tls);
        }

        private HttpHandler routes(Behind now, String node) {
            HttpHandler gd2 = Gd2Routes.of(now.gcs().gd2(VERSION, Front::isHere), node)
                    .announcing(now.api().endpoints());
            HttpHandler all = FrontDoor.routes(now.api(), gd2);
            return stateDump
                    ? all
                    : HttpHandler.choosing(call -> call.path().equals("/statedump") ? FrontDoor.notFound() : all);
        }

        /** Whether this machine has that address: others have nodes of their own. */
        private static boolean isHere(String address) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(address, 0));
                return true;
            } catch (IOException elsewhere) {
                return false;
            }
        }
    }

    /** The threads of one node. */
    private record Threads(LocalHost host, ThreadLoop loop, GlusterServer server, AtomicBoolean closed) {
        void close() {
            if (closed.compareAndSet(false, true)) {
                host.close();
                loop.close();
            }
        }
    }

    /** All the real ports, and the threads that are ours. */
    private static final class Assembly implements EnginePorts {
        private final Path data;
        private final Store store;
        private final UnaryOperator<Host> hosts;
        private final Front front;
        private final Duration eventsKept;
        private final Optional<Timelines> timelines;
        private final int bricksPerProcess;
        private final ThreadLoop coordinatorLoop = new ThreadLoop("gcs-coordinator");
        private final SecureRandom random = new SecureRandom();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Set<Threads> nodes = ConcurrentHashMap.newKeySet();
        private final Engine engine;
        private UUID clusterId = new UUID(0, 0);

        Assembly(
                Path data,
                FileStore store,
                UnaryOperator<Host> hosts,
                UnaryOperator<Store> stores,
                Front front,
                Duration eventsKept,
                int timelines,
                int bricksPerProcess) {
            this.data = data;
            this.bricksPerProcess = bricksPerProcess;
            this.front = front;
            this.eventsKept = eventsKept;
            this.store = stores.apply(store);
            this.hosts = hosts;
            this.timelines =
                    timelines == 0 ? Optional.empty() : Optional.of(new Timelines(timelines, coordinatorLoop::nanos));
            engine = new Engine(this);
        }

        void start() {
            clusterId = UUID.fromString(
                    await(engine.start(), "the start of the engine").id());
        }

        private static void background(String name, Runnable task) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        }

        Running facade(Duration awaitTimeout, Executor callbacks) {
            EngineGcs gcs =
                    new EngineGcs(engine, awaitTimeout, callbacks, this::nodeDirectory, EmbeddedGcs::real, this::close);
            Running running = new Facade(gcs, clusterId, () -> await(engine.stopDaemons(), "the end of the daemons"));
            front.serve(gcs);
            return running;
        }

        /** Refuses what a socket path could not hold, before anything is committed. */
        private String nodeDirectory(String name) {
            String directory = data.resolve("nodes").resolve(name).toString();
            PeerRecord probe = new PeerRecord(
                    1,
                    "",
                    name,
                    "",
                    "",
                    directory,
                    new TreeMap<>(),
                    Presence.PRESENT,
                    false,
                    1,
                    "",
                    java.util.Map.of());
            try {
                new NodeLayout("", probe).selfHealFiles();
            } catch (IllegalArgumentException tooLong) {
                throw Errors.of(ErrorCode.INVALID_REQUEST, name, String.valueOf(tooLong.getMessage()));
            }
            return directory;
        }

        void close() {
            if (closed.compareAndSet(false, true)) {
                endRequests();
                await(engine.stop(), "the end of the engine");
                nodes.forEach(Threads::close);
                store.close();
                coordinatorLoop.close();
            }
        }

        /** While there is still something behind the front doors. */
        private void endRequests() {
            long end = System.nanoTime() + FrontDoor.DRAIN.toNanos();
            nodes.forEach(node -> node.server().refuseRequests());
            nodes.forEach(node -> node.server().drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        }

        private static <T> T await(CompletionStage<T> stage, String what) {
            return Waits.get(stage, START, what, () -> "no answer");
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public int bricksPerProcess() {
            return bricksPerProcess;
        }

        @Override
        public Duration eventsKept() {
            return eventsKept;
        }

        @Override
        public Optional<Timelines> timelines() {
            return timelines;
        }

        @Override
        public Loop coordinatorLoop() {
            return coordinatorLoop;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public Node node(String cluster, PeerRecord peer) {
            ThreadLoop loop = new ThreadLoop("gcs-agent-" + peer.name());
            String incarnation = UUID.randomUUID().toString();
            NodeLayout layout = new NodeLayout(cluster, peer);
            GlusterServer server = new GlusterServer(
                    peer.name(),
                    front.address(peer),
                    front.door(cluster, peer),
                    layout.selfHealFiles().pid(),
                    loop,
                    task -> background("gcs-server-" + peer.name(), task));
            LocalHost host = LocalHost.builder()
                    .loop(loop)
                    .marks(Marks.command(cluster, peer.name(), incarnation))
                    .notifier(server::notifySubscribers)
                    .fetches(server::fetches)
                    .given(server::given)
                    .workers(WORKERS)
                    .build();
            Threads threads = new Threads(host, loop, server, new AtomicBoolean());
            nodes.add(threads);
            return new Node(
                    loop,
                    hosts.apply(host),
                    server,
                    () -> background("gcs-closer-" + peer.name(), () -> {
                        nodes.remove(threads);
                        threads.close();
                    }));
        }
    }
}
