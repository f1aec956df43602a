/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gluster.gcs.testkit.scenario.Demo;
import org.gluster.gcs.testkit.scenario.Output;
import org.gluster.gcs.testkit.scenario.SimulatedDemo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Shows what it does: three nodes on this machine, a real volume, a killed brick, a killed engine.",
        mixinStandardHelpOptions = true,
        footer = "%nNeeds root and GlusterFS, unless simulated. Exits with 0 when all went well; nothing is left.")
final class DemoCommand implements Callable<Integer> {
    static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

    private final Session session;

    @Option(names = "--simulated", description = "Over modelled machines: no root, no GlusterFS, any system.")
    boolean simulated;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Output output = output(session);
        boolean passed = simulated
                ? new SimulatedDemo(output).run()
                : new Demo(Demo.home(session.checkout(), "demo"), ADDRESSES, output).run();
        return passed ? 0 : 1;
    }

    static Output output(Session session) {
        return session.json() ? Output.json(session.out()) : Output.text(session.out(), isTerminal());
    }

    /** Whether standard output is a terminal; {@code System.console()} alone says less on newer JDKs. */
    private static boolean isTerminal() {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }
}
