/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.gluster.gcs.testkit.fuzz.Fuzz;
import org.gluster.gcs.testkit.fuzz.PortFuzz;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "fuzz",
        description = "Sends right, wrong and hostile requests to a simulated node, and checks every answer.",
        mixinStandardHelpOptions = true,
        footer = "%nNeeds nothing. Exits with 0 when nothing was found.")
final class FuzzCommand implements Callable<Integer> {
    private static final int TOLD = 10_000;

    private final Session session;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many requests; ${DEFAULT-VALUE} by default.")
    long inputs;

    @Option(names = "--seed", paramLabel = "S", description = "Decides what is sent; printed, and random by default.")
    @Nullable
    Long seed;

    @Option(
            names = "--port",
            description =
                    "Send bytes through a real port instead: HTTP, GlusterFS' RPC, TLS and noise, whole and damaged.")
    boolean port;

    FuzzCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (inputs < 1 && spec != null) {
            throw new ParameterException(spec.commandLine(), "--inputs must be at least 1, not " + inputs);
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        if (!session.json()) {
            session.out().println("seed " + chosen);
        }
        LongConsumer progress = sent -> {
            if (!session.json() && sent > 0 && sent % TOLD == 0) {
                session.out().println(sent + " sent");
                session.out().flush();
            }
        };
        Fuzz.Report report = port ? PortFuzz.run(chosen, inputs, progress) : Fuzz.run(chosen, inputs, progress);
        StringBuilder text = new StringBuilder(String.format(
                java.util.Locale.ROOT,
                "%d inputs in %.0f s, %.0f a second; answers by status %s%nslowest: %d ms, %s%nheap: %+d MiB since the first"
                        + " tenth%n",
                report.inputs(),
                report.seconds(),
                report.inputs() / Math.max(report.seconds(), 1e-3),
                report.statuses(),
                report.slowestMillis(),
                report.slowest(),
                report.heapGrowth() >> 20));
        report.findings()
                .forEach(finding -> text.append("FOUND ").append(finding).append('\n'));
        text.append(report.findings().isEmpty() ? "nothing was found\n" : "");
        session.print(report, text.toString());
        return report.findings().isEmpty() ? 0 : 1;
    }
}
