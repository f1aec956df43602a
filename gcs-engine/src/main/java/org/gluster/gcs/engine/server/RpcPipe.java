/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.gluster.gcs.gluster.rpc.RpcCarrier;
import org.gluster.gcs.gluster.rpc.RpcConnection;
import org.gluster.gcs.gluster.rpc.RpcService;

/** Carries an ONC-RPC connection over one of Jetty's. Nothing waits: neither for the peer to send, nor for it to read. */
final class RpcPipe extends AbstractConnection implements Connection.UpgradeTo, RpcCarrier {
    private static final int CHUNK = 16 << 10;
    private static final int CHUNKS_A_TURN = 8;

    private final RpcConnection session;
    private final GuardedEndPoint guard;
    private final Writer writer = new Writer();
    /** Whether somebody reads, or will when there is something. */
    private final AtomicBoolean reading = new AtomicBoolean();

    private ByteBuffer first = BufferUtil.EMPTY_BUFFER;

    private final Callback fillable = new Callback() {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable gone) {
            session.end(String.valueOf(gone.getMessage()));
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    };

    RpcPipe(EndPoint endPoint, Executor executor, RpcService service) {
        super(endPoint, executor);
        guard = GuardedEndPoint.below(endPoint);
        session = service.connect(this, endPoint.getRemoteSocketAddress(), false);
    }

    @Override
    public void onUpgradeTo(ByteBuffer alreadyRead) {
        first = alreadyRead;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        guard.carries(session);
        reading.set(true);
        take(first);
        first = BufferUtil.EMPTY_BUFFER;
        onFillable();
    }

    private void take(ByteBuffer bytes) {
        session.received(bytes);
        if (session.spoke()) {
            guard.spoke();
        }
    }

    @Override
    public void onFillable() {
        do {
            if (!read()) {
                return;
            }
            reading.set(false);
        } while (session.wantsInput() && reading.compareAndSet(false, true));
    }

    /** Reads while it is wanted; answers false when more will be read later, or never. */
    private boolean read() {
        ByteBuffer chunk = BufferUtil.allocate(CHUNK);
        for (int turn = 0; session.wantsInput(); turn++) {
            int filled;
            try {
                BufferUtil.clear(chunk);
                filled = turn < CHUNKS_A_TURN ? getEndPoint().fill(chunk) : 0; // others want their turn, too
            } catch (IOException gone) {
                filled = -1;
            }
            if (filled < 0) {
                session.end("closed by the peer");
                return false;
            }
            if (filled == 0) {
                getEndPoint().fillInterested(fillable);
                return false;
            }
            take(chunk);
        }
        return true;
    }

    @Override
    public void wake() {
        writer.iterate();
        if (session.wantsInput() && reading.compareAndSet(false, true)) {
            getEndPoint().fillInterested(fillable);
        }
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        session.end("closed by the peer");
    }

    /** Sends in pieces, so that a peer that reads slowly is seen to read. */
    private final class Writer extends IteratingCallback {
        private int sending;

        @Override
        protected Action process() {
            session.sent(sending);
            sending = 0;
            Optional<ByteBuffer> output = session.output();
            if (output.isEmpty()) {
                return Action.IDLE;
            }
            ByteBuffer piece = output.get();
            sending = Math.min(piece.remaining(), CHUNK);
            getEndPoint().write(this, piece.limit(piece.position() + sending));
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            session.end(String.valueOf(cause.getMessage()));
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
