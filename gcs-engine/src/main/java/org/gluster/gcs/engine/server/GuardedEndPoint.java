/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.gluster.gcs.gluster.rpc.RpcConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that knows what is awaited of its peer, and until when. Whoever is late is closed by
 * {@link FrontDoor}'s sweep: no thread and no timer waits for a peer.
 */
final class GuardedEndPoint extends SocketChannelEndPoint {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedEndPoint.class);

    /** What is awaited. */
    enum Awaited {
        FIRST_BYTE,
        HEAD,
        BODY,
        /** Nothing of the peer. */
        WORK,
        READING,
        /** The first byte of a further request. */
        NEXT,
        /** Nothing here: an RPC connection keeps its own deadlines. */
        CALLS
    }

    private record Stage(Awaited awaited, long since, long nanos) {}

    private final Connections connections;
    private final PortLimits limits;
    private final InetAddress address;
    private volatile Stage stage;
    private volatile @Nullable RpcConnection calls;
    private volatile Connections.Verdict verdict = Connections.Verdict.SERVED;

    GuardedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Connections connections,
            PortLimits limits)
            throws IOException {
        super(channel, selector, key, scheduler);
        this.connections = connections;
        this.limits = limits;
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress remote)) {
            throw new IOException("the peer is gone");
        }
        address = remote.getAddress();
        stage = stage(Awaited.FIRST_BYTE);
        tune(channel);
    }

    /** What lies below, whatever is between, such as TLS. */
    static GuardedEndPoint below(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        return (GuardedEndPoint) lowest;
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

    InetAddress address() {
        return address;
    }

    Connections.Verdict verdict() {
        return verdict;
    }

    /** Whether it is between two requests. */
    boolean isIdle() {
        return stage.awaited() == Awaited.NEXT;
    }

    /** From now on this is awaited. */
    void await(Awaited awaited) {
        if (awaited == Awaited.WORK) {
            spoke();
        }
        stage = stage(awaited);
    }

    /** It carries a connection with deadlines of its own. */
    void carries(RpcConnection session) {
        calls = session;
        await(Awaited.CALLS);
    }

    /** Its peer made itself useful. */
    void spoke() {
        connections.spoke(this);
    }

    private Stage stage(Awaited awaited) {
        Duration patience = switch (awaited) {
            case FIRST_BYTE -> limits.firstByte();
            case HEAD -> limits.head();
            case BODY -> limits.body();
            case READING -> limits.reply();
            case NEXT -> limits.idle();
            case WORK, CALLS -> Duration.ZERO;
        };
        return new Stage(awaited, System.nanoTime(), patience.toNanos());
    }

    /** Closes it when its peer is late. */
    void expire(long now) {
        Stage current = stage;
        if (current.nanos() > 0 && now - current.since() >= current.nanos()) {
            end("it was late with " + current.awaited());
        }
        RpcConnection session = calls;
        if (session != null) {
            session.closeIfOverdue();
        }
    }

    void end(String why) {
        LOG.debug("the connection from {} is closed: {}", address, why);
        close();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0) {
            Awaited awaited = stage.awaited();
            if (awaited == Awaited.NEXT || awaited == Awaited.FIRST_BYTE) {
                await(Awaited.HEAD);
            }
        }
        return filled;
    }

    @Override
    public void onOpen() {
        verdict = connections.add(this);
        super.onOpen();
    }

    @Override
    public void onClose(Throwable cause) {
        connections.remove(this);
        super.onClose(cause);
    }
}
