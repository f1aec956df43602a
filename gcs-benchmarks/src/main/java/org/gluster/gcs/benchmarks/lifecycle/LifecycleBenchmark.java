/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.lifecycle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Create+start and stop+delete of replica-3 volumes of 1 GiB: this project, the shortest shell script that leaves the same durable state, and
 * the distribution's glusterd over ready-made directories, one after the other in each round of the same run.
 */
public final class LifecycleBenchmark {
    private static final long SIZE = 1L << 30;
    private static final int WARM_UP = 3;
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
     */
    record Settings(int rounds, List<Integer> levels, List<Integer> inFlight, Path directory) {
        static Settings of(List<String> words) {
            return new Settings(
                    Integer.parseInt(value(words, "--rounds", "20")),
                    numbers(value(words, "--volumes", "1")),
                    numbers(value(words, "--in-flight", "8,32")),
                    Path.of(value(words, "--dir", System.getProperty("java.io.tmpdir"))));
        }

        private static String value(List<String> words, String name, String otherwise) {
            int at = words.indexOf(name);
            return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : otherwise;
        }

        private static List<Integer> numbers(String list) {
            return Arrays.stream(list.split(","))
                    .filter(word -> !word.isEmpty())
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    /** Runs it; each line printed is a JSON object, the last one the summary. Needs root and GlusterFS. */
    public static void run(PrintStream out, List<String> words) throws IOException, InterruptedException {
        Settings settings = Settings.of(words);
        Path root = Files.createTempDirectory(settings.directory(), "gcs-bench-");
        try {
            new LifecycleBenchmark(out, settings).measure(root);
        } finally {
            remove(root);
        }
    }

    private void measure(Path root) throws IOException, InterruptedException {
        boolean thin = settings.levels().get(settings.levels().size() - 1) > 10;
        try (GcsSide gcs = new GcsSide(root.resolve("gcs"), SIZE, thin);
                ShellSide shell = new ShellSide(root.resolve("shell"), SIZE);
                GlusterdSide glusterd =
                        GlusterdSide.isInstalled() ? new GlusterdSide(root.resolve("glusterd")) : null) {
            List<Side> sides = glusterd == null ? List.<Side>of(gcs, shell) : List.<Side>of(gcs, shell, glusterd);
            Summary summary = new Summary();
            int there = 0;
            for (int level : settings.levels()) {
                boolean first = there == 0;
                for (; there < level; there++) {
                    gcs.create("other-" + there);
                }
                if (first) {
                    alone(sides, gcs, glusterd, level, summary);
                } else {
                    double p50 = serial(List.<Side>of(gcs), level, null).get(0);
                    summary.levels.add(String.format(Locale.ROOT, "\"p50_ms_at_%d\":%.1f", level, p50));
                }
                for (int flight : settings.inFlight()) {
                    double perSecond = flight(gcs, level, flight);
                    if (first) {
                        summary.levels.add(
                                String.format(Locale.ROOT, "\"per_s_%d_in_flight\":%.1f", flight, perSecond));
                    }
                }
            }
            out.println(summary.json());
        }
    }

    /** Beside the others, with nothing but one volume there. */
    private void alone(List<Side> sides, GcsSide gcs, @Nullable GlusterdSide glusterd, int level, Summary summary) {
        List<Double> medians = serial(sides, level, summary);
        summary.p50 = medians.get(0);
        summary.shell = medians.get(1);
        if (glusterd != null) {
            List<Long> empty = new ArrayList<>();
            for (int round = 0; round < settings.rounds(); round++) {
                empty.add(glusterd.emptyCall());
            }
            row("glusterd", "empty call of the CLI", level, 1, empty, 0);
            summary.glusterd = medians.get(2);
            summary.glusterdNet = medians.get(2) - 2 * percentile(empty, 50);
        }
        List<Long> twoCalls = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            twoCalls.add(gcs.createThenStart("two-calls"));
            gcs.delete("two-calls");
        }
        row("gcs", "create, then start", level, 1, twoCalls, 0);
    }

    private List<Double> serial(List<Side> sides, int level, @Nullable Summary summary) {
        List<List<Long>> made = new ArrayList<>();
        List<List<Long>> gone = new ArrayList<>();
        sides.forEach(side -> {
            made.add(new ArrayList<>());
            gone.add(new ArrayList<>());
        });
        for (int round = -WARM_UP; round < settings.rounds(); round++) {
            for (int i = 0; i < sides.size(); i++) {
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
            row(sides.get(i).name(), "create+start", level, 1, made.get(i), 0);
            row(sides.get(i).name(), "stop+delete", level, 1, gone.get(i), 0);
            medians.add(percentile(made.get(i), 50));
        }
        if (summary != null) {
            summary.p99 = percentile(made.get(0), 99);
            summary.delete = percentile(gone.get(0), 50);
        }
        return medians;
    }

    private double flight(GcsSide gcs, int level, int flight) throws InterruptedException {
        int count = Math.max(settings.rounds(), 3 * flight);
        ExecutorService threads = Executors.newFixedThreadPool(flight);
        try {
            List<Future<Long>> creates = new ArrayList<>();
            long from = System.nanoTime();
            for (int i = 0; i < count; i++) {
                String name = "flight-" + i;
                creates.add(threads.submit(() -> gcs.create(name)));
            }
            List<Long> times = times(creates);
            double seconds = (System.nanoTime() - from) / 1e9;
            row("gcs", "create+start", level, flight, times, count / seconds);
            List<Future<Long>> deletes = new ArrayList<>();
            from = System.nanoTime();
            for (int i = 0; i < count; i++) {
                String name = "flight-" + i;
                deletes.add(threads.submit(() -> gcs.delete(name)));
            }
            times = times(deletes);
            row("gcs", "stop+delete", level, flight, times, count * 1e9 / (System.nanoTime() - from));
            return count / seconds;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Long> times(List<Future<Long>> running) throws InterruptedException {
        List<Long> times = new ArrayList<>();
        for (Future<Long> each : running) {
            try {
                times.add(each.get());
            } catch (ExecutionException failure) {
                throw new IllegalStateException("one of those in flight failed", failure.getCause());
            }
        }
        return times;
    }

    private void row(String side, String what, int level, int flight, List<Long> nanos, double perSecond) {
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"lifecycle\",\"side\":\"%s\",\"what\":\"%s\",\"volumes\":%d,\"in_flight\":%d,\"n\":%d,\"min_ms\":%.1f,"
                        + "\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"max_ms\":%.1f%s}%n",
                side,
                what,
                level,
                flight,
                nanos.size(),
                percentile(nanos, 0),
                percentile(nanos, 50),
                percentile(nanos, 99),
                percentile(nanos, 100),
                perSecond > 0 ? String.format(Locale.ROOT, ",\"per_s\":%.1f", perSecond) : "");
    }

    /** By the nearest rank, in milliseconds. */
    static double percentile(List<Long> nanos, double rank) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int index = (int) Math.ceil(rank / 100 * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / MILLIS;
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static final class Summary {
        private double p50;
        private double p99;
        private double delete;
        private double shell;
        private double glusterd;
        private double glusterdNet;
        private final List<String> levels = new ArrayList<>();

        String json() {
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "{\"bench\":\"lifecycle\",\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"delete_p50_ms\":%.1f,\"shell_p50_ms\":%.1f,\"ratio_to_shell\":%.2f",
                    p50,
                    p99,
                    delete,
                    shell,
                    p50 / shell));
            if (glusterd > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        ",\"glusterd_p50_ms\":%.1f,\"glusterd_net_p50_ms\":%.1f,\"ratio_to_glusterd\":%.2f",
                        glusterd,
                        glusterdNet,
                        p50 / glusterd));
            }
            levels.forEach(level -> text.append(',').append(level));
            return text.append('}').toString();
        }
    }
}
