/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE = 20_000;

    private final Socket socket;

    Wire(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    /** Sends a request on a connection of its own, and answers all that comes back. */
    static String exchange(InetSocketAddress address, String request) throws IOException {
        try (Wire wire = new Wire(address)) {
            wire.send(request);
            return wire.readToEnd();
        }
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends unless the server has closed. */
    void trySend(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException closed) {
            // That is what the caller waits for.
        }
    }

    /** Says that nothing more will be sent, unless the server has closed. */
    void tryFinish() {
        try {
            finish();
        } catch (IOException closed) {
            // Then it needs no telling.
        }
    }

    /** So many bytes at least, as text. */
    String readSome(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Says that nothing more will be sent. */
    Wire finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All until the server closes; a reset counts as the end. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int read;
            while ((read = socket.getInputStream().read(buffer)) >= 0) {
                all.write(buffer, 0, read);
            }
        } catch (java.net.SocketTimeoutException silent) {
            throw silent;
        } catch (IOException reset) {
            // The end, too.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** One answer of which the length is said. */
    String readAnswer() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                return all.toString(StandardCharsets.UTF_8);
            }
            all.write(read);
            String text = all.toString(StandardCharsets.UTF_8);
            int head = text.indexOf("\r\n\r\n");
            if (head > 0) {
                int length = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
                int end = text.indexOf("\r\n", length);
                int body = length < 0 ? 0 : Integer.parseInt(text.substring(length + 16, end));
                all.writeBytes(socket.getInputStream().readNBytes(body));
                return all.toString(StandardCharsets.UTF_8);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
