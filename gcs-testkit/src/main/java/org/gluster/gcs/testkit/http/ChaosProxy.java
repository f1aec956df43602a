/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TCP proxy for HTTP/1.1 that does to requests and replies what networks and balancers do to them: it drops, delays,
 * duplicates and cuts them, closes and resets connections. Every reply it sends was sent by the server.
 *
 * <p>What happens to an exchange follows from the seed, from what the request is (method, target, idempotency key, body)
 * and from how many such requests came before, whatever the order in which threads send them; what happens to a connection
 * from the seed and its number. So the same calls meet the same faults again.
 *
 * <p>Each exchange takes a new connection to the server, so that the proxy itself never repeats a request. Connections are
 * bounded, their threads are daemons, and none is left after {@link #close}. Thread-safe.
 */
public final class ChaosProxy implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_REMEMBERED = 4_000;
    private static final Duration MOST_OF_A_REPLY = Duration.ofMinutes(3);
    private static final Duration END = Duration.ofSeconds(20);

    private final InetSocketAddress server;
    private final Decisions decisions;
    private final double likelihood;
    private final List<ChaosFault> faults;
    private final Duration mostDelay;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong connections = new AtomicLong();
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
    private final Set<Socket> upstreams = ConcurrentHashMap.newKeySet();
    private final Map<ChaosFault, LongAdder> counts = new EnumMap<>(ChaosFault.class);
    private final Deque<String> journal = new ArrayDeque<>();

    private ChaosProxy(Builder builder) throws IOException {
        this.server = builder.server;
        this.decisions = new Decisions(builder.seed);
        this.likelihood = builder.likelihood;
        this.faults = List.copyOf(builder.faults);
        this.mostDelay = builder.mostDelay;
        for (ChaosFault fault : ChaosFault.values()) {
            counts.put(fault, new LongAdder());
        }
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        acceptor = new Thread(this::accept, "gcs-chaos-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A proxy in front of that server. */
    public static Builder before(InetSocketAddress server) {
        return new Builder(server);
    }

    /** How a proxy is made; not thread-safe. */
    public static final class Builder {
        private final InetSocketAddress server;
        private long seed = 1;
        private double likelihood = 0.2;
        private Set<ChaosFault> faults = EnumSet.complementOf(EnumSet.of(ChaosFault.NONE));
        private Duration mostDelay = Duration.ofMillis(40);

        private Builder(InetSocketAddress server) {
            this.server = server;
        }

        /** What decides; 1 unless said otherwise. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** How likely an exchange meets a fault, 0 to 1; a fifth of them unless said otherwise. */
        public Builder likelihood(double likelihood) {
            if (!(likelihood >= 0 && likelihood <= 1)) {
                throw new IllegalArgumentException("a likelihood is from 0 to 1, not " + likelihood);
            }
            this.likelihood = likelihood;
            return this;
        }

        /** Which faults there are; all unless said otherwise. */
        public Builder faults(Set<ChaosFault> faults) {
            this.faults = EnumSet.noneOf(ChaosFault.class);
            this.faults.addAll(faults);
            this.faults.remove(ChaosFault.NONE);
            if (this.faults.isEmpty()) {
                throw new IllegalArgumentException("no fault to choose from");
            }
            return this;
        }

        /** The longest delay; 40 ms unless said otherwise. */
        public Builder mostDelay(Duration mostDelay) {
            if (mostDelay.isNegative()) {
                throw new IllegalArgumentException("a delay is not negative, as " + mostDelay + " is");
            }
            this.mostDelay = mostDelay;
            return this;
        }

        /** Listens on a free port of the loopback address. */
        public ChaosProxy open() throws IOException {
            return new ChaosProxy(this);
        }
    }

    /** Where clients connect to. */
    public URI uri() {
        return URI.create("http://" + address().getAddress().getHostAddress() + ":"
                + address().getPort());
    }

    /** The same as an address. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** How many exchanges and connections met each fault, those of {@link ChaosFault#NONE} included. */
    public SortedMap<ChaosFault, Long> counts() {
        SortedMap<ChaosFault, Long> now = new TreeMap<>();
        counts.forEach((fault, count) -> now.put(fault, count.sum()));
        return Collections.unmodifiableSortedMap(now);
    }

    /** How many connections of clients are open now. */
    public int openConnections() {
        return open.size();
    }

    /** How many connections clients have made. */
    public long connections() {
        return connections.get();
    }

    /** The latest exchanges, the oldest first, each with what was done to it; for the report of a failure. */
    public List<String> journal() {
        synchronized (journal) {
            return new ArrayList<>(journal);
        }
    }

    private void note(String line) {
        synchronized (journal) {
            if (journal.size() == MOST_REMEMBERED) {
                journal.removeFirst();
            }
            journal.addLast(line);
        }
    }

    private void accept() {
        while (closing.getCount() > 0) {
            Socket client;
            try {
                client = listener.accept();
            } catch (IOException ended) {
                return;
            }
            long number = connections.incrementAndGet();
            SplittableRandom random = decisions.about("connection " + number);
            boolean refused = faults.contains(ChaosFault.REFUSE) && random.nextDouble() < likelihood / faults.size();
            if (refused || open.size() >= MOST_CONNECTIONS) {
                count(ChaosFault.REFUSE);
                note(number + " refused");
                end(client, random.nextBoolean());
                continue;
            }
            Thread serving = new Thread(() -> serve(client, number), "gcs-chaos-" + number);
            serving.setDaemon(true);
            open.put(client, serving);
            serving.start();
        }
    }

    private void serve(Socket client, long number) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean more = true;
            while (more && closing.getCount() > 0) {
                Optional<HttpMessage> request = HttpMessage.readRequest(in);
                more = request.isPresent() && exchange(client, number, request.get());
            }
        } catch (IOException ended) {
            note(number + " ended: " + ended.getMessage());
        } finally {
            open.remove(client);
        }
    }

    /** Answers whether the connection goes on. */
    private boolean exchange(Socket client, long number, HttpMessage request) throws IOException {
        SplittableRandom random = decisions.about(request);
        ChaosFault fault = random.nextDouble() < likelihood ? ofExchanges(random) : ChaosFault.NONE;
        count(fault);
        note(number + " " + request.method() + " " + request.target() + " " + fault);
        switch (fault) {
            case DROP_REQUEST -> {
                return false;
            }
            case RESET_REQUEST -> {
                end(client, true);
                return false;
            }
            case CUT_REQUEST -> {
                cutRequest(request, random);
                return false;
            }
            case DELAY_REQUEST -> pause(random);
            default -> {
                // The request goes on as it is.
            }
        }
        Optional<HttpMessage> reply =
                fault == ChaosFault.DUPLICATE_REQUEST ? sendTwice(request, random) : send(request);
        if (reply.isEmpty()) {
            return false;
        }
        OutputStream out = client.getOutputStream();
        byte[] bytes = reply.get().bytes();
        switch (fault) {
            case DROP_REPLY -> {
                return false;
            }
            case RESET_REPLY -> {
                end(client, true);
                return false;
            }
            case CUT_REPLY -> {
                out.write(bytes, 0, random.nextInt(bytes.length));
                out.flush();
                return false;
            }
            case DELAY_REPLY -> pause(random);
            case DUPLICATE_REPLY -> {
                byte[] twice = new byte[bytes.length * 2];
                System.arraycopy(bytes, 0, twice, 0, bytes.length);
                System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
                bytes = twice;
            }
            default -> {
                // The reply comes back as it is.
            }
        }
        out.write(bytes);
        out.flush();
        return !request.closes() && !reply.get().closes();
    }

    private ChaosFault ofExchanges(SplittableRandom random) {
        ChaosFault fault = faults.get(random.nextInt(faults.size()));
        return fault == ChaosFault.REFUSE ? ChaosFault.DROP_REQUEST : fault;
    }

    private void pause(SplittableRandom random) throws IOException {
        try {
            if (closing.await(random.nextLong(mostDelay.toNanos() + 1), TimeUnit.NANOSECONDS)) {
                throw new IOException("the proxy is closing");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the proxy is closing", interrupted);
        }
    }

    private void cutRequest(HttpMessage request, SplittableRandom random) throws IOException {
        byte[] bytes = request.bytes();
        try (Socket upstream = connect()) {
            upstream.getOutputStream().write(bytes, 0, random.nextInt(bytes.length));
            upstream.getOutputStream().flush();
            upstream.shutdownOutput();
        }
    }

    private Optional<HttpMessage> send(HttpMessage request) {
        try (Socket upstream = connect()) {
            upstream.getOutputStream().write(request.bytes());
            upstream.getOutputStream().flush();
            return reply(upstream, request);
        } catch (IOException lost) {
            note("   lost: " + lost.getMessage());
            return Optional.empty();
        }
    }

    private Optional<HttpMessage> sendTwice(HttpMessage request, SplittableRandom random) {
        boolean second = random.nextBoolean();
        try (Socket one = connect();
                Socket other = connect()) {
            one.getOutputStream().write(request.bytes());
            one.getOutputStream().flush();
            other.getOutputStream().write(request.bytes());
            other.getOutputStream().flush();
            Optional<HttpMessage> first = reply(one, request);
            Optional<HttpMessage> later = reply(other, request);
            return second ? later : first;
        } catch (IOException lost) {
            note("   lost: " + lost.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<HttpMessage> reply(Socket upstream, HttpMessage request) throws IOException {
        return HttpMessage.readReply(new BufferedInputStream(upstream.getInputStream()), request.method());
    }

    /** A connection to the server, which {@link #close} ends as well. */
    private Socket connect() throws IOException {
        Socket upstream = new Socket() {
            @Override
            public synchronized void close() throws IOException {
                upstreams.remove(this);
                super.close();
            }
        };
        upstreams.add(upstream);
        try {
            upstream.setSoTimeout((int) MOST_OF_A_REPLY.toMillis());
            upstream.setTcpNoDelay(true);
            upstream.connect(server, 5_000);
            if (closing.getCount() == 0) {
                throw new IOException("the proxy is closing");
            }
            return upstream;
        } catch (IOException failed) {
            upstream.close();
            throw failed;
        }
    }

    private static void end(Socket socket, boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // It has ended, which is what was wanted.
        }
    }

    /**
     * Closes every connection and waits until no thread is left. Closing again does nothing.
     *
     * @throws IllegalStateException when a thread is left all the same
     */
    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        List<Thread> threads = new ArrayList<>();
        threads.add(acceptor);
        try {
            listener.close();
            join(List.of(acceptor));
            threads.addAll(open.values());
            open.keySet().forEach(socket -> end(socket, false));
            List.copyOf(upstreams).forEach(socket -> end(socket, false));
            join(threads);
        } catch (IOException failed) {
            throw new IllegalStateException("the proxy does not close", failed);
        }
    }

    private static void join(List<Thread> threads) {
        long end = System.nanoTime() + END.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                if (thread.isAlive()) {
                    throw new IllegalStateException(thread.getName() + " did not end in " + END);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the proxy closes", interrupted);
        }
    }

    private void count(ChaosFault fault) {
        LongAdder count = counts.get(fault);
        if (count != null) {
            count.increment();
        }
    }
}
