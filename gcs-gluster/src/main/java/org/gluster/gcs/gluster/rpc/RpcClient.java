/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.block.host.Bytes;

/**
 * A plain blocking connection for tools and tests: one thread, one call at a time. Every method has a deadline.
 *
 * <p>All methods throw {@link UncheckedIOException} when the connection fails or the deadline passes, and
 * {@link RpcException} when what arrives is no sound message.
 */
public final class RpcClient implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final Duration deadline;
    private final RecordMark.Decoder decoder = new RecordMark.Decoder(BrickOps.MAX_REPLY);
    private final ByteBuffer input = ByteBuffer.allocate(64 * 1024).flip();
    private int lastXid;

    private RpcClient(SocketChannel channel, Selector selector, Duration deadline) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
    }

    /** Connects to a TCP or Unix address; each call may then take as long as the deadline. */
    public static RpcClient connect(SocketAddress address, Duration deadline) {
        try {
            SocketChannel channel = SocketChannel.open(address);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new RpcClient(channel, selector, deadline);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
    }

    /** Calls a procedure and awaits its reply; calls that arrive meanwhile are dropped. */
    public RpcMessage.Reply call(int program, int version, int procedure, Bytes arguments) {
        int xid = ++lastXid;
        send(RecordMark.wrap(
                RpcMessage.Call.of(xid, program, version, procedure, arguments).encode()));
        while (true) {
            if (receive() instanceof RpcMessage.Reply reply && reply.xid() == xid) {
                return reply;
            }
        }
    }

    /** Sends bytes as they are. */
    public void send(Bytes bytes) {
        ByteBuffer out = bytes.toBuffer();
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    await(SelectionKey.OP_WRITE, end);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Awaits the next message. */
    public RpcMessage receive() {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (true) {
                Optional<Bytes> message = decoder.next(input);
                if (message.isPresent()) {
                    return RpcMessage.decode(message.get());
                }
                input.clear();
                int count = channel.read(input);
                input.flip();
                if (count < 0) {
                    throw new EOFException("the connection was closed");
                }
                if (count == 0) {
                    await(SelectionKey.OP_READ, end);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(int operation, long end) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("nothing moved within " + deadline);
        }
        channel.keyFor(selector).interestOps(operation);
        selector.select(millis);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() {
        try (selector;
                channel) {
            lastXid = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
