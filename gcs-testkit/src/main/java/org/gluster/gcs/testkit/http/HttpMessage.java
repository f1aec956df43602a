/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One whole HTTP/1.1 request or reply as it was on the wire, and the little of it that framing takes. Immutable by
 * convention: nobody writes to its arrays.
 */
public final class HttpMessage {
    private static final int MOST_HEAD = 256 * 1024;
    private static final int MOST_BODY = 32 * 1024 * 1024;

    private final String startLine;
    private final List<String> headerLines;
    private final byte[] body;
    private final byte[] raw;

    private HttpMessage(String startLine, List<String> headerLines, byte[] body, byte[] raw) {
        this.startLine = startLine;
        this.headerLines = headerLines;
        this.body = body;
        this.raw = raw;
    }

    /** Reads a request; empty when the peer closed without sending one. Half a request is an {@link EOFException}. */
    public static Optional<HttpMessage> readRequest(InputStream in) throws IOException {
        return read(in, "");
    }

    /** Reads the reply to a request of that method; empty when the peer closed without sending one. */
    public static Optional<HttpMessage> readReply(InputStream in, String method) throws IOException {
        return read(in, method);
    }

    private static Optional<HttpMessage> read(InputStream in, String repliesTo) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        String first = line(in, raw);
        if (first == null) {
            return Optional.empty();
        }
        List<String> headers = new ArrayList<>();
        String header = line(in, raw);
        while (header != null && !header.isEmpty()) {
            headers.add(header);
            header = line(in, raw);
        }
        if (header == null) {
            throw new EOFException("the head ends in its middle");
        }
        HttpMessage head = new HttpMessage(first, List.copyOf(headers), new byte[0], new byte[0]);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (head.hasBody(repliesTo)) {
            readBody(in, head, !repliesTo.isEmpty(), raw, body);
        }
        return Optional.of(new HttpMessage(first, head.headerLines, body.toByteArray(), raw.toByteArray()));
    }

    private boolean hasBody(String repliesTo) {
        if (repliesTo.isEmpty()) {
            return true;
        }
        int status = status();
        return !repliesTo.equals("HEAD") && status >= 200 && status != 204 && status != 304;
    }

    private static void readBody(
            InputStream in, HttpMessage head, boolean reply, ByteArrayOutputStream raw, ByteArrayOutputStream body)
            throws IOException {
        if (head.header("transfer-encoding").map(String::toLowerCase).orElse("").contains("chunked")) {
            readChunks(in, raw, body);
            return;
        }
        OptionalLong length = head.contentLength();
        if (length.isPresent()) {
            copy(in, length.getAsLong(), raw, body);
        } else if (reply) {
            int next = in.read();
            while (next >= 0) {
                raw.write(next);
                body.write(next);
                bounded(body.size(), MOST_BODY);
                next = in.read();
            }
        }
    }

    private static void readChunks(InputStream in, ByteArrayOutputStream raw, ByteArrayOutputStream body)
            throws IOException {
        while (true) {
            String size = whole(line(in, raw));
            int end = size.indexOf(';');
            long length;
            try {
                length = Long.parseLong((end < 0 ? size : size.substring(0, end)).strip(), 16);
            } catch (NumberFormatException notOne) {
                throw new IOException("not a chunk: " + size, notOne);
            }
            if (length == 0) {
                while (!whole(line(in, raw)).isEmpty()) {
                    // A trailer means nothing here.
                }
                return;
            }
            copy(in, length, raw, body);
            whole(line(in, raw));
        }
    }

    private static void copy(InputStream in, long length, ByteArrayOutputStream raw, ByteArrayOutputStream body)
            throws IOException {
        bounded(body.size() + length, MOST_BODY);
        byte[] bytes = in.readNBytes((int) length);
        raw.writeBytes(bytes);
        body.writeBytes(bytes);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
    }

    private static @Nullable String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int before = raw.size();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            raw.write(next);
            line.write(next);
            bounded(raw.size() - (long) before, MOST_HEAD);
            next = in.read();
        }
        if (next < 0) {
            if (line.size() == 0) {
                return null;
            }
            throw new EOFException("a line ends in its middle");
        }
        raw.write(next);
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String whole(@Nullable String line) throws EOFException {
        if (line == null) {
            throw new EOFException("the body ends in its middle");
        }
        return line;
    }

    private static void bounded(long size, long most) throws IOException {
        if (size > most) {
            throw new IOException("more than " + most + " bytes");
        }
    }

    /** The first line: a request's or a status line. */
    public String startLine() {
        return startLine;
    }

    /** The method of a request. */
    public String method() {
        return part(0);
    }

    /** The target of a request, as it was sent. */
    public String target() {
        return part(1);
    }

    /** The status of a reply, 0 when the line has none. */
    public int status() {
        try {
            return Integer.parseInt(part(1));
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }

    private String part(int index) {
        String[] parts = startLine.split(" ", 3);
        return index < parts.length ? parts[index] : "";
    }

    /** The value of the first header of that name, which is in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers().get(name));
    }

    /** The headers by lower-case name; of several with one name the first. */
    public SortedMap<String, String> headers() {
        SortedMap<String, String> all = new TreeMap<>();
        for (String line : headerLines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                all.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return all;
    }

    private OptionalLong contentLength() throws IOException {
        Optional<String> length = header("content-length");
        if (length.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(length.get());
            bounded(value, MOST_BODY);
            return OptionalLong.of(Math.max(0, value));
        } catch (NumberFormatException notOne) {
            throw new IOException("not a length: " + length.get(), notOne);
        }
    }

    /** Whether the connection ends after it. */
    public boolean closes() {
        String connection = header("connection")
                .map(value -> value.toLowerCase(Locale.ROOT))
                .orElse("");
        return connection.contains("close") || (startLine.contains("HTTP/1.0") && !connection.contains("keep-alive"));
    }

    /** How many bytes the head has, first line and headers. */
    public int headSize() {
        int size = startLine.length();
        for (String line : headerLines) {
            size += line.length();
        }
        return size;
    }

    /** The body without its framing, as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Every byte of it, in order. */
    public byte[] bytes() {
        return raw.clone();
    }

    @Override
    public String toString() {
        return startLine;
    }
}
