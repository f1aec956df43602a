/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.Credentials;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.gluster.rpc.GlusterDict;
import org.gluster.gcs.gluster.rpc.HandshakeProgram;
import org.gluster.gcs.gluster.rpc.PortRegistry;
import org.gluster.gcs.gluster.rpc.PortmapProgram;
import org.gluster.gcs.gluster.rpc.RecordMark;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.gluster.gcs.gluster.rpc.RpcMessage;
import org.gluster.gcs.gluster.rpc.RpcService;
import org.gluster.gcs.gluster.rpc.Subscriptions;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.rpc.VolfileSource;
import org.gluster.gcs.gluster.rpc.XdrWriter;
import org.gluster.gcs.testkit.SimulatedGcs;

/**
 * Sends bytes from a seed to a real port: requests in HTTP and calls of GlusterFS' RPC, whole and damaged, what begins like TLS, and
 * noise. Each connection must come to its end, no answer may be a failure of the server's own, and a well-formed request in
 * between must be answered as ever.
 */
public final class PortFuzz {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int CHECK = 250;
    private static final int MOST_FINDINGS = 20;
    private static final long MOST_GROWTH = 192L << 20;
    private static final int HANDSHAKE = 14_398_633;
    private static final int PORTMAP = 34_123_456;

    /** What a server may not be able to do, or be too busy for; anything else of its kind is its own failure. */
    private static final List<Integer> HONEST = List.of(501, 503, 505, 507);

    private final long seed;
    private final SplittableRandom random;
    private final FrontDoor door;
    private final Requests requests;
    private final Gd2Requests gd2;
    private final SortedMap<Integer, Long> statuses = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();
    private long slowest;
    private String slowestInput = "";

    private PortFuzz(long seed, SimulatedGcs gcs, FrontDoor door) {
        this.seed = seed;
        this.door = door;
        random = new SplittableRandom(seed);
        OpenApi document = OpenApi.parse(new ApiHandlers(gcs)
                .handle(new HttpCall(
                        "GET", "/gcs/v1/openapi", new TreeMap<>(), "", new Caller("(fuzz)", Caller.Role.READ, "")))
                .body());
        requests = new Requests(document, random, List::of);
        gd2 = new Gd2Requests(document, random, List::of);
    }

    /**
     * Runs it; blocks until the end. In the report, status 0 counts connections that were closed without an answer in HTTP.
     *
     * @param seed which bytes
     * @param inputs how many connections
     * @param progress is told how many there were, now and then
     */
    public static Fuzz.Report run(long seed, long inputs, LongConsumer progress) {
        Volfiles volfiles = new Volfiles();
        RpcService rpc = new RpcService(
                List.of(new HandshakeProgram(volfiles, new Subscriptions()), new PortmapProgram(new PortRegistry())),
                RpcLimits.DEFAULT);
        try (SimulatedGcs gcs = SimulatedGcs.create(3, seed);
                FrontDoor door = FrontDoor.builder()
                        .node("node-1")
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .credentials(Credentials.none())
                        .handler(FrontDoor.routes(new ApiHandlers(gcs), gcs.gd2("node-1")))
                        .rpc(rpc)
                        .open()) {
            return new PortFuzz(seed, gcs, door).run(inputs, progress);
        }
    }

    private Fuzz.Report run(long inputs, LongConsumer progress) {
        long start = System.nanoTime();
        long early = 0;
        long sent = 0;
        while (sent < inputs && findings.size() < MOST_FINDINGS) {
            if (sent % CHECK == 0) {
                stillServes(sent);
                progress.accept(sent);
            }
            byte[] bytes = next();
            exchange(sent, bytes);
            sent++;
            if (sent == Math.max(1, inputs / 10)) {
                early = heap();
            }
        }
        stillServes(sent);
        long growth = heap() - early;
        if (growth > MOST_GROWTH) {
            findings.add("memory: " + (growth >> 20) + " MiB more in use at the end than after a tenth");
        }
        return new Fuzz.Report(
                sent,
                statuses,
                (System.nanoTime() - start) / 1e9,
                TimeUnit.NANOSECONDS.toMillis(slowest),
                slowestInput,
                growth,
                findings);
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void exchange(long number, byte[] bytes) {
        String input = "seed " + seed + " connection " + number + " " + shown(bytes);
        long begun = System.nanoTime();
        Optional<byte[]> answer;
        try {
            answer = Optional.of(send(bytes));
        } catch (SocketTimeoutException hung) {
            findings.add(input + ": the connection did not end within " + PATIENCE_MILLIS + " ms");
            return;
        } catch (IOException cut) {
            answer = Optional.empty(); // a server may cut off what it will not read
        }
        long took = System.nanoTime() - begun;
        if (took > slowest) {
            slowest = took;
            slowestInput = input;
        }
        int status = answer.map(PortFuzz::status).orElse(0);
        statuses.merge(status, 1L, Long::sum);
        if (status >= 500 && !HONEST.contains(status) && !ofGlusterD2(answer.orElseThrow())) {
            findings.add(input + " -> " + shown(answer.orElseThrow()) + ": a failure of the server's own");
        }
    }

    /** It answers much with 500 that is no failure of the server's own, and says what instead. */
    private static boolean ofGlusterD2(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        return text.contains("{\"errors\":[") && !text.contains("unexpected failure");
    }

    private byte[] send(byte[] bytes) throws IOException {
        try (Socket socket = new Socket()) {
            // Ports of one source address would run out, since each is kept for a minute after its connection.
            socket.bind(new InetSocketAddress("127." + random.nextInt(1, 250) + "." + random.nextInt(250) + ".9", 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(door.address(), PATIENCE_MILLIS);
            int first = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            socket.getOutputStream().write(bytes, 0, first);
            socket.getOutputStream().write(bytes, first, bytes.length - first);
            socket.shutdownOutput();
            return readAll(socket.getInputStream());
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            all.write(buffer, 0, count);
        }
        return all.toByteArray();
    }

    private static int status(byte[] answer) {
        String head = new String(answer, 0, Math.min(12, answer.length), StandardCharsets.ISO_8859_1);
        return head.matches("HTTP/1\\.[01] [0-9]{3}") ? Integer.parseInt(head.substring(9)) : 0;
    }

    private void stillServes(long number) {
        try {
            String http = new String(
                    send("GET /gcs/v1/peers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII)),
                    StandardCharsets.UTF_8);
            if (!http.startsWith("HTTP/1.1 200 ")) {
                findings.add("before connection " + number + " a request in HTTP was answered with " + http);
            }
            byte[] rpc = send(frame(
                    RpcMessage.Call.of(7, HANDSHAKE, 2, 2, getspec("volume")).encode()));
            if (!new String(rpc, StandardCharsets.ISO_8859_1).contains("end-volume")) {
                findings.add("before connection " + number + " a fetch of a volfile was answered with " + shown(rpc));
            }
        } catch (IOException failure) {
            findings.add("before connection " + number + " a well-formed request got no answer: " + failure);
        }
    }

    private byte[] next() {
        byte[] whole = switch (random.nextInt(8)) {
            case 0, 1, 2 -> http(requests.next());
            case 3 -> http(gd2.next());
            case 4, 5 -> rpc();
            case 6 -> tls();
            default -> noise(random.nextInt(400));
        };
        return random.nextInt(3) == 0 ? whole : damaged(whole);
    }

    private byte[] http(Input input) {
        byte[] body = input.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder();
        head.append(input.method()).append(' ').append(input.target()).append(' ');
        head.append(random.nextInt(10) == 0 ? one("HTTP/1.0", "HTTP/2", "HTTP/9.9", "http/1.1", "") : "HTTP/1.1");
        head.append("\r\nHost: x\r\n");
        input.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        switch (random.nextInt(12)) {
            case 0 ->
                head.append("Content-Length: ").append(random.nextInt(100_000)).append("\r\n");
            case 1 ->
                head.append("Content-Length: ")
                        .append(one("-1", "1e3", "99999999999999999999", " ", "0x10"))
                        .append("\r\n");
            case 2 -> head.append("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n");
            case 3 ->
                head.append("Transfer-Encoding: ")
                        .append(one("gzip", "chunked, chunked", "x"))
                        .append("\r\n");
            case 4 ->
                head.append("X-Long: ")
                        .append("x".repeat(random.nextInt(20_000)))
                        .append("\r\n");
            case 5 -> head.append(" folded: yes\r\n\tand again\r\n").append(": no name\r\nNo colon\r\n");
            case 6 ->
                head.append("Authorization: ")
                        .append(one("bearer", "bearer a.b.c", "Basic eDp5", "bearer ..", "bearer " + "a".repeat(9_000)))
                        .append("\r\n");
            case 7 -> head.append("Expect: ").append(one("100-continue", "x")).append("\r\n");
            default -> {}
        }
        if (body.length > 0 && head.indexOf("Content-Length") < 0 && head.indexOf("Transfer-") < 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(first.length + body.length)
                .put(first)
                .put(body)
                .array();
    }

    private byte[] rpc() {
        boolean portmap = random.nextInt(3) == 0;
        Bytes arguments = random.nextInt(3) == 0
                ? Bytes.of(noise(random.nextInt(200)))
                : getspec(one("volume", "", "no-such", "../../etc/passwd", "v".repeat(5_000)));
        Bytes call = RpcMessage.Call.of(
                        random.nextInt(),
                        portmap ? PORTMAP : random.nextInt(8) == 0 ? random.nextInt() : HANDSHAKE,
                        random.nextInt(6) == 0 ? random.nextInt() : portmap ? 1 : 2,
                        random.nextInt(6) == 0 ? random.nextInt() : random.nextInt(8),
                        arguments)
                .encode();
        byte[] frame = frame(call);
        if (random.nextInt(4) == 0) { // lengths that lie, and fragments that never end
            ByteBuffer.wrap(frame)
                    .putInt(
                            0,
                            random.nextBoolean() ? random.nextInt() | 0x8000_0000 : random.nextInt(64) | 0x8000_0000);
        }
        return frame;
    }

    private static byte[] frame(Bytes message) {
        return RecordMark.wrap(message).toArray();
    }

    private static Bytes getspec(String key) {
        return new XdrWriter()
                .writeInt(0)
                .writeString(key)
                .writeOpaque(GlusterDict.empty()
                        .with("min-op-version", 1)
                        .with("max-op-version", 100_000)
                        .encode())
                .toBytes();
    }

    private byte[] tls() {
        byte[] bytes = noise(random.nextInt(5, 300));
        bytes[0] = 0x16;
        bytes[1] = 3;
        return bytes;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] damaged(byte[] right) {
        if (right.length == 0) {
            return right;
        }
        byte[] bytes = right.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> {
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                return bytes;
            }
            case 2 -> {
                byte[] more = noise(random.nextInt(40));
                return ByteBuffer.allocate(bytes.length + more.length)
                        .put(bytes)
                        .put(more)
                        .array();
            }
            default -> {
                return ByteBuffer.allocate(bytes.length * 2)
                        .put(bytes)
                        .put(bytes)
                        .array();
            }
        }
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length, 300); i++) {
            int one = bytes[i] & 0xff;
            text.append(one >= ' ' && one < 127 ? String.valueOf((char) one) : String.format("\\x%02x", one));
        }
        return text.append("\" of ").append(bytes.length).append(" bytes").toString();
    }

    /** One volume, for everybody. */
    private static final class Volfiles implements VolfileSource {
        @Override
        public CompletionStage<Boolean> admits(String key, SocketAddress asker, boolean local) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public Optional<Volfile> volfile(String key, boolean local) {
            return key.equals("volume")
                    ? Optional.of(Volfile.of("volume a\n    type debug/io-stats\nend-volume\n"))
                    : Optional.empty();
        }

        @Override
        public Optional<UUID> volumeId(String volume) {
            return Optional.empty();
        }
    }
}
