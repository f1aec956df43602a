/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.io;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gluster.gcs.benchmarks.lifecycle.IoSides;
import org.gluster.gcs.benchmarks.lifecycle.Leftovers;

/**
 * A mounted replica-3 volume of this project against one of glusterd with the same options, both with bricks on XFS in images on the
 * same disk: the same writer in both, run after run in turn, medians compared. A ratio is ours divided by theirs; 1 is as fast.
 */
public final class IoBenchmark {
    private static final int MEBIBYTES = 64;
    private static final int RECORDS = 200;
    private static final List<String> WHAT = List.of("write_mib_s", "read_mib_s", "synced_4k_s");

    private IoBenchmark() {}

    /** Runs it, and takes away what it made. Needs root, GlusterFS and glusterd. */
    public static void run(PrintStream out, int runs, Path directory, boolean json)
            throws IOException, InterruptedException {
        Path root = Files.createTempDirectory(directory.toAbsolutePath(), "gcs-bench-")
                .toRealPath();
        try (IoSides sides = new IoSides(root)) {
            List<List<List<Double>>> all = List.of(new ArrayList<>(), new ArrayList<>());
            for (int run = -1; run < runs; run++) {
                for (int turn = 0; turn < 2; turn++) {
                    int side = (run & 1) == 0 ? turn : 1 - turn;
                    List<Double> seen = load(sides, side);
                    if (run >= 0) {
                        all.get(side).add(seen);
                        row(out, json, side, run, seen);
                    }
                }
            }
            StringBuilder summary = new StringBuilder("{\"bench\":\"io\",\"runs\":" + runs);
            for (int i = 0; i < WHAT.size(); i++) {
                double ours = median(all.get(0), i);
                double theirs = median(all.get(1), i);
                summary.append(String.format(
                        Locale.ROOT,
                        ",\"%s\":%.1f,\"glusterd_%s\":%.1f,\"ratio_%s\":%.3f",
                        WHAT.get(i),
                        ours,
                        WHAT.get(i),
                        theirs,
                        WHAT.get(i),
                        ours / theirs));
            }
            String load = Files.readString(Path.of("/proc/loadavg"));
            out.println(summary + ",\"load\":" + load.substring(0, load.indexOf(' ')) + "}");
        } finally {
            Leftovers.remove(root);
        }
    }

    private static List<Double> load(IoSides sides, int side) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(side == 0 ? List.of() : sides.inGlusterd());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IoWriter.class.getName(),
                (side == 0 ? sides.ours() : sides.theirs()).toString(),
                Integer.toString(MEBIBYTES),
                Integer.toString(RECORDS)));
        Process writer = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (writer.waitFor() != 0) {
            throw new IOException("the writer failed: " + printed);
        }
        List<Double> numbers = new ArrayList<>();
        for (String number : printed.split(" ", -1)) {
            numbers.add(Double.valueOf(number));
        }
        return numbers;
    }

    private static void row(PrintStream out, boolean json, int side, int run, List<Double> seen) {
        out.printf(
                Locale.ROOT,
                json
                        ? "{\"bench\":\"io\",\"side\":\"%s\",\"run\":%d,\"write_mib_s\":%.1f,\"read_mib_s\":%.1f,\"synced_4k_s\":%.1f}%n"
                        : "%-8s  run %d: %.1f MiB/s written, %.1f MiB/s read, %.1f synced records a second%n",
                side == 0 ? "gcs" : "glusterd",
                run + 1,
                seen.get(0),
                seen.get(1),
                seen.get(2));
    }

    private static double median(List<List<Double>> runs, int what) {
        List<Double> sorted = runs.stream().map(run -> run.get(what)).sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
