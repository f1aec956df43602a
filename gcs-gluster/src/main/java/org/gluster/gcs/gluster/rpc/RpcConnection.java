/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gluster.gcs.block.host.Bytes;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link RpcServer}. Public methods are thread-safe and never block. */
public final class RpcConnection {
    private final RpcServer server;
    private final long id;
    private final SocketAddress remoteAddress;
    private final boolean local;
    private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
    private final AtomicInteger nextXid = new AtomicInteger(1);
    private volatile boolean open = true;

    // What follows is the server thread's, except for the counter.
    final SocketChannel channel;
    final RecordMark.Decoder decoder;
    final ArrayDeque<Bytes> inbox = new ArrayDeque<>();
    final ArrayDeque<ByteBuffer> outbox = new ArrayDeque<>();
    final AtomicLong queuedBytes = new AtomicLong();

    @Nullable
    SelectionKey key;

    int callsInFlight;
    boolean spoke;
    boolean partial;
    long waitingSince;
    long stalledSince;

    RpcConnection(
            RpcServer server,
            long id,
            SocketChannel channel,
            SocketAddress remoteAddress,
            boolean local,
            int maxRecord) {
        this.server = server;
        this.id = id;
        this.channel = channel;
        this.remoteAddress = remoteAddress;
        this.local = local;
        this.decoder = new RecordMark.Decoder(maxRecord);
    }

    /** Unique within its server, ascending. */
    public long id() {
        return id;
    }

    /** The peer's address; of a Unix socket, mostly an unnamed one. */
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** Whether the peer came over the Unix socket, which only processes of this user on this machine can. */
    public boolean isLocal() {
        return local;
    }

    /** Whether it is not closed yet, as far as is known. */
    public boolean isOpen() {
        return open;
    }

    /** What a program attached to this connection under this type. */
    public <T> Optional<T> attachment(Class<T> type) {
        return Optional.ofNullable(type.cast(attachments.get(type)));
    }

    /** Attaches a value under its type, in place of what was there. */
    public <T> void attach(Class<T> type, T value) {
        attachments.put(type, value);
    }

    /**
     * Sends a call to the peer. GlusterFS' callbacks have no reply, and none is awaited; on a closed connection it is
     * dropped.
     */
    public void call(int program, int version, int procedure, Bytes arguments) {
        send(RpcMessage.Call.of(nextXid.getAndIncrement(), program, version, procedure, arguments));
    }

    /** Closes it; what waits to be sent is dropped. */
    public void close() {
        server.execute(() -> server.close(this, "closed by its owner"));
    }

    void send(RpcMessage message) {
        if (open) {
            Bytes record = RecordMark.wrap(message.encode());
            queuedBytes.addAndGet(record.size());
            server.execute(() -> server.write(this, record));
        }
    }

    /** Answers whether it was open. */
    boolean markClosed() {
        boolean was = open;
        open = false;
        return was;
    }

    @Override
    public String toString() {
        return "connection " + id + (local ? " (local)" : " from " + remoteAddress);
    }
}
