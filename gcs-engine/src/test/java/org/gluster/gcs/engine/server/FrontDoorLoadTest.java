/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What clients do that mean no good, or cannot help it. More fuzzed inputs than the build's share:
 *
 * <pre>
 * mvn -pl gcs-engine -am test -Dtest=FrontDoorLoadTest -Dsurefire.failIfNoSpecifiedTests=false -Dgcs.inputs=1000000
 * </pre>
 */
class FrontDoorLoadTest {
    private static final int CONNECTIONS = 1000;
    private static final int CALLS = 200;
    private static final int THREADS = 4;
    private static final long MOST_MEMORY = 128L << 20;

    private final Rpc rpc = new Rpc();

    private FrontDoor open() {
        rpc.volfiles.put("v1", "volume v1\n");
        return FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .credentials(Credentials.ofSecret(new byte[] {1}))
                .handler(call -> HttpReply.json(200, "\"" + call.path().length() + "\"\n"))
                .rpc(rpc.service(RpcLimits.DEFAULT))
                .open();
    }

    @Test
    @Timeout(120)
    void aThousandSilentAndSlowConnections_disturbNobody() throws IOException {
        List<SocketChannel> others = new ArrayList<>();
        try (FrontDoor door = open()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = SocketChannel.open(door.address());
                others.add(channel);
                switch (i % 4) {
                    case 1 -> channel.write(ByteBuffer.wrap("GET /ping HT".getBytes(StandardCharsets.US_ASCII)));
                    case 2 -> channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0, 0, 40, 1}));
                    case 3 -> channel.write(ByteBuffer.wrap(new byte[] {0x47}));
                    default -> {
                        // silent
                    }
                }
            }

            try (RpcClient mount = Rpc.client(door.address())) {
                for (int i = 0; i < CALLS; i++) {
                    assertThat(Rpc.fetch(mount, "v1")).isEqualTo("volume v1\n");
                    assertThat(ping(door)).startsWith("HTTP/1.1 200 ");
                    SocketChannel slow = others.get(i);
                    slow.write(ByteBuffer.wrap(new byte[] {(byte) (i % 4 == 2 ? 0 : 'x')}));
                }
            }
            assertThat(door.connections()).isGreaterThan(CONNECTIONS / 2);
            assertThat(threads()).as("threads").isLessThan(64);
        } finally {
            for (SocketChannel channel : others) {
                channel.close();
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gcs-"))
                .count();
    }

    private static String ping(FrontDoor door) throws IOException {
        return Wire.exchange(door.address(), "GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whateverIsSent_nothingHangsOrFails_andMemoryIsBounded() throws Exception {
        String given = System.getProperty("gcs.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("Replay with -Dgcs.seed=" + seed);
        long inputs = Long.getLong("gcs.inputs", 4000);
        AtomicLong left = new AtomicLong(inputs);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long before = used();
        try (FrontDoor door = open()) {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                Thread sender = new Thread(() -> {
                    try {
                        while (failure.get() == null && left.getAndDecrement() > 0) {
                            send(door, random);
                        }
                    } catch (IOException | RuntimeException | AssertionError found) {
                        failure.compareAndSet(null, found);
                    }
                });
                sender.start();
                senders.add(sender);
            }
            for (Thread sender : senders) {
                sender.join(TimeUnit.HOURS.toMillis(2));
            }
            if (failure.get() != null) {
                throw new AssertionError("with -Dgcs.seed=" + seed, failure.get());
            }
            try (RpcClient mount = Rpc.client(door.address())) {
                assertThat(Rpc.fetch(mount, "v1")).isEqualTo("volume v1\n");
            }
            assertThat(ping(door)).startsWith("HTTP/1.1 200 ");
            assertThat(door.counts().serverErrors()).isZero();
            assertThat(door.counts().received()).as("requests that were sound").isGreaterThan(inputs / 100);
            assertThat(used() - before).as("bytes of memory").isLessThan(MOST_MEMORY);
            System.out.println(inputs + " inputs; " + door.counts());
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** One input on a connection of its own, whole, then its end; the server must end the connection, too. */
    private static void send(FrontDoor door, Random random) throws IOException {
        byte[] input = input(random);
        try (Wire wire = new Wire(door.address())) {
            int cut = random.nextInt(4) == 0 && input.length > 0 ? random.nextInt(input.length) : input.length;
            wire.trySend(java.util.Arrays.copyOf(input, cut));
            if (cut < input.length) {
                wire.trySend(java.util.Arrays.copyOfRange(input, cut, input.length));
            }
            wire.tryFinish();
            String answer = wire.readToEnd();
            assertThat(answer)
                    .as(() -> java.util.HexFormat.of().formatHex(input))
                    .doesNotContainPattern("(^|\n)HTTP/1.1 5");
        }
    }

    private static byte[] input(Random random) {
        byte[] input = switch (random.nextInt(6)) {
            case 0 -> bytes(random, random.nextInt(400));
            case 1 -> mutated(random, Rpc.getspec(random.nextInt(), random.nextBoolean() ? "v1" : "x".repeat(300)));
            case 2 -> { // a record that announces what never comes
                byte[] record = bytes(random, 4 + random.nextInt(64));
                record[0] |= (byte) 0x80;
                yield record;
            }
            case 3 -> mutated(random, request(random).getBytes(StandardCharsets.ISO_8859_1));
            case 4 -> request(random).getBytes(StandardCharsets.ISO_8859_1);
            default ->
                mutated(random, new byte[] {
                    0x16, 3, 1, 0, 60, 1, 0, 0, 56, 3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
                });
        };
        return input;
    }

    private static final String[] METHODS = {
        "GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE", "get"
    };
    private static final String[] TARGETS = {
        "/ping",
        "/v1/volumes",
        "/gcs/v1/volumes",
        "/",
        "*",
        "//",
        "/%zz",
        "/%00",
        "/a%2Fb",
        "/v1/../x",
        "/?",
        "http://h/x",
        "/x;y=z",
        "/\u00fc",
        "/ping?%",
        "ping",
        "/.%2e/x",
        "/%c0%af",
        "/[",
        "/a b"
    };
    private static final String[] HEADERS = {
        "Host: a",
        "Host: ",
        "Host: a\r\nHost: b",
        "Content-Length: 3",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 3\r\nContent-Length: 4",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Connection: close",
        "Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA",
        "Expect: 100-continue",
        "Expect: x",
        "Authorization: bearer a.b.c",
        "Authorization: bearer e30.e30.e30",
        "Authorization: bearer \u0000",
        " folded",
        "X: \u00ff",
        "X",
        ": y",
        "Accept-Charset: nonsense",
        "Range: bytes=0-",
        "Cookie: \"",
        "Accept: x/y",
        "X-Request-Id: a\tb"
    };

    private static String request(Random random) {
        StringBuilder request = new StringBuilder();
        request.append(METHODS[random.nextInt(METHODS.length)])
                .append(' ')
                .append(TARGETS[random.nextInt(TARGETS.length)])
                .append(random.nextInt(16) == 0 ? " HTTP/9.9" : random.nextInt(16) == 0 ? "" : " HTTP/1.1")
                .append("\r\n")
                .append(random.nextInt(4) == 0 ? "" : "Host: a\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            request.append(HEADERS[random.nextInt(HEADERS.length)]).append("\r\n");
        }
        return request.append("\r\n")
                .append(random.nextBoolean() ? "" : "3\r\nabc\r\n0\r\n\r\n")
                .toString();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        for (int change = random.nextInt(5); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
