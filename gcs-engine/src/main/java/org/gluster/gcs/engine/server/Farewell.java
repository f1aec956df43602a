/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A connection that is told why nobody talks to it. It is closed when its peer has read that and closed its side, within
 * bounds of time and bytes: closing at once, on bytes that were not read, would take the message away again.
 */
final class Farewell extends AbstractConnection implements Connection.UpgradeTo {
    /** A fatal {@code handshake_failure}. */
    static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};

    private static final int MOST_DROPPED = 1 << 20;

    private final byte[] message;
    private int dropped;

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

    Farewell(EndPoint endPoint, java.util.concurrent.Executor executor, byte[] message) {
        super(endPoint, executor);
        this.message = message;
    }

    /** An HTTP answer in plain text that ends the connection. */
    static byte[] http(String status, String headers, String text) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + text.length()
                        + "\r\n" + headers + "Connection: close\r\n\r\n" + text)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void onUpgradeTo(ByteBuffer alreadyRead) {
        dropped += alreadyRead.remaining();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint()
                .write(
                        Callback.from(
                                () -> {
                                    getEndPoint().shutdownOutput();
                                    onFillable();
                                },
                                failure -> close()),
                        ByteBuffer.wrap(message));
    }

    @Override
    public void onFillable() {
        ByteBuffer buffer = BufferUtil.allocate(4096);
        try {
            while (dropped < MOST_DROPPED) {
                BufferUtil.clear(buffer);
                int filled = getEndPoint().fill(buffer);
                if (filled == 0) {
                    getEndPoint().fillInterested(fillable);
                    return;
                }
                if (filled < 0) {
                    break;
                }
                dropped += filled;
            }
        } catch (IOException gone) {
            // It is closed, then.
        }
        close();
    }
}
