/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.gluster.gcs.benchmarks.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Create+start and stop+delete of replica-3 volumes of 1 GiB: this project, the shortest shell script that leaves the same durable state, and
 * the distribution's glusterd over ready-made directories, one after the other in each round of the same run.
 */
public final class LifecycleBenchmark {
    private static final long SIZE = 1L << 30;
    /** With what file system and log take. */
    private static final long TAKEN = SIZE + (SIZE >> 2);

    /** As many as our JVM takes to have most of what it needs compiled; a node runs for months. */
    private static final int WARM_UP = 40;

    private static final int PATIENCE = 120;
    private static final double MILLIS = 1e6;

    private final PrintStream out;
    private final Settings settings;

    private LifecycleBenchmark(PrintStream out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    /**
     * What is run.
     *
     * @param rounds serial rounds at each number of volumes
     * @param levels how many other volumes are there, started, in ascending order
     * @param inFlight how many creates run at once, besides one
     * @param directory where everything lives, on the disk that is measured
     * @param json whether each line is a JSON object; else only the last one is
     */
    record Settings(int rounds, List<Integer> levels, List<Integer> inFlight, Path directory, boolean json) {
        static Settings of(Options options) {
            return new Settings(
                    options.number("--rounds", 20),
                    options.numbers("--volumes", "1"),
                    options.numbers("--in-flight", "8,32"),
                    options.directory(),
                    options.has("--json"));
        }
    }

    /** Runs it, and takes away what it made, also when it is interrupted. Needs root and GlusterFS. */
    public static void run(PrintStream out, Options options) throws IOException, InterruptedException {
        Settings settings = Settings.of(options);
        Path root =
                Files.createTempDirectory(settings.directory(), "gcs-bench-").toRealPath();
        CountDownLatch clean = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> {
            main.interrupt();
            try {
                clean.await(PATIENCE, TimeUnit.SECONDS);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new LifecycleBenchmark(out, settings).measure(root);
        } finally {
            Thread.interrupted();
            Leftovers.remove(root);
            clean.countDown();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void measure(Path root) throws IOException, InterruptedException {
        try (GcsSide gcs = new GcsSide(root.resolve("gcs"), SIZE);
                ShellSide shell = new ShellSide(root.resolve("shell"), SIZE);
                GlusterdSide glusterd =
                        GlusterdSide.isInstalled() ? new GlusterdSide(root.resolve("glusterd")) : null) {
            List<Side> sides = glusterd == null ? List.<Side>of(gcs, shell) : List.<Side>of(gcs, shell, glusterd);
            Summary summary = new Summary();
            int there = 0;
            for (int level : settings.levels()) {
                boolean first = there == 0;
                for (; there < level; there++) {
                    gcs.fill("other-" + there);
                }
                if (first) {
                    alone(sides, gcs, glusterd, level, summary);
                } else {
                    double p50 = serial(List.<Side>of(gcs), level, null).get(0);
                    summary.also("p50_ms_at_" + level, p50);
                }
                for (int flight : settings.inFlight()) {
                    boolean reserved =
                            TAKEN * 3 * flight < Files.getFileStore(root).getUsableSpace() / 2;
                    double perSecond = flight(gcs, level, flight, reserved);
                    summary.also("per_s_" + flight + "_in_flight" + (first ? "" : "_at_" + level), perSecond);
                }
            }
            out.println(summary.json());
        }
    }

    /** Beside the others, with nothing but so many volumes there. */
    private void alone(List<Side> sides, GcsSide gcs, @Nullable GlusterdSide glusterd, int level, Summary summary)
            throws InterruptedException {
        List<Double> medians = serial(sides, level, summary);
        summary.p50 = medians.get(0);
        summary.shell = medians.get(1);
        if (glusterd != null) {
            List<Long> empty = new ArrayList<>();
            for (int round = 0; round < settings.rounds(); round++) {
                empty.add(glusterd.emptyCall());
            }
            row("glusterd", "empty call of the CLI", "none", level, 1, empty, 0, 0);
            summary.glusterd = medians.get(2);
            summary.glusterdNet = medians.get(2) - 2 * percentile(empty, 50);
        }
        List<Long> twoCalls = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            unlessInterrupted();
            twoCalls.add(gcs.createThenStart("two-calls"));
            gcs.delete("two-calls");
        }
        row("gcs", "create, then start", "reserved", level, 1, twoCalls, 0, 0);
        summary.also("two_calls_p50_ms", percentile(twoCalls, 50));
    }

    private static void unlessInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the benchmark was interrupted");
        }
    }

    private List<Double> serial(List<Side> sides, int level, @Nullable Summary summary) throws InterruptedException {
        List<List<Long>> made = new ArrayList<>();
        List<List<Long>> gone = new ArrayList<>();
        sides.forEach(side -> {
            made.add(new ArrayList<>());
            gone.add(new ArrayList<>());
        });
        for (int round = -WARM_UP; round < settings.rounds(); round++) {
            for (int i = 0; i < sides.size(); i++) {
                unlessInterrupted();
                if (round < -1 && sides.get(i) instanceof GlusterdSide) {
                    continue; // it stops a volume in seconds, and one round warms it
                }
                String name = "volume-" + (round + WARM_UP);
                long create = sides.get(i).create(name);
                long delete = sides.get(i).delete(name);
                if (round >= 0) {
                    made.get(i).add(create);
                    gone.get(i).add(delete);
                }
            }
        }
        List<Double> medians = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            String policy = sides.get(i) instanceof GlusterdSide ? "none" : "reserved";
            row(sides.get(i).name(), "create+start", policy, level, 1, made.get(i), 0, 0);
            row(sides.get(i).name(), "stop+delete", policy, level, 1, gone.get(i), 0, 0);
            medians.add(percentile(made.get(i), 50));
        }
        if (summary != null) {
            summary.p99 = percentile(made.get(0), 99);
            summary.delete = percentile(gone.get(0), 50);
        }
        return medians;
    }

    /** So many volumes at once, then all of them gone, again and again; returns creates per second of the time for creates. */
    private double flight(GcsSide gcs, int level, int flight, boolean reserved) throws InterruptedException {
        int waves = Math.max(2, (settings.rounds() + flight - 1) / flight);
        ExecutorService threads = Executors.newFixedThreadPool(flight);
        Flight creates = new Flight();
        Flight deletes = new Flight();
        try {
            for (int wave = 0; wave < waves; wave++) {
                unlessInterrupted();
                creates.all(threads, names(flight), name -> gcs.create(name, reserved));
                deletes.all(threads, names(flight), gcs::deleteWhatIsThere);
            }
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(PATIENCE, TimeUnit.SECONDS);
        }
        String policy = reserved ? "reserved" : "thin";
        row("gcs", "create+start", policy, level, flight, creates.times, creates.failed, creates.perSecond());
        row("gcs", "stop+delete", policy, level, flight, deletes.times, deletes.failed, deletes.perSecond());
        return creates.perSecond();
    }

    private static List<String> names(int flight) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < flight; i++) {
            names.add("flight-" + i);
        }
        return names;
    }

    /** What was done side by side. */
    private static final class Flight {
        private final List<Long> times = new ArrayList<>();
        private int failed;
        private long nanos;

        void all(ExecutorService threads, List<String> names, ToLongFunction<String> action)
                throws InterruptedException {
            long from = System.nanoTime();
            List<Future<Long>> running = new ArrayList<>();
            names.forEach(name -> running.add(threads.submit(() -> action.applyAsLong(name))));
            for (Future<Long> each : running) {
                try {
                    times.add(each.get());
                } catch (ExecutionException failure) {
                    failed++;
                    System.err.println("gcs: one of those in flight failed: " + failure.getCause());
                }
            }
            nanos += System.nanoTime() - from;
        }

        double perSecond() {
            return times.size() * 1e9 / nanos;
        }
    }

    private void row(
            String side,
            String what,
            String policy,
            int level,
            int flight,
            List<Long> nanos,
            int failed,
            double perSecond) {
        out.printf(
                Locale.ROOT,
                settings.json()
                        ? "{\"bench\":\"lifecycle\",\"side\":\"%s\",\"what\":\"%s\",\"policy\":\"%s\",\"volumes\":%d,\"in_flight\":%d,"
                                + "\"n\":%d,\"failed\":%d,\"min_ms\":%.1f,\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"max_ms\":%.1f%s}%n"
                        : "%-8s  %-21s  %-8s  at %3d volumes, %2d in flight: n=%-3d failed=%d  min %.1f  p50 %.1f  p99 %.1f  max %.1f ms%s%n",
                side,
                what,
                policy,
                level,
                flight,
                nanos.size(),
                failed,
                percentile(nanos, 0),
                percentile(nanos, 50),
                percentile(nanos, 99),
                percentile(nanos, 100),
                perSecond == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, settings.json() ? ",\"per_s\":%.1f" : "  = %.1f a second", perSecond));
    }

    /** By the nearest rank, in milliseconds; 0 of nothing. */
    static double percentile(List<Long> nanos, double rank) {
        if (nanos.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int index = (int) Math.ceil(rank / 100 * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / MILLIS;
    }

    private static final class Summary {
        private double p50;
        private double p99;
        private double delete;
        private double shell;
        private double glusterd;
        private double glusterdNet;
        private final List<String> more = new ArrayList<>();

        void also(String name, double value) {
            more.add(String.format(Locale.ROOT, "\"%s\":%.1f", name, value));
        }

        String json() throws IOException {
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "{\"bench\":\"lifecycle\",\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"ratio_to_shell\":%.2f,\"ratio_to_glusterd\":%s,"
                            + "\"delete_p50_ms\":%.1f,\"shell_p50_ms\":%.1f",
                    p50,
                    p99,
                    p50 / shell,
                    glusterd > 0 ? String.format(Locale.ROOT, "%.2f", p50 / glusterd) : "null",
                    delete,
                    shell));
            if (glusterd > 0) {
                text.append(String.format(
                        Locale.ROOT, ",\"glusterd_p50_ms\":%.1f,\"glusterd_net_p50_ms\":%.1f", glusterd, glusterdNet));
            }
            more.forEach(each -> text.append(',').append(each));
            String load = Files.readString(Path.of("/proc/loadavg"));
            return text.append(",\"cpus\":" + Runtime.getRuntime().availableProcessors())
                    .append(",\"load\":" + load.substring(0, load.indexOf(' ')))
                    .append('}')
                    .toString();
        }
    }
}
