/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.gluster.gcs.testkit.scenario.Demo;
import org.gluster.gcs.testkit.scenario.Torture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "torture",
        description = "Kills the engine at every named point and at random, and checks that nothing is lost or left.",
        mixinStandardHelpOptions = true,
        footer = "%nNeeds root and GlusterFS. Exits with 0 when everything held.")
final class TortureCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "50",
            description = "How often; ${DEFAULT-VALUE} by default.")
    int kills;

    @Option(names = "--seed", paramLabel = "S", description = "Decides what is random; printed, and random by default.")
    @Nullable
    Long seed;

    @Option(names = "--points", description = "List the named points, and kill nothing.")
    boolean points;

    TortureCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (points) {
            session.print(Torture.points(), String.join("\n", Torture.points()));
            return 0;
        }
        if (kills < 1 && spec != null) {
            throw new ParameterException(spec.commandLine(), "--kills must be at least 1, not " + kills);
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        boolean passed = new Torture(
                        Demo.home(session.checkout(), "torture"),
                        DemoCommand.ADDRESSES,
                        kills,
                        chosen,
                        DemoCommand.output(session))
                .run();
        return passed ? 0 : 1;
    }
}
