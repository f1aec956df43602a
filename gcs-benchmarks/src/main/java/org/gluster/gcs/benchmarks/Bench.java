/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gluster.gcs.benchmarks.control.ControlBenchmark;
import org.gluster.gcs.benchmarks.io.IoBenchmark;
import org.gluster.gcs.benchmarks.lifecycle.LifecycleBenchmark;
import org.gluster.gcs.benchmarks.options.Options;
import org.gluster.gcs.benchmarks.scale.ScaleBenchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a benchmark by name, see {@link #USAGE}. The last line that it prints is a JSON object with what counts. */
public final class Bench {
    static final String USAGE = """
            Usage: bench NAME [OPTION ...]    with --json each line is a JSON object, the last one the summary

              planner    how fast a plan is, in a cluster of 10,000 devices
              sdk        what the client costs on top of its HTTP client: --threads N, --runs N
              control    creates a second of the control plane alone, over modelled machines and the real store of files:
                         --creates N, --in-flight N,.., --volumes N,.. (how many others are there), --start, --dir DIRECTORY
              scale      how many volumes this machine carries, on real GlusterFS, as root:
                         --volumes N, --mounts N, --idle SECONDS, --dir DIRECTORY
              lifecycle  how long a real volume takes to come and go, beside a shell script and glusterd, as root:
                         --rounds N, --volumes N,.. (how many others are there), --in-flight N,.., --dir DIRECTORY
              io         how fast a mounted volume is, beside one of glusterd's, as root: --runs N, --dir DIRECTORY
            """;

    private static final String JSON = "--json";
    private static final String DIRECTORY = "--dir";

    private Bench() {}

    /** Runs it; exits with 2 when it is called wrongly. */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> given = List.of(arguments);
        if (given.contains("--help") || given.contains("-h") || given.equals(List.of("help"))) {
            out.print(USAGE);
            return;
        }
        if (given.isEmpty()) {
            wrong("bench needs the name of a benchmark: planner, sdk, control, scale, lifecycle or io");
            return;
        }
        try {
            run(out, given.get(0), given.subList(1, given.size()));
        } catch (IllegalArgumentException misused) {
            wrong(String.valueOf(misused.getMessage()));
        }
    }

    private static void run(PrintStream out, String name, List<String> words)
            throws RunnerException, IOException, InterruptedException {
        switch (name) {
            case "planner" ->
                planner(out, Options.of(words, Set.of(), Set.of(JSON)).has(JSON));
            case "sdk" -> {
                Options options = Options.of(words, Set.of("--threads", "--runs"), Set.of(JSON));
                new SdkBenchmark(options.number("--threads", 4), options.number("--runs", 7), 40, Duration.ofMillis(40))
                        .run(out, options.has(JSON));
            }
            case "lifecycle" ->
                LifecycleBenchmark.run(
                        out,
                        Options.of(words, Set.of("--rounds", "--volumes", "--in-flight", DIRECTORY), Set.of(JSON)));
            case "io" -> {
                Options options = Options.of(words, Set.of("--runs", DIRECTORY), Set.of(JSON));
                IoBenchmark.run(out, options.number("--runs", 5), options.directory(), options.has(JSON));
            }
            case "control" ->
                ControlBenchmark.run(
                        out,
                        Options.of(
                                words,
                                Set.of("--creates", "--in-flight", "--volumes", DIRECTORY),
                                Set.of(JSON, "--start")));
            case "scale" ->
                ScaleBenchmark.run(
                        out, Options.of(words, Set.of("--volumes", "--mounts", "--idle", DIRECTORY), Set.of(JSON)));
            default ->
                wrong("there is no benchmark " + name + ": planner, sdk, control, scale, lifecycle and io are there");
        }
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
