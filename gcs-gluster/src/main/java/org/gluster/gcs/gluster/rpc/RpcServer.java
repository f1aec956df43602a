/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves ONC-RPC programs on TCP addresses and Unix sockets, with one daemon thread called {@code gcs-rpc-<node>}.
 *
 * <p>Whatever peers send, memory stays within the {@link RpcLimits}: a silent, slow or hostile connection costs its
 * buffers and, after a deadline, nothing. A connection that once made a call and is idle stays open, since GlusterFS
 * listens on it for callbacks. Programs are called on the server's thread, or where a stage of theirs completes, one call
 * of a connection at a time.
 *
 * <p>The DUMP program, by which clients learn what is served, is always there. All methods are thread-safe.
 */
public final class RpcServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    private static final int READ_CHUNK = 64 * 1024;
    private static final int ACCEPTS_PER_TURN = 64;
    private static final int MAX_SOCKET_PATH = 107;
    private static final long ACCEPT_PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    private final RpcLimits limits;
    private final RpcService service;
    private final Selector selector;
    private final Thread thread;
    private final List<Listener> listeners = new ArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(READ_CHUNK);
    private volatile boolean closing;

    // What follows is the server thread's; connections are in the order in which they came.
    private final Set<Socket> remote = new LinkedHashSet<>();
    private final Set<Socket> local = new LinkedHashSet<>();

    private volatile int connectionCount;
    private boolean acceptPaused;
    private long acceptPausedSince;

    private record Listener(
            ServerSocketChannel channel,
            @Nullable Path socket,
            @Nullable Object fileKey) {}

    private RpcServer(Builder builder) throws IOException {
        limits = builder.limits;
        service = new RpcService(builder.programs, limits, builder.nanoTime);
        selector = Selector.open();
        try {
            for (SocketAddress address : builder.addresses) {
                listeners.add(listen(address));
            }
            for (Listener listener : listeners) {
                listener.channel().configureBlocking(false);
                listener.channel().register(selector, SelectionKey.OP_ACCEPT, listener);
            }
        } catch (IOException | RuntimeException e) {
            closeListeners();
            selector.close();
            throw e;
        }
        thread = new Thread(this::run, "gcs-rpc-" + builder.node);
        thread.setDaemon(true);
    }

    /** Begins to describe a server; the node's name goes into its thread's. */
    public static Builder builder(String node) {
        return new Builder(node);
    }

    /** Describes a server. */
    public static final class Builder {
        private final String node;
        private final List<RpcProgram> programs = new ArrayList<>();
        private final List<SocketAddress> addresses = new ArrayList<>();
        private RpcLimits limits = RpcLimits.DEFAULT;
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(String node) {
            this.node = node;
        }

        /** Serves this program. */
        public Builder program(RpcProgram program) {
            programs.add(program);
            return this;
        }

        /** Listens on this TCP address; port 0 means any free one, see {@link RpcServer#addresses}. */
        public Builder listen(InetSocketAddress address) {
            addresses.add(address);
            return this;
        }

        /**
         * Listens on a Unix socket of mode 0600 at this path, of at most 107 bytes. Its directory must exist and grant
         * nothing to group and others. A socket that nobody listens on any more is replaced.
         */
        public Builder listen(Path socket) {
            addresses.add(UnixDomainSocketAddress.of(socket));
            return this;
        }

        /** Limits other than {@link RpcLimits#DEFAULT}. */
        public Builder limits(RpcLimits other) {
            limits = other;
            return this;
        }

        Builder nanoTime(LongSupplier other) {
            nanoTime = other;
            return this;
        }

        /**
         * Opens the server: all listeners, or none.
         *
         * @throws UncheckedIOException when an address cannot be listened on; the message names it
         * @throws IllegalArgumentException when a program is given twice
         */
        public RpcServer open() {
            try {
                RpcServer server = new RpcServer(this);
                server.thread.start();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }

    /** TCP addresses it listens on, with their real ports, in the order in which they were given. */
    public List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Listener listener : listeners) {
            try {
                if (listener.socket() == null
                        && listener.channel().getLocalAddress() instanceof InetSocketAddress address) {
                    addresses.add(address);
                }
            } catch (IOException e) {
                LOG.debug("a listener is closed already", e);
            }
        }
        return List.copyOf(addresses);
    }

    /** How many connections there are now. */
    public int connections() {
        return connectionCount;
    }

    /** Stops listening, closes all connections and ends the thread. May be called again, and from anywhere. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        long end = System.nanoTime() + CLOSE_WAIT.toNanos();
        while (thread.isAlive() && System.nanoTime() - end < 0) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs on the server's thread, soon; at once when this is it. Dropped when the server is closed. */
    void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else if (!closing) {
            tasks.add(task);
            selector.wakeup();
        }
    }

    // ---- listeners ------------------------------------------------------------------------------------------------

    private static Listener listen(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            return listenLocally(unix);
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, 512);
            return new Listener(channel, null, null);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static Listener listenLocally(UnixDomainSocketAddress address) throws IOException {
        Path socket = address.getPath();
        Path directory = socket.toAbsolutePath().getParent();
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH) {
            throw new IOException("the path of a Unix socket has at most " + MAX_SOCKET_PATH + " bytes: " + socket);
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("the directory of the Unix socket " + socket + " does not exist");
        }
        String granted = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
        if (!granted.endsWith("------")) {
            throw new IOException("the directory of the Unix socket " + socket + " has mode " + granted
                    + "; nobody but its owner may enter it: chmod 700 " + directory);
        }
        removeDeadSocket(address);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, 512);
            Files.setPosixFilePermissions(
                    socket, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            return new Listener(channel, socket, fileKey(socket));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
    }

    private static void removeDeadSocket(UnixDomainSocketAddress address) throws IOException {
        Path socket = address.getPath();
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(address)) {
            throw new BindException("cannot listen on " + socket + ": somebody does already (" + probe + ")");
        } catch (ConnectException e) {
            Files.delete(socket);
        }
    }

    private static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void closeListeners() {
        for (Listener listener : listeners) {
            quietly(listener.channel()::close);
            Path socket = listener.socket();
            if (socket != null) {
                quietly(() -> {
                    Object now = Files.exists(socket, LinkOption.NOFOLLOW_LINKS) ? fileKey(socket) : null;
                    if (now != null && now.equals(listener.fileKey())) { // not a successor's
                        Files.delete(socket);
                    }
                });
            }
        }
    }

    // ---- the thread -----------------------------------------------------------------------------------------------

    private void run() {
        try {
            while (!closing) {
                selector.select(timeoutMillis());
                runTasks();
                Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
                while (ready.hasNext() && !closing) {
                    SelectionKey key = ready.next();
                    ready.remove();
                    serve(key);
                }
                expire();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the RPC server has failed and closes", e);
        } finally {
            closing = true;
            closeListeners();
            for (Socket socket : all()) {
                socket.connection().end("the server closes");
                quietly(socket.channel::close);
            }
            remote.clear();
            local.clear();
            connectionCount = 0;
            quietly(selector::close);
        }
    }

    /** Runs what was asked for before this turn began; what comes meanwhile waits for the next, so that it starves nobody. */
    private void runTasks() {
        for (int left = tasks.size(); left > 0; left--) {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.attachment() instanceof Listener listener) {
                accept(listener);
            } else if (key.attachment() instanceof Socket socket) {
                socket.serve(key);
            }
        } catch (CancelledKeyException e) {
            LOG.trace("closed in the same turn", e);
        }
    }

    private void accept(Listener listener) {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
                SocketChannel channel = listener.channel().accept();
                if (channel == null) {
                    return;
                }
                admit(channel, listener.socket() != null);
            }
        } catch (IOException e) { // out of descriptors, most likely: without a pause this would spin
            LOG.debug("cannot accept a connection; pausing", e);
            acceptPaused = true;
            acceptPausedSince = service.now();
            listeners.forEach(each -> interest(each.channel(), 0));
        }
    }

    private void interest(ServerSocketChannel channel, int operations) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    private void admit(SocketChannel channel, boolean isLocal) {
        Set<Socket> peers = isLocal ? local : remote;
        try {
            if (closing) {
                channel.close();
                return;
            }
            if (peers.size() >= limits.connections()) {
                Socket oldest = peers.stream()
                        .filter(socket -> !socket.connection().spoke())
                        .findFirst()
                        .orElse(null);
                if (oldest == null) {
                    LOG.debug("{} connections are enough; another one is closed", peers.size());
                    channel.close();
                    return;
                }
                oldest.connection().end("it never made a call, and others wait");
            }
            channel.configureBlocking(false);
            if (!isLocal) {
                tune(channel);
            }
            Socket socket = new Socket(channel, channel.getRemoteAddress(), peers, isLocal);
            socket.key = channel.register(selector, SelectionKey.OP_READ, socket);
            peers.add(socket);
            connectionCount = remote.size() + local.size();
        } catch (IOException e) {
            LOG.debug("a new connection failed at once", e);
            quietly(channel::close);
        }
    }

    /** Finds out within two minutes that an idle peer's machine is gone. */
    private static void tune(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, 60);
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, 15);
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
    }

    private static void set(SocketChannel channel, SocketOption<Integer> option, int value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    // ---- one connection -------------------------------------------------------------------------------------------

    /** What carries one connection. */
    private final class Socket implements RpcCarrier {
        private final SocketChannel channel;
        private final Set<Socket> peers;
        private final RpcConnection connection;
        private @Nullable SelectionKey key;

        Socket(SocketChannel channel, SocketAddress remoteAddress, Set<Socket> peers, boolean isLocal) {
            this.channel = channel;
            this.peers = peers;
            connection = service.connect(this, remoteAddress, isLocal);
        }

        RpcConnection connection() {
            return connection;
        }

        void serve(SelectionKey ready) {
            try {
                if (ready.isWritable()) {
                    flush();
                }
                if (connection.isOpen() && ready.isReadable()) {
                    chunk.clear();
                    int count = channel.read(chunk); // one chunk a turn: nobody starves the others
                    if (count < 0) {
                        connection.end("closed by the peer");
                    } else {
                        connection.received(chunk.flip());
                    }
                }
                flush();
            } catch (IOException e) {
                connection.end(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("{} is closed because serving it failed", connection, e);
                connection.end("an internal error");
            }
        }

        @Override
        public void wake() {
            execute(() -> {
                try {
                    flush();
                } catch (IOException e) {
                    connection.end(String.valueOf(e.getMessage()));
                }
            });
        }

        private void flush() throws IOException {
            while (true) {
                Optional<ByteBuffer> head = connection.output();
                if (head.isEmpty()) {
                    break;
                }
                connection.sent(channel.write(head.get()));
                if (head.get().hasRemaining()) {
                    break;
                }
            }
            if (key != null && key.isValid()) {
                key.interestOps((connection.wantsInput() ? SelectionKey.OP_READ : 0)
                        | (connection.output().isEmpty() ? 0 : SelectionKey.OP_WRITE));
            }
        }

        @Override
        public void close() {
            execute(
                    () -> { // on the thread, which uses its key
                        quietly(channel::close);
                        peers.remove(this);
                        connectionCount = remote.size() + local.size();
                    });
        }
    }

    // ---- deadlines ------------------------------------------------------------------------------------------------

    private long timeoutMillis() {
        long left = Long.MAX_VALUE;
        for (Socket socket : all()) {
            left = Math.min(left, socket.connection().nanosLeft());
        }
        if (acceptPaused) {
            left = Math.min(left, ACCEPT_PAUSE_NANOS - (service.now() - acceptPausedSince));
        }
        return left == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }

    private void expire() {
        for (Socket socket : all()) {
            socket.connection().closeIfOverdue();
        }
        if (acceptPaused && service.now() - acceptPausedSince >= ACCEPT_PAUSE_NANOS) {
            acceptPaused = false;
            listeners.forEach(listener -> interest(listener.channel(), SelectionKey.OP_ACCEPT));
        }
    }

    private List<Socket> all() {
        List<Socket> all = new ArrayList<>(remote);
        all.addAll(local);
        return all;
    }

    private interface Closing {
        void run() throws IOException;
    }

    private static void quietly(Closing action) {
        try {
            action.run();
        } catch (IOException e) {
            LOG.debug("closing failed", e);
        }
    }
}
