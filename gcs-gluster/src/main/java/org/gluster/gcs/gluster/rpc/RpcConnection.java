/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.gluster.gcs.block.host.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of an {@link RpcService}: it takes bytes, calls the programs, one call at a time, and has bytes to send. It does no
 * input or output itself; its {@link RpcCarrier} does. Public methods are thread-safe and never block.
 *
 * <p>Whatever a peer sends, memory stays within the {@link RpcLimits}: what calls in flight do not allow yet is not wanted
 * from the carrier, and a peer that does not read is closed.
 */
public final class RpcConnection {
    private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);

    private final RpcService service;
    private final RpcLimits limits;
    private final long id;
    private final RpcCarrier carrier;
    private final SocketAddress remoteAddress;
    private final boolean local;
    private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
    private final AtomicInteger nextXid = new AtomicInteger(1);
    private volatile boolean open = true;
    private volatile boolean spoke;

    // What follows is guarded by this lock, under which programs are called, too.
    private final Object lock = new Object();
    private final RecordMark.Decoder decoder;
    private final ArrayDeque<Bytes> inbox = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> outbox = new ArrayDeque<>();
    private long queuedBytes;
    private int callsInFlight;
    private boolean partial;
    /** Whether it owes us a message. */
    private boolean waiting = true;

    private long waitingSince;
    private long stalledSince;

    RpcConnection(RpcService service, long id, RpcCarrier carrier, SocketAddress remoteAddress, boolean local) {
        this.service = service;
        this.limits = service.limits();
        this.id = id;
        this.carrier = carrier;
        this.remoteAddress = remoteAddress;
        this.local = local;
        this.decoder = new RecordMark.Decoder(limits.recordBytes());
        this.waitingSince = service.now();
    }

    /** Unique within its service, ascending. */
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
        end("closed by its owner");
    }

    @Override
    public String toString() {
        return "connection " + id + (local ? " (local)" : " from " + remoteAddress);
    }

    // ---- for its carrier ------------------------------------------------------------------------------------------

    /** Takes bytes that the peer sent, all of them, and works off what they complete. */
    public void received(ByteBuffer input) {
        synchronized (lock) {
            if (!open) {
                return;
            }
            boolean complete = false;
            try {
                while (true) {
                    Optional<Bytes> message = decoder.next(input);
                    if (message.isEmpty()) {
                        break;
                    }
                    inbox.add(message.get());
                    complete = true;
                }
            } catch (RpcException unsound) {
                end(String.valueOf(unsound.getMessage()));
                return;
            }
            boolean partialNow = decoder.isPartial();
            spoke |= complete;
            if (complete || (partialNow && !partial && spoke)) {
                waiting = partialNow;
                waitingSince = service.now();
            }
            partial = partialNow;
            pump();
        }
    }

    /** Whether what the peer sends is to be read. */
    public boolean wantsInput() {
        synchronized (lock) {
            return open && inbox.isEmpty();
        }
    }

    /** What is to be sent next; empty when there is nothing. It stays so until it was {@link #sent}. */
    public Optional<ByteBuffer> output() {
        synchronized (lock) {
            return Optional.ofNullable(outbox.peek()).map(ByteBuffer::asReadOnlyBuffer);
        }
    }

    /** So many bytes of {@link #output} were taken by the network. */
    public void sent(int count) {
        synchronized (lock) {
            ByteBuffer head = outbox.peek();
            if (head == null || count == 0) {
                return; // it was closed meanwhile, or nothing was taken
            }
            head.position(head.position() + count);
            if (!head.hasRemaining()) {
                outbox.remove();
            }
            queuedBytes -= count;
            stalledSince = service.now();
        }
    }

    /** Whether the peer has made a call yet. */
    public boolean spoke() {
        return spoke;
    }

    /** In how many nanoseconds, or less, {@link #closeIfOverdue} has to be asked; none while nothing is awaited. */
    long nanosLeft() {
        synchronized (lock) {
            long now = service.now();
            long left = Long.MAX_VALUE;
            if (waiting) {
                left = limits.deadline().toNanos() - (now - waitingSince);
            }
            if (!outbox.isEmpty()) {
                left = Math.min(left, limits.deadline().toNanos() - (now - stalledSince));
            }
            return left;
        }
    }

    /** Closes it when the peer owes us a message, or reading one, for longer than is allowed. */
    public void closeIfOverdue() {
        synchronized (lock) {
            long now = service.now();
            long deadline = limits.deadline().toNanos();
            if (waiting && now - waitingSince >= deadline) {
                if (inbox.isEmpty()) {
                    end(spoke ? "its message did not end in time" : "it made no call in time");
                } else { // it waits for us, not we for it
                    waitingSince = now;
                }
            }
            if (!outbox.isEmpty() && now - stalledSince >= deadline) {
                end("it reads nothing");
            }
        }
    }

    /** It is over, whoever ended it; the carrier is told to close, and the programs are told. */
    public void end(String reason) {
        synchronized (lock) {
            if (!open) {
                return;
            }
            open = false;
            inbox.clear();
            outbox.clear();
            waiting = false;
        }
        LOG.debug("{} is closed: {}", this, reason);
        carrier.close();
        for (RpcProgram program : service.programs()) {
            try {
                program.closed(this);
            } catch (RuntimeException e) {
                LOG.warn("{} failed to take note that {} is closed", program.name(), this, e);
            }
        }
    }

    // ---- calls ----------------------------------------------------------------------------------------------------

    /** Works off what was received, as far as calls in flight allow. */
    private void pump() {
        while (open && callsInFlight < limits.callsInFlight()) {
            Bytes message = inbox.poll();
            if (message == null) {
                break;
            }
            dispatch(message);
        }
    }

    private void dispatch(Bytes message) {
        RpcMessage decoded;
        try {
            decoded = RpcMessage.decode(message);
        } catch (RpcException e) {
            RpcMessage.Codec.denial(message).ifPresentOrElse(this::send, () -> end(String.valueOf(e.getMessage())));
            return;
        }
        if (!(decoded instanceof RpcMessage.Call call)) {
            return; // a reply: callbacks await none
        }
        SortedMap<Integer, RpcProgram> versions = service.versions(call.program());
        if (versions.isEmpty()) {
            send(RpcMessage.Reply.failure(call.xid(), RpcMessage.Status.PROG_UNAVAIL));
            return;
        }
        RpcProgram program = versions.get(call.version());
        if (program == null) {
            send(RpcMessage.Reply.mismatch(call.xid(), versions.firstKey(), versions.lastKey()));
        } else if (call.procedure() == 0) {
            send(RpcMessage.Reply.success(call.xid(), Bytes.of(new byte[0])));
        } else if (!program.procedures().contains(call.procedure())) {
            send(RpcMessage.Reply.failure(call.xid(), RpcMessage.Status.PROC_UNAVAIL));
        } else {
            perform(call, program);
        }
    }

    private void perform(RpcMessage.Call call, RpcProgram program) {
        CompletionStage<Bytes> results;
        try {
            results = program.dispatch(call.procedure(), new XdrReader(call.arguments()), this);
        } catch (RpcException e) {
            LOG.debug("{} sent unreadable arguments to {} {}", this, program.name(), call.procedure(), e);
            send(RpcMessage.Reply.failure(call.xid(), RpcMessage.Status.GARBAGE_ARGS));
            return;
        } catch (RuntimeException e) {
            failed(call, program, e);
            return;
        }
        callsInFlight++;
        boolean[] now = {true};
        results.whenComplete((bytes, failure) -> {
            synchronized (lock) {
                callsInFlight--;
                if (failure == null) {
                    send(RpcMessage.Reply.success(call.xid(), bytes));
                } else {
                    failed(call, program, failure);
                }
                if (!now[0]) {
                    pump();
                }
            }
            if (!now[0]) {
                carrier.wake(); // there may be room for input again
            }
        });
        now[0] = false;
    }

    private void failed(RpcMessage.Call call, RpcProgram program, Throwable failure) {
        LOG.warn("{} {} failed for {}", program.name(), call.procedure(), this, failure);
        send(RpcMessage.Reply.failure(call.xid(), RpcMessage.Status.SYSTEM_ERR));
    }

    private void send(RpcMessage message) {
        Bytes record = RecordMark.wrap(message.encode());
        synchronized (lock) {
            if (!open) {
                return;
            }
            queuedBytes += record.size();
            if (queuedBytes > limits.queuedBytes()) {
                end("it does not read what it asked for");
                return;
            }
            if (outbox.isEmpty()) {
                stalledSince = service.now();
            }
            outbox.add(record.toBuffer());
        }
        carrier.wake();
    }
}
