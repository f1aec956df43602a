/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleBiFunction;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.gluster.gcs.core.Gd2Client;
import org.gluster.gcs.core.rest.Credentials;
import org.gluster.gcs.core.rest.HttpTransport;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.Secret;

/**
 * What the client costs on top of the HTTP client below it: one volume is asked for over and over, with HttpClient 5 alone and
 * with the client over it, from the same server, with pools of the same settings, by the same requests: the same headers, a token
 * too, which HttpClient alone is given ready made. The ways take turns in short slices, in an order that changes, so that whatever
 * else the machine does hits all alike. Besides time by the clock, the CPU time and the memory are measured that the asking threads
 * used for a call: these also say something on a machine that does other things at the same time.
 */
final class SdkBenchmark {
    private static final String TARGET = "/v1/volumes/man3";
    private static final int CONNECTIONS = 32;
    private static final long WARM_UP = 200_000;
    private static final String SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The ways to ask. */
    private enum Way {
        /** HttpClient 5 alone; the answer is a text. */
        RAW,
        /** The transport: signed, with a deadline, a circuit, a retry policy; the answer is a text. */
        TRANSPORT,
        /** HttpClient 5 and Jackson; the answer is a tree. */
        RAW_JSON,
        /** The typed client over the transport; the answer is a record. */
        CLIENT
    }

    /** Those that HttpClient sets itself, whoever uses it. */
    private static final List<String> OF_HTTP_CLIENT = List.of("Host", "Connection", "User-agent");

    private final int threads;
    private final int runs;
    private final int roundsPerRun;
    private final Duration slice;
    /** The headers of the first request that came, which is the transport's, less those of HttpClient. */
    private volatile SortedMap<String, String> first = new TreeMap<>();

    SdkBenchmark(int threads, int runs, int roundsPerRun, Duration slice) {
        this.threads = threads;
        this.runs = runs;
        this.roundsPerRun = roundsPerRun;
        this.slice = slice;
    }

    /** What one thread did in a slice: how long each call took, and what all of them used. */
    private static final class Asked {
        private final long[] nanos;
        private final long cpuNanos;
        private final long bytes;

        Asked(long[] nanos, long cpuNanos, long bytes) {
            this.nanos = nanos;
            this.cpuNanos = cpuNanos;
            this.bytes = bytes;
        }
    }

    /** What one slice came to. */
    private record Tally(double perSecond, double medianMicros, double cpuMicros, double bytes) {

        static Tally of(List<Asked> asked, long elapsed) {
            long[] all = asked.stream()
                    .flatMapToLong(each -> Arrays.stream(each.nanos))
                    .sorted()
                    .toArray();
            long cpu = asked.stream().mapToLong(each -> each.cpuNanos).sum();
            long bytes = asked.stream().mapToLong(each -> each.bytes).sum();
            return new Tally(
                    all.length * 1e9 / elapsed,
                    all[all.length / 2] / 1e3,
                    cpu / 1e3 / all.length,
                    (double) bytes / all.length);
        }
    }

    void run(PrintStream out, boolean quiet) {
        byte[] answer = answer();
        // Else an answer of two packets waits for the acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        ExecutorService serving = Executors.newFixedThreadPool(CONNECTIONS, SdkBenchmark::daemon);
        ExecutorService asking = Executors.newFixedThreadPool(threads, SdkBenchmark::daemon);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> serve(exchange, answer));
            server.setExecutor(serving);
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            try (CloseableHttpClient raw = raw();
                    HttpTransport transport = transport(url)) {
                compare(out, quiet, ways(url, raw, transport), asking);
            } finally {
                server.stop(0);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            serving.shutdownNow();
            asking.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "bench");
        thread.setDaemon(true);
        return thread;
    }

    private static byte[] answer() {
        try (InputStream in = SdkBenchmark.class.getResourceAsStream("volume.json")) {
            return Objects.requireNonNull(in, "volume.json").readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(HttpExchange exchange, byte[] answer) throws IOException {
        if (first.isEmpty()) {
            SortedMap<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            headers.keySet().removeAll(OF_HTTP_CLIENT);
            first = headers;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.getResponseHeaders().set("X-Request-Id", "9227cdea-a747-407b-be3c-73902befbd4e");
        exchange.getResponseHeaders().set("X-Gluster-Peer-Id", "3e803265-9367-4a68-af17-6f9f12e2aded");
        exchange.getResponseHeaders().set("X-Gluster-Cluster-Id", "b0aadfec-8ff8-4275-93a6-178e23fd6c17");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static HttpTransport transport(String url) {
        return HttpTransport.builder()
                .endpoint(url, Credentials.sharedSecret("glustercli", Secret.of(SECRET)))
                .maxConnections(CONNECTIONS)
                .build();
    }

    /** HttpClient 5 with the settings of the transport, and nothing it could do without. */
    private static CloseableHttpClient raw() {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(5))
                                .setSocketTimeout(Timeout.ofSeconds(30))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(TimeValue.ofMinutes(10))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofSeconds(5))
                        .setResponseTimeout(Timeout.ofSeconds(30))
                        .setConnectionKeepAlive(TimeValue.ofSeconds(5))
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("gcs-java")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    /** The headers that the transport gives to its requests. */
    private SortedMap<String, String> headersOf(HttpTransport transport) {
        transport.exchange(RestCall.get(TARGET));
        return first;
    }

    private Map<Way, Callable<Integer>> ways(String url, CloseableHttpClient raw, HttpTransport transport) {
        Gd2Client client = new Gd2Client(transport);
        JsonMapper mapper = new JsonMapper();
        SortedMap<String, String> headers = headersOf(transport);
        Callable<String> text = () -> {
            HttpGet request = new HttpGet(url + TARGET);
            headers.forEach(request::setHeader);
            return raw.execute(
                    request,
                    response -> new String(EntityUtils.toByteArray(response.getEntity()), StandardCharsets.UTF_8));
        };
        Map<Way, Callable<Integer>> ways = new EnumMap<>(Way.class);
        ways.put(Way.RAW, () -> text.call().length());
        ways.put(
                Way.TRANSPORT,
                () -> transport.exchange(RestCall.get(TARGET)).body().length());
        ways.put(Way.RAW_JSON, () -> mapper.readTree(text.call()).size());
        ways.put(Way.CLIENT, () -> client.volumeInfo("man3").subvols().size());
        return ways;
    }

    private void compare(PrintStream out, boolean quiet, Map<Way, Callable<Integer>> ways, ExecutorService asking) {
        for (long calls = 0; calls < WARM_UP; ) {
            for (Way way : Way.values()) {
                calls += (long) (slice(ways, way, asking).perSecond() * slice.toMillis() / 1000);
            }
        }
        Comparison transport = new Comparison(Way.RAW, Way.TRANSPORT);
        Comparison client = new Comparison(Way.RAW_JSON, Way.CLIENT);
        for (int run = 1; run <= runs; run++) {
            List<Map<Way, Tally>> rounds = new ArrayList<>();
            for (int round = 0; round < roundsPerRun; round++) {
                Map<Way, Tally> tallies = new EnumMap<>(Way.class);
                for (int n = 0; n < Way.values().length; n++) {
                    // Each way comes first, second, third and last equally often, and in both directions.
                    int turn = round % 2 == 0 ? n : Way.values().length - 1 - n;
                    Way way = Way.values()[(turn + round / 2) % Way.values().length];
                    tallies.put(way, slice(ways, way, asking));
                }
                rounds.add(tallies);
            }
            String transportText = transport.add(rounds);
            String clientText = client.add(rounds);
            if (!quiet) {
                out.println("run " + run + ": " + transportText + "\n       " + clientText);
            }
        }
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"sdk\",\"throughput_loss_pct\":%.1f,\"p50_extra_us\":%.1f,\"threads\":%d,\"runs\":%d,"
                        + "\"cpu_extra_us\":%.1f,\"extra_bytes\":%.0f,\"typed_throughput_loss_pct\":%.1f,"
                        + "\"typed_p50_extra_us\":%.1f,\"typed_cpu_extra_us\":%.1f,\"typed_extra_bytes\":%.0f}%n",
                median(transport.losses),
                median(transport.extras),
                threads,
                runs,
                median(transport.cpus),
                median(transport.bytes),
                median(client.losses),
                median(client.extras),
                median(client.cpus),
                median(client.bytes));
    }

    /** One way compared with another. What a run comes to is the median of its rounds, each a pair of neighbouring slices. */
    private static final class Comparison {
        private final Way raw;
        private final Way ours;
        private final List<Double> losses = new ArrayList<>();
        private final List<Double> extras = new ArrayList<>();
        private final List<Double> cpus = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();

        Comparison(Way raw, Way ours) {
            this.raw = raw;
            this.ours = ours;
        }

        private static Tally of(Map<Way, Tally> round, Way way) {
            return Objects.requireNonNull(round.get(way), way.name());
        }

        /** The median over the rounds of what is found in each. */
        private double each(List<Map<Way, Tally>> rounds, ToDoubleBiFunction<Tally, Tally> found) {
            return median(rounds.stream()
                    .map(round -> found.applyAsDouble(of(round, ours), of(round, raw)))
                    .toList());
        }

        String add(List<Map<Way, Tally>> rounds) {
            double loss = each(rounds, (us, them) -> 100 * (1 - us.perSecond() / them.perSecond()));
            double extra = each(rounds, (us, them) -> us.medianMicros() - them.medianMicros());
            double cpu = each(rounds, (us, them) -> us.cpuMicros() - them.cpuMicros());
            double more = each(rounds, (us, them) -> us.bytes() - them.bytes());
            losses.add(loss);
            extras.add(extra);
            cpus.add(cpu);
            bytes.add(more);
            return String.format(
                    Locale.ROOT,
                    "%s %.0f/s, %.1f us, CPU %.1f us, %.0f bytes; %s loses %.1f %% and %.1f us, CPU %.1f us, %.0f bytes",
                    raw,
                    each(rounds, (us, them) -> them.perSecond()),
                    each(rounds, (us, them) -> them.medianMicros()),
                    each(rounds, (us, them) -> them.cpuMicros()),
                    each(rounds, (us, them) -> them.bytes()),
                    ours,
                    loss,
                    extra,
                    cpu,
                    more);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Asks that way from all threads for the length of a slice. */
    private Tally slice(Map<Way, Callable<Integer>> ways, Way way, ExecutorService asking) {
        Callable<Integer> call = Objects.requireNonNull(ways.get(way), way.name());
        AtomicBoolean end = new AtomicBoolean();
        List<Future<Asked>> askers = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            askers.add(asking.submit(() -> ask(call, end)));
        }
        try {
            Thread.sleep(slice.toMillis());
            end.set(true);
            List<Asked> asked = new ArrayList<>();
            for (Future<Asked> asker : askers) {
                asked.add(asker.get());
            }
            return Tally.of(asked, System.nanoTime() - began);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(way + " failed", failure.getCause());
        }
    }

    private static Asked ask(Callable<Integer> call, AtomicBoolean end) throws Exception {
        long[] samples = new long[1 << 14];
        int count = 0;
        long cpu = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        do {
            long began = System.nanoTime();
            if (call.call() <= 0) {
                throw new IllegalStateException("an empty answer");
            }
            samples[count++] = System.nanoTime() - began;
        } while (!end.get() && count < samples.length);
        long used = THREADS.getCurrentThreadCpuTime() - cpu;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return new Asked(Arrays.copyOf(samples, count), used, allocated);
    }
}
