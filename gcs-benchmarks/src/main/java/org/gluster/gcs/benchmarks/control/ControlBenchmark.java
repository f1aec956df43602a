/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.control;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.benchmarks.options.Options;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.engine.store.FileStore;
import org.gluster.gcs.testkit.sim.RealTimeSimulation;
import org.gluster.gcs.volume.Redundancy;
import org.jspecify.annotations.Nullable;

/**
 * How many replica-3 volumes a second the control plane makes and deletes when nothing but it costs time: three modelled machines
 * that answer at once, the real store of files with every commit durable, the loops and threads of production.
 */
public final class ControlBenchmark {
    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int FILLING = 64;
    private static final double MILLIS = 1e6;
    private static final int WARM_UPS = 6;

    private final PrintStream out;
    private final Settings settings;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    private ControlBenchmark(PrintStream out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    /**
     * What is run.
     *
     * @param creates volumes made and deleted for each row
     * @param inFlight how many callers at once
     * @param volumes how many other volumes are there, in ascending order
     * @param started whether volumes are started too
     * @param directory where the store lives, on the disk that counts
     */
    record Settings(int creates, List<Integer> inFlight, List<Integer> volumes, boolean started, Path directory) {
        static Settings of(Options options) {
            return new Settings(
                    options.number("--creates", 2000),
                    options.numbers("--in-flight", "1,8,64"),
                    options.numbers("--volumes", "1,500,2000,5000"),
                    options.has("--start"),
                    options.directory());
        }
    }

    /** Runs it; each line printed is a JSON object, the last one the summary. */
    public static void run(PrintStream out, Options options) throws IOException, InterruptedException {
        Settings settings = Settings.of(options);
        Path root = Files.createTempDirectory(settings.directory(), "gcs-control-");
        try {
            new ControlBenchmark(out, settings).measure(root);
        } finally {
            remove(root);
        }
    }

    private void measure(Path root) throws InterruptedException {
        List<Row> first = new ArrayList<>();
        List<Row> most = new ArrayList<>();
        double cold;
        try (FileStore file = FileStore.open(root.resolve("catalogue.mv"));
                CountedStore store = new CountedStore(file);
                RealTimeSimulation simulation = RealTimeSimulation.start(store, PATIENCE)) {
            Gcs gcs = simulation.gcs();
            for (int node = 1; node <= NODES; node++) {
                String name = "node-" + node;
                String address = "127.0.0." + node;
                gcs.peers().add(p -> p.name(name).address(address)).await();
                gcs.devices()
                        .add(d -> d.node(name)
                                .path("/data/d1")
                                .limit(Capacity.ofGiB(900))
                                .policy(DevicePolicy.thin(100, 1)))
                        .await();
            }
            ExecutorService callers = Executors.newCachedThreadPool();
            try {
                int largest = settings.inFlight().get(settings.inFlight().size() - 1);
                cold = warmUp(callers, gcs, largest);
                int there = 0;
                for (int level : settings.volumes()) {
                    int from = there;
                    flight(callers, FILLING, level - there, number -> make(gcs, "other-" + (from + number)));
                    there = level;
                    boolean lowest = first.isEmpty();
                    for (int inFlight : lowest ? settings.inFlight() : List.of(largest)) {
                        Row row = row(callers, store, simulation, level, inFlight);
                        (lowest ? first : most).add(row);
                    }
                }
            } finally {
                callers.shutdownNow();
            }
        }
        out.println(summary(cold, first, most));
    }

    /**
     * Makes and deletes while the JVM compiles what runs often, and prints how much that speeds it up: a program that has just begun
     * makes a third as many. Returns the creates a second of the first round.
     */
    private double warmUp(ExecutorService callers, Gcs gcs, int inFlight) throws InterruptedException {
        double cold = 0;
        for (int round = 1; round <= WARM_UPS; round++) {
            long before = compiling();
            Flight made = flight(callers, inFlight, settings.creates(), number -> make(gcs, "warm-" + number));
            Flight gone = flight(callers, inFlight, settings.creates(), number -> delete(gcs, "warm-" + number));
            double share = (compiling() - before) * MILLIS / (made.wall() + gone.wall());
            cold = round == 1 ? made.perSecond() : cold;
            out.println(String.format(
                    Locale.ROOT,
                    "{\"bench\":\"control\",\"warm_up\":%d,\"in_flight\":%d,\"n\":%d,\"creates_per_s\":%.1f,"
                            + "\"deletes_per_s\":%.1f,\"compiler_share\":%.2f}",
                    round,
                    inFlight,
                    settings.creates(),
                    made.perSecond(),
                    gone.perSecond(),
                    share));
        }
        return cold;
    }

    /** Milliseconds that the compiler of the JVM has worked so far; 0 where it does not tell. */
    private long compiling() {
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
    }

    private Row row(ExecutorService callers, CountedStore store, RealTimeSimulation simulation, int level, int inFlight)
            throws InterruptedException {
        Gcs gcs = simulation.gcs();
        int creates = inFlight == 1 ? Math.max(1, settings.creates() / 10) : settings.creates();
        Counts before = Counts.of(this, store, simulation);
        Flight made = flight(callers, inFlight, creates, number -> make(gcs, "volume-" + number));
        Counts between = Counts.of(this, store, simulation);
        Flight gone = flight(callers, inFlight, creates, number -> delete(gcs, "volume-" + number));
        Counts after = Counts.of(this, store, simulation);
        Row row = new Row(level, inFlight, creates, made, gone, between.minus(before), after.minus(between));
        out.println(row.json());
        return row;
    }

    private void make(Gcs gcs, String name) {
        gcs.volumes()
                .create(v -> v.name(name)
                        .capacity(Capacity.ofGiB(1))
                        .redundancy(Redundancy.replicated(NODES))
                        .start(settings.started()))
                .await();
    }

    private static void delete(Gcs gcs, String name) {
        gcs.volume(name).delete(d -> d.stopFirst()).await();
    }

    /** What threads of that name have computed; of those that are left. The rest of the process is the compiler and the collector. */
    private long cpu(String prefix) {
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith(prefix)) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    /** So many callers, each asks for the next when its last is done. */
    private static Flight flight(ExecutorService callers, int inFlight, int count, Consumer<Integer> what)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Future<List<Long>>> running = new ArrayList<>();
        long from = System.nanoTime();
        for (int caller = 0; caller < Math.min(inFlight, count); caller++) {
            running.add(callers.submit(() -> {
                List<Long> times = new ArrayList<>();
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    long began = System.nanoTime();
                    what.accept(number);
                    times.add(System.nanoTime() - began);
                }
                return times;
            }));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> each : running) {
            try {
                all.addAll(each.get());
            } catch (ExecutionException failure) {
                throw new IllegalStateException("one of those in flight failed", failure.getCause());
            }
        }
        return new Flight(all, System.nanoTime() - from);
    }

    /** How long each took, and all of them together. */
    record Flight(List<Long> nanos, long wall) {
        double perSecond() {
            return nanos.size() * 1e9 / wall;
        }

        /** By the nearest rank, in milliseconds. */
        double percentile(double rank) {
            List<Long> sorted = new ArrayList<>(nanos);
            Collections.sort(sorted);
            return sorted.get(Math.max(0, (int) Math.ceil(rank / 100 * sorted.size()) - 1)) / MILLIS;
        }
    }

    /** What was used so far. */
    record Counts(
            long transactions,
            long bytes,
            long written,
            long flushes,
            long calls,
            long cpu,
            long allocated,
            long coordinator,
            long agents,
            long storing,
            long others) {
        static Counts of(ControlBenchmark bench, CountedStore store, RealTimeSimulation simulation) {
            long allocated = 0;
            for (long bytes : bench.threads.getThreadAllocatedBytes(bench.threads.getAllThreadIds())) {
                allocated += Math.max(0, bytes);
            }
            return new Counts(
                    store.transactions(),
                    store.bytes(),
                    diskBytes(),
                    store.flushes(),
                    simulation.hostCalls().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    bench.system.getProcessCpuTime(),
                    allocated,
                    bench.cpu("gcs-coordinator"),
                    bench.cpu("gcs-agent"),
                    bench.cpu("gcs-store"),
                    bench.cpu(""));
        }

        /** Bytes that this process had written to disks; 0 where the system does not tell. */
        static long diskBytes() {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/io"))) {
                return lines.filter(line -> line.startsWith("write_bytes:"))
                        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                        .sum();
            } catch (IOException elsewhere) {
                return 0;
            }
        }

        Counts minus(Counts other) {
            return new Counts(
                    transactions - other.transactions,
                    bytes - other.bytes,
                    written - other.written,
                    flushes - other.flushes,
                    calls - other.calls,
                    cpu - other.cpu,
                    allocated - other.allocated,
                    coordinator - other.coordinator,
                    agents - other.agents,
                    storing - other.storing,
                    others - other.others);
        }
    }

    /** What was measured at one number of volumes and of callers. */
    record Row(int volumes, int inFlight, int creates, Flight made, Flight gone, Counts making, Counts deleting) {
        /** The whole row. */
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"bench\":\"control\",\"volumes\":%d,\"in_flight\":%d,\"n\":%d,%s,\"deletes_per_s\":%.1f,\"delete_p50_ms\":%.1f,"
                            + "\"delete_p99_ms\":%.1f,\"delete_transactions\":%.2f,\"delete_cpu_ms\":%.2f}",
                    volumes,
                    inFlight,
                    creates,
                    creating(),
                    gone.perSecond(),
                    gone.percentile(50),
                    gone.percentile(99),
                    each(deleting.transactions),
                    each(deleting.cpu) / MILLIS);
        }

        private double each(long sum) {
            return (double) sum / creates;
        }

        String creating() {
            return String.format(
                    Locale.ROOT,
                    "\"creates_per_s\":%.1f,\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"transactions\":%.2f,\"flushes\":%.2f,\"record_bytes\":%.0f,"
                            + "\"disk_bytes\":%.0f,\"host_calls\":%.1f,\"cpu_ms\":%.2f,"
                            + "\"cpu_ms_coordinator\":%.2f,\"cpu_ms_agents\":%.2f,\"cpu_ms_store\":%.2f,\"cpu_ms_threads\":%.2f,"
                            + "\"allocated_kb\":%.0f",
                    made.perSecond(),
                    made.percentile(50),
                    made.percentile(99),
                    each(making.transactions),
                    each(making.flushes),
                    each(making.bytes),
                    each(making.written),
                    each(making.calls),
                    each(making.cpu) / MILLIS,
                    each(making.coordinator) / MILLIS,
                    each(making.agents) / MILLIS,
                    each(making.storing) / MILLIS,
                    each(making.others) / MILLIS,
                    each(making.allocated) / 1024);
        }
    }

    private static String summary(double cold, List<Row> first, List<Row> more) {
        Row row = first.get(first.size() - 1);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"bench\":\"control\",\"in_flight\":%d,%s,\"deletes_per_s\":%.1f,\"cold_creates_per_s\":%.1f",
                row.inFlight,
                row.creating(),
                row.gone.perSecond(),
                cold));
        for (Row level : more) {
            text.append(String.format(
                    Locale.ROOT,
                    ",\"creates_per_s_at_%d\":%.1f,\"cpu_ms_at_%d\":%.2f,\"allocated_kb_at_%d\":%.0f",
                    level.volumes,
                    level.made.perSecond(),
                    level.volumes,
                    level.each(level.making.cpu) / MILLIS,
                    level.volumes,
                    level.each(level.making.allocated) / 1024));
        }
        return text.append('}').toString();
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
