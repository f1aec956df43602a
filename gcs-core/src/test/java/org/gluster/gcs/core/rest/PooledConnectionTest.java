/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PooledConnectionTest {
    private final PooledConnection connection = PooledConnection.make();
    private ServerSocket listener;
    private SocketChannel channel;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        channel = SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        server = listener.accept();
    }

    @AfterEach
    void end() throws IOException {
        connection.close(CloseMode.IMMEDIATE);
        server.close();
        listener.close();
        channel.close();
    }

    @Test
    void whatIsClosedWhileItConnects_leavesNoSocketOpen() {
        connection.close(CloseMode.IMMEDIATE);
        assertThatThrownBy(() -> connection.bind(channel.socket())).isInstanceOf(InterruptedIOException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aConnectionIsFresh_untilItsServerWritesOrCloses() throws IOException {
        connection.bind(channel.socket());
        assertThat(connection.isStale()).isFalse();
        assertThat(connection.isStale()).isFalse();
        assertThat(channel.isBlocking()).isTrue();
        server.close();
        assertThat(becomesStale()).isTrue();
    }

    @Test
    void whatIsWrittenWithoutBeingAsked_makesItStale() throws IOException {
        connection.bind(channel.socket());
        server.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(becomesStale()).isTrue();
    }

    @Test
    void aConnectionThatIsClosed_isStale() throws IOException {
        assertThat(connection.isStale()).isTrue();
        connection.bind(channel.socket());
        connection.close(CloseMode.IMMEDIATE);
        assertThat(connection.isStale()).isTrue();
    }

    /** What the other side does arrives in a moment. */
    private boolean becomesStale() throws IOException {
        while (!connection.isStale()) {
            Thread.onSpinWait();
        }
        return true;
    }
}
