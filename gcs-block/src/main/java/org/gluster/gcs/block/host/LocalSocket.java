/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.gluster.gcs.block.host.HostCall.Exchange;

/** One request and one record-marked reply over a local stream socket. The reply may come in many fragments. */
final class LocalSocket {
    private static final int MARK = 4;
    private static final int LAST_FRAGMENT = 0x8000_0000;

    private LocalSocket() {}

    static Optional<Bytes> ask(HostCall.Ask ask) {
        Exchange call = new Exchange(ask.socket(), ask.request(), ask.maxReply(), ask.deadline());
        boolean[] sent = {false};
        try {
            return Optional.of(exchange(call, sent));
        } catch (IOException failure) {
            HostException told = failed(call, failure, sent[0]);
            boolean gone = sent[0] && !(failure instanceof TimedOut);
            if (gone || told.kind() == HostException.Kind.MISSING) {
                return Optional.empty();
            }
            throw told;
        }
    }

    static Bytes exchange(Exchange call) {
        boolean[] sent = {false};
        try {
            return exchange(call, sent);
        } catch (IOException failure) {
            throw failed(call, failure, sent[0]);
        }
    }

    /** Says in {@code sent} whether the other side may have got something of it. */
    private static Bytes exchange(Exchange call, boolean[] sent) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            Wait wait = new Wait(call, channel.register(selector, 0), System.nanoTime());
            if (!channel.connect(UnixDomainSocketAddress.of(call.socket()))) {
                do {
                    wait.until(SelectionKey.OP_CONNECT);
                } while (!channel.finishConnect());
            }
            ByteBuffer request = call.request().toBuffer();
            sent[0] = true; // from the first byte on
            while (request.hasRemaining()) {
                if (channel.write(request) == 0) {
                    wait.until(SelectionKey.OP_WRITE);
                }
            }
            return reply(call, channel, wait);
        }
    }

    private static Bytes reply(Exchange call, SocketChannel channel, Wait wait) throws IOException {
        byte[] record = new byte[MARK];
        int length = 0;
        while (true) {
            int mark = read(channel, wait, ByteBuffer.allocate(MARK)).getInt();
            int fragment = mark & ~LAST_FRAGMENT;
            if (fragment > call.maxReply() - length) {
                throw new HostException(
                        HostException.Kind.TOO_LARGE,
                        "Exchange with " + call.socket() + " failed: the reply is longer than " + call.maxReply()
                                + " bytes; the request was carried out or not");
            }
            record = Arrays.copyOf(record, MARK + length + fragment);
            read(channel, wait, ByteBuffer.wrap(record, MARK + length, fragment));
            length += fragment;
            if ((mark & LAST_FRAGMENT) != 0) {
                return Bytes.of(ByteBuffer.wrap(record).putInt(0, LAST_FRAGMENT | length));
            }
        }
    }

    /** Fills what remains of the buffer and makes it readable. */
    private static ByteBuffer read(SocketChannel channel, Wait wait, ByteBuffer buffer) throws IOException {
        buffer.mark();
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer);
            if (read < 0) {
                throw new EOFException("closed by the other side before the whole reply came");
            }
            if (read == 0) {
                wait.until(SelectionKey.OP_READ);
            }
        }
        return buffer.reset();
    }

    private static HostException failed(Exchange call, IOException failure, boolean sent) {
        String reason = String.valueOf(failure.getMessage());
        if (sent || failure instanceof TimedOut) {
            return new HostException(
                    HostException.Kind.UNKNOWN_OUTCOME,
                    "Exchange with " + call.socket() + " failed, the request may have been carried out: " + reason);
        }
        boolean nobody = reason.contains("No such file") || reason.contains("Connection refused");
        return new HostException(
                nobody ? HostException.Kind.MISSING : Failures.kindOf(reason),
                "Exchange with " + call.socket() + " failed, nothing was sent: "
                        + (nobody ? "nobody listens there (" + reason + ")" : reason));
    }

    private static final class TimedOut extends IOException {
        private static final long serialVersionUID = 1L;

        TimedOut(Duration deadline) {
            super("no answer within " + deadline);
        }
    }

    /** Waits for readiness until the call's deadline. */
    private record Wait(Exchange call, SelectionKey key, long start) {
        void until(int readiness) throws IOException {
            long left = call.deadline().toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                throw new TimedOut(call.deadline());
            }
            key.interestOps(readiness);
            key.selector().select(left / 1_000_000 + 1);
            key.selector().selectedKeys().clear();
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("the host was closed");
            }
        }
    }
}
