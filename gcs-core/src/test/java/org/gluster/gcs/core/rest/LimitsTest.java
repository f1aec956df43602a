/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.GcsInterruptedException;
import org.gluster.gcs.GcsTimeoutException;
import org.gluster.gcs.OutcomeUnknownException;
import org.gluster.gcs.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits are tiny here where they must be reached, and so long where they must not that a test that waits for one fails. */
@Timeout(60)
class LimitsTest {
    private static final Duration TINY = Duration.ofMillis(50);
    /** Long enough to connect and to send, so that it is reached after that. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofHours(1);
    private static final RestCall WRITE = RestCall.of("POST", "/v1/volumes", Repeatability.ONCE);

    private static HttpTransport.Builder patient(String url) {
        return HttpTransport.builder()
                .endpoint(url)
                .timeouts(t -> t.connect(LONG)
                        .handshake(LONG)
                        .lease(LONG)
                        .attempt(LONG)
                        .total(LONG))
                .retry(RetryPolicy.never());
    }

    private static RawServer trickling() {
        return RawServer.of(peer -> {
            peer.request();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                // As fast as it goes: no wait for a byte is long, and the whole never comes to an end within the limit.
                peer.write("x");
                peer.pause();
            }
        });
    }

    // --- each phase
    // ------------------------------------------------------------------------------------------------------

    @Test
    void aServerThatAcceptsAndSaysNothing_runsOutOfTime() throws Exception {
        try (RawServer server = RawServer.of(RawServer.Peer::awaitEnd);
                HttpTransport transport = patient(server.url()).build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/").within(SHORT)))
                    .isInstanceOf(GcsTimeoutException.class)
                    .hasMessageContaining(server.url())
                    .hasMessageContaining("GET /");
            assertThatThrownBy(() -> transport.exchange(WRITE.within(SHORT)))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(transport.connections().leased()).isZero();
        }
    }

    @Test
    void anAttemptThatTakesTooLong_isFollowedByAnother() throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    RawServer.Request request = peer.request();
                    if (peer.number() == 1) {
                        peer.awaitEnd();
                    } else if (request != null) {
                        peer.write(RawServer.ok("at last"));
                    }
                });
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(server.url())
                        .timeouts(t -> t.attempt(TINY).total(LONG))
                        .build()) {
            RestReply reply = transport.exchange(RestCall.get("/"));
            assertThat(reply.body()).isEqualTo("at last");
        }
    }

    @Test
    void whatMayBeSentOnce_isNotCutOffByTheLimitOfAnAttempt() throws Exception {
        Semaphore released = new Semaphore(0);
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    released.acquireUninterruptibly();
                    peer.write(RawServer.ok("made"));
                });
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(server.url())
                        .timeouts(t -> t.attempt(Duration.ofMillis(1)).total(LONG))
                        .build()) {
            try (Calls calls = new Calls()) {
                Future<RestReply> reply = calls.start(() -> transport.exchange(WRITE));
                RawServer.Request sent = server.awaitRequest();
                // Three reads are cut off meanwhile, so the limit of an attempt has passed for certain.
                assertThatThrownBy(() -> transport.exchange(RestCall.get("/"))).isInstanceOf(GcsException.class);
                released.release(10);
                assertThat(calls.result(reply).body()).isEqualTo("made");
                assertThat(sent.line()).startsWith("POST");
            }
        }
    }

    @Test
    void anAnswerThatTricklesIn_isCutOffAtTheDeadline() throws Exception {
        try (RawServer server = trickling();
                HttpTransport transport = patient(server.url()).build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/").within(SHORT)))
                    .isInstanceOf(GcsTimeoutException.class);
            assertThatThrownBy(() -> transport.exchange(
                            RestCall.of("PUT", "/", Repeatability.IDEMPOTENT).within(SHORT)))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(transport.connections().count()).isZero();
        }
    }

    @Test
    void aRequestThatNobodyReads_isCutOffAtTheDeadline() throws Exception {
        Semaphore end = new Semaphore(0);
        try (RawServer server = RawServer.of(peer -> end.acquireUninterruptibly());
                HttpTransport transport = patient(server.url()).build()) {
            // More than the system takes from the one and keeps for the other.
            RestCall big = WRITE.withJson("x".repeat(16 << 20)).within(Duration.ofMillis(1500));
            assertThatThrownBy(() -> transport.exchange(big)).isInstanceOf(OutcomeUnknownException.class);
            end.release(10);
        }
    }

    /** A port that takes no connection any more: its queue is full. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queued = new ArrayList<>();

        BlackHole() throws IOException {
            for (int i = 0; i < 10; i++) {
                Socket filler = new Socket();
                queued.add(filler);
                try {
                    filler.connect(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()), 100);
                } catch (IOException full) {
                    return;
                }
            }
            throw new IOException("the queue does not get full");
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket each : queued) {
                each.close();
            }
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Repeatability.class)
    void anAddressThatDoesNotAnswer_isGivenUp_andNothingWasBegun(Repeatability repeatability) throws Exception {
        RestCall call = RestCall.of("POST", "/", repeatability);
        try (BlackHole hole = new BlackHole()) {
            try (HttpTransport transport = patient(hole.url())
                    .timeouts(t -> t.connect(TINY).attempt(LONG).total(LONG))
                    .build()) {
                assertThatThrownBy(() -> transport.exchange(call))
                        .isInstanceOf(UnreachableException.class)
                        .hasMessageContaining(hole.url())
                        .hasMessageContaining("no connection was made");
            }
            try (HttpTransport transport = patient(hole.url()).build()) {
                assertThatThrownBy(() -> transport.exchange(call.within(TINY)))
                        .as("the deadline counts while it connects, too")
                        .isInstanceOf(UnreachableException.class);
            }
        }
    }

    @Test
    void whereAllConnectionsAreInUse_aCallWaitsNoLongerThanItMay() throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.awaitEnd();
                });
                Calls calls = new Calls()) {
            HttpTransport transport = HttpTransport.builder()
                    .endpoint(server.url())
                    .maxConnections(1)
                    .retry(RetryPolicy.never())
                    .timeouts(t -> t.lease(TINY).attempt(LONG).total(LONG))
                    .build();
            Future<RestReply> first = calls.start(() -> transport.exchange(RestCall.get("/first")));
            server.awaitRequest();
            assertThatThrownBy(() -> transport.exchange(WRITE))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("all 1 connections were in use");
            assertThatThrownBy(() -> transport.exchange(WRITE.within(Duration.ofMillis(5))))
                    .isInstanceOf(UnreachableException.class);
            transport.close();
            assertThatThrownBy(() -> calls.result(first)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Resolves nothing before it is told to. */
    private static final class Hanging implements DnsResolver {
        private final CountDownLatch end = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            asked.countDown();
            try {
                end.await();
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void aResolverThatHangs_doesNotHoldACallUp() {
        Hanging names = new Hanging();
        try (HttpTransport transport =
                patient("http://gd2-0:24007").resolver(names).build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/").within(TINY)))
                    .isInstanceOf(UnreachableException.class);
        }
        try (HttpTransport transport = patient("http://gd2-0:24007")
                .timeouts(t -> t.connect(TINY).attempt(LONG).total(LONG))
                .resolver(names)
                .build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("gd2-0 cannot be resolved");
        }
        names.end.countDown();
    }

    // --- broken answers
    // --------------------------------------------------------------------------------------------------

    @Test
    void answersThatBreakOff_orAreNoneOfHttp_areLost() throws Exception {
        List<String> broken = List.of(
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\r\n\r\n\r\n",
                "x".repeat(1 << 20),
                "HTTP/1.1 200 OK\r\n" + "X-A: b\r\n".repeat(1000) + "\r\n",
                "HTTP/1.1 200 OK\r\nX-A: " + "b".repeat(1 << 20) + "\r\n\r\n");
        for (String answer : broken) {
            try (RawServer server = RawServer.of(peer -> {
                        peer.request();
                        peer.write(answer);
                    });
                    HttpTransport transport = patient(server.url()).build()) {
                String shown = answer.substring(0, Math.min(60, answer.length()));
                assertThatThrownBy(() -> transport.exchange(RestCall.get("/")))
                        .as(shown)
                        .isInstanceOf(UnreachableException.class)
                        .hasMessageContaining(server.url());
                assertThatThrownBy(() -> transport.exchange(WRITE))
                        .as(shown)
                        .isInstanceOf(OutcomeUnknownException.class);
                assertThat(server.requests()).hasSize(2);
                assertThat(transport.connections().count()).isZero();
            }
        }
    }

    @Test
    void aConnectionThatIsReset_afterTheRequestIsRead_isLost() throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.reset();
                });
                HttpTransport transport = patient(server.url()).build()) {
            assertThatThrownBy(() -> transport.exchange(WRITE)).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/"))).isInstanceOf(UnreachableException.class);
        }
    }

    // --- connections that went stale
    // -------------------------------------------------------------------------------------

    @Test
    void aConnectionThatTheServerClosedMeanwhile_isReplaced_andCountsAsNoAttempt() throws Exception {
        Semaphore closed = new Semaphore(0);
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.write(RawServer.ok("answer " + peer.number()));
                    peer.reset();
                    closed.release();
                });
                HttpTransport transport = patient(server.url()).build()) {
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("answer 1");
            closed.acquireUninterruptibly();
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("answer 2");
            closed.acquireUninterruptibly();
            assertThat(transport.exchange(WRITE).body())
                    .as("it is looked at before what may be sent once goes out")
                    .isEqualTo("answer 3");
        }
    }

    @Test
    void bytesThatBelongToNoRequest_areNotTakenForTheNextAnswer() throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    while (peer.request() != null) {
                        peer.write(RawServer.ok("mine " + peer.number()) + RawServer.ok("stale"));
                    }
                });
                HttpTransport transport = patient(server.url()).build()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("mine " + i);
                assertThat(transport.exchange(WRITE).body()).isEqualTo("mine " + ++i);
            }
        }
    }

    @Test
    void bytesThatComeLate_areNotTakenForTheNextAnswer() throws Exception {
        Semaphore next = new Semaphore(0);
        Semaphore written = new Semaphore(0);
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.write(RawServer.ok("mine " + peer.number()));
                    next.acquireUninterruptibly();
                    peer.write(RawServer.ok("stale"));
                    written.release();
                    peer.awaitEnd();
                });
                HttpTransport transport = patient(server.url()).build()) {
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("mine 1");
            next.release();
            written.acquireUninterruptibly();
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("mine 2");
            next.release();
        }
    }

    @Test
    void connectionsThatNobodyUses_areClosed() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.write(RawServer.ok(""));
                    peer.awaitEnd();
                    gone.countDown();
                });
                HttpTransport transport = patient(server.url()).idle(TINY).build()) {
            transport.exchange(RestCall.get("/"));
            assertThat(await(gone)).isTrue();
        }
    }

    // --- interrupts and the end
    // ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Repeatability.class)
    void anInterruptEndsACall_andTheThreadStaysInterrupted(Repeatability repeatability) throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.awaitEnd();
                });
                HttpTransport transport = patient(server.url()).build()) {
            AtomicBoolean flag = new AtomicBoolean();
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    transport.exchange(RestCall.of("POST", "/", repeatability));
                    outcome.complete(new AssertionError("it was answered"));
                } catch (RuntimeException failure) {
                    flag.set(Thread.currentThread().isInterrupted());
                    outcome.complete(failure);
                }
            });
            caller.start();
            server.awaitRequest();
            caller.interrupt();
            assertThat(outcome.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(GcsInterruptedException.class)
                    .hasMessageContaining("it may have been done");
            assertThat(flag).isTrue();
            caller.join();
            assertThat(transport.connections().count()).isZero();
        }
    }

    @Test
    void anInterruptEndsEveryKindOfWait() throws Exception {
        Hanging names = new Hanging();
        try (BlackHole hole = new BlackHole();
                RawServer silent = RawServer.of(RawServer.Peer::awaitEnd);
                RawServer trickling = trickling()) {
            List<HttpTransport.Builder> waits = List.of(
                    patient(hole.url()),
                    patient("https://127.0.0.1:" + silent.port()),
                    patient(trickling.url()),
                    patient("http://gd2-0:24007").resolver(names),
                    patient(RawServer.refusing())
                            .retry(RetryPolicy.exponential(LONG, LONG))
                            .random(() -> () -> Long.MAX_VALUE / 3));
            for (HttpTransport.Builder each : waits) {
                try (HttpTransport transport = each.build()) {
                    CountDownLatch started = new CountDownLatch(1);
                    AtomicBoolean flag = new AtomicBoolean();
                    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
                    Thread caller = new Thread(() -> {
                        started.countDown();
                        try {
                            transport.exchange(RestCall.get("/"));
                        } catch (RuntimeException failure) {
                            flag.set(Thread.currentThread().isInterrupted());
                            outcome.complete(failure);
                        }
                    });
                    caller.start();
                    started.await();
                    caller.interrupt();
                    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(GcsInterruptedException.class);
                    assertThat(flag).isTrue();
                    caller.join();
                }
            }
        } finally {
            names.end.countDown();
        }
    }

    @Test
    void aThreadThatIsInterruptedAlready_sendsNothing() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.ok(""));
                HttpTransport transport = patient(server.url()).build()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> transport.exchange(WRITE)).isInstanceOf(GcsInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void closingEndsCallsUnderWay() throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    peer.request();
                    peer.awaitEnd();
                });
                Calls calls = new Calls()) {
            HttpTransport transport = patient(server.url()).build();
            Future<RestReply> read = calls.start(() -> transport.exchange(RestCall.get("/")));
            Future<RestReply> write = calls.start(() -> transport.exchange(WRITE));
            server.awaitRequest();
            server.awaitRequest();
            transport.close();
            transport.close();
            assertThatThrownBy(() -> calls.result(read))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> calls.result(write)).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(left(transport)).isEmpty();
        }
    }

    /** The system's time, whose pauses are long and say when they begin. */
    private static Time pausing(CountDownLatch pausing) {
        Time system = Time.system();
        return new Time() {
            @Override
            public long nanos() {
                return system.nanos();
            }

            @Override
            public Instant now() {
                return system.now();
            }

            @Override
            public boolean pause(Duration length, CountDownLatch end) throws InterruptedException {
                pausing.countDown();
                return system.pause(Duration.ofMinutes(50), end);
            }
        };
    }

    @Test
    void anInterruptEndsAPause_andTheThreadStaysInterrupted() throws Exception {
        CountDownLatch pausing = new CountDownLatch(1);
        AtomicBoolean flag = new AtomicBoolean();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        try (HttpTransport transport = patient(RawServer.refusing())
                .retry(RetryPolicy.exponential(TINY, TINY))
                .time(pausing(pausing))
                .build()) {
            Thread caller = new Thread(() -> {
                try {
                    transport.exchange(WRITE);
                } catch (RuntimeException failure) {
                    flag.set(Thread.currentThread().isInterrupted());
                    outcome.complete(failure);
                }
            });
            caller.start();
            assertThat(await(pausing)).isTrue();
            caller.interrupt();
            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(GcsInterruptedException.class);
            assertThat(flag).isTrue();
            caller.join();
        }
    }

    @Test
    void closingEndsPauses() throws Exception {
        CountDownLatch pausing = new CountDownLatch(1);
        try (Calls calls = new Calls()) {
            HttpTransport transport = patient(RawServer.refusing())
                    .retry(RetryPolicy.exponential(TINY, TINY))
                    .time(pausing(pausing))
                    .build();
            Future<RestReply> call = calls.start(() -> transport.exchange(WRITE));
            assertThat(await(pausing)).isTrue();
            transport.close();
            assertThatThrownBy(() -> calls.result(call)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void beforeItsFirstCallAndAfterItsEnd_itHasNoThread() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.ok(""))) {
            HttpTransport transport =
                    patient("http://localhost:" + server.port()).idle(LONG).build();
            assertThat(left(transport)).isEmpty();
            transport.exchange(RestCall.get("/"));
            assertThat(threads(transport)).isNotEmpty();
            transport.close();
            assertThat(left(transport)).isEmpty();
        }
    }

    @Test
    void manyCallsFromManyThreads_leaveNoConnectionAndNoThread() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RawServer server = RawServer.of(peer -> {
                    for (int i = 0; i < 40 && peer.request() != null; i++) {
                        served.incrementAndGet();
                        int kind = served.get() % 10;
                        if (kind == 7) {
                            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbroken");
                            return;
                        }
                        peer.write(kind == 8 ? RawServer.reply(503, "busy") : RawServer.ok("{}"));
                    }
                });
                Calls calls = new Calls()) {
            HttpTransport transport = HttpTransport.builder()
                    .endpoint(server.url())
                    .endpoint("http://localhost:" + server.port())
                    .maxConnections(8)
                    .retry(RetryPolicy.exponential(Duration.ofMillis(1), Duration.ofMillis(5))
                            .maxAttempts(50))
                    .circuit(new CircuitPolicy(1000, TINY))
                    .build();
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                results.add(calls.start(() -> {
                    int good = 0;
                    for (int n = 0; n < 32; n++) {
                        good += transport.exchange(RestCall.get("/" + n)).ok() ? 1 : 0;
                    }
                    return good;
                }));
            }
            int good = 0;
            for (Future<Integer> each : results) {
                good += calls.result(each);
            }
            assertThat(good).isEqualTo(1024);
            assertThat(transport.connections().leased()).isZero();
            assertThat(transport.connections().count()).isLessThanOrEqualTo(16);
            transport.close();
            assertThat(transport.connections().count()).isZero();
            assertThat(left(transport)).isEmpty();
        }
    }

    /** Those that are there after a moment: a pool is done before its threads are. */
    private static List<String> left(HttpTransport transport) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<String> there = threads(transport);
        while (!there.isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
            there = threads(transport);
        }
        return there;
    }

    private static List<String> threads(HttpTransport transport) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(transport.name()))
                .toList();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Calls in threads of their own. */
    private static final class Calls implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();

        <T> Future<T> start(Callable<T> call) {
            return threads.submit(call);
        }

        <T> T result(Future<T> call) {
            try {
                return call.get(50, TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof GcsException || failure.getCause() instanceof IllegalStateException) {
                    throw (RuntimeException) failure.getCause();
                }
                throw new AssertionError(failure);
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
