/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A connection until its first byte tells what it speaks. Until then it costs no thread and no buffer. */
final class FirstByte extends AbstractConnection implements Connection.UpgradeFrom {

    /** Makes the connection that goes on from there. */
    interface Protocols {
        /** The peer speaks what this byte begins. */
        Connection speaking(byte first, EndPoint endPoint);
    }

    private final Protocols protocols;
    private @Nullable ByteBuffer bytes;

    private final Callback fillable = new Callback() {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable gone) {
            close();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    };

    FirstByte(EndPoint endPoint, Executor executor, Protocols protocols) {
        super(endPoint, executor);
        this.protocols = protocols;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (GuardedEndPoint.below(getEndPoint()).verdict() == Connections.Verdict.CLOSED) {
            close();
        } else {
            getEndPoint().fillInterested(fillable);
        }
    }

    @Override
    public void onFillable() {
        ByteBuffer buffer = BufferUtil.allocate(2048);
        int filled;
        try {
            filled = getEndPoint().fill(buffer);
        } catch (IOException gone) {
            filled = -1;
        }
        if (filled == 0) {
            getEndPoint().fillInterested(fillable);
        } else if (filled < 0) {
            close();
        } else {
            bytes = buffer;
            getEndPoint().upgrade(protocols.speaking(buffer.get(buffer.position()), getEndPoint()));
        }
    }

    @Override
    public @Nullable ByteBuffer onUpgradeFrom() {
        return bytes;
    }
}
