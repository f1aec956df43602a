/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.gluster.gcs.benchmarks.control.ControlBenchmark;
import org.gluster.gcs.benchmarks.io.IoBenchmark;
import org.gluster.gcs.benchmarks.lifecycle.LifecycleBenchmark;
import org.gluster.gcs.benchmarks.scale.ScaleBenchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs a benchmark by name: {@code planner [--json]}, {@code sdk [--json] [--threads=N] [--runs=N]}, {@code lifecycle [--json]
 * [--rounds N] [--volumes N,..] [--in-flight N,..] [--dir DIRECTORY]}, {@code io [--json] [--runs=N] [--dir=DIRECTORY]}, {@code control
 * [--json] [--creates N] [--in-flight N,..] [--volumes N,..] [--start] [--dir DIRECTORY]} or {@code scale [--json] [--volumes N] [--mounts N]
 * [--idle SECONDS] [--dir DIRECTORY]}. The last line is a JSON object with what counts.
 */
public final class Bench {
    private Bench() {}

    /** Runs it; exits with 2 when it is called wrongly. */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> given = List.of(arguments);
        boolean quiet = given.contains("--json");
        String name = given.isEmpty() ? "" : given.get(0);
        switch (name) {
            case "planner" -> planner(out, quiet);
            case "sdk" ->
                new SdkBenchmark(number(given, "threads", 4), number(given, "runs", 7), 40, Duration.ofMillis(40))
                        .run(out, quiet);
            case "lifecycle" -> lifecycle(out, given);
            case "io" -> io(out, given, quiet);
            case "control" -> ControlBenchmark.run(out, quiet, given);
            case "scale" -> ScaleBenchmark.run(out, quiet, given);
            default ->
                wrong("bench needs the name of a benchmark: planner, sdk, lifecycle, io, control or scale;"
                        + " --json prints JSON only");
        }
    }

    private static void lifecycle(PrintStream out, List<String> given) throws IOException, InterruptedException {
        try {
            LifecycleBenchmark.run(out, given);
        } catch (IllegalArgumentException misused) {
            wrong(String.valueOf(misused.getMessage()));
        }
    }

    private static void io(PrintStream out, List<String> given, boolean json) throws IOException, InterruptedException {
        String directory = given.stream()
                .filter(each -> each.startsWith("--dir="))
                .map(each -> each.substring("--dir=".length()))
                .findFirst()
                .orElse(System.getProperty("java.io.tmpdir"));
        IoBenchmark.run(out, number(given, "runs", 5), Path.of(directory), json);
    }

    private static int number(List<String> given, String name, int otherwise) {
        String value = given.stream()
                .filter(each -> each.startsWith("--" + name + "="))
                .map(each -> each.substring(each.indexOf('=') + 1))
                .findFirst()
                .orElse(Integer.toString(otherwise));
        if (!value.matches("[1-9][0-9]{0,2}")) {
            wrong("--" + name + " must be 1 to 999, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static void wrong(String message) {
        System.err.println("gcs: " + message);
        System.exit(2);
    }

    private static void planner(PrintStream out, boolean quiet) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("PlannerBenchmark[.]plan$")
                .verbosity(quiet ? VerboseMode.SILENT : VerboseMode.NORMAL)
                .shouldFailOnError(true);
        Collection<RunResult> results = new Runner(options.build()).run();
        int devices = PlannerBenchmark.NODES * PlannerBenchmark.DEVICES_PER_NODE;
        out.printf(
                Locale.ROOT,
                "{\"bench\":\"planner\",\"p50_us\":%.1f,\"p99_us\":%.1f,\"devices\":%d,\"nodes\":%d,\"p99_us_1\":%.1f,"
                        + "\"p99_us_10\":%.1f,\"p99_us_100\":%.1f,\"p50_us_mix\":%.1f,\"samples\":%d}%n",
                percentile(results, "1", 50),
                percentile(results, PlannerBenchmark.MIX, 99),
                devices,
                PlannerBenchmark.NODES,
                percentile(results, "1", 99),
                percentile(results, "10", 99),
                percentile(results, "100", 99),
                percentile(results, PlannerBenchmark.MIX, 50),
                result(results, PlannerBenchmark.MIX)
                        .getPrimaryResult()
                        .getStatistics()
                        .getN());
    }

    private static double percentile(Collection<RunResult> results, String sets, double rank) {
        return result(results, sets).getPrimaryResult().getStatistics().getPercentile(rank);
    }

    private static RunResult result(Collection<RunResult> results, String sets) {
        return results.stream()
                .filter(result -> result.getParams().getParam("sets").equals(sets))
                .findFirst()
                .orElseThrow();
    }
}
