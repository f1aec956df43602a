/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gcs} program. It exits with 0 when all went well, 1 when something failed, 2 when it was called wrongly. */
@Command(
        name = "gcs",
        description = "Storage volumes on GlusterFS, without glusterd.",
        mixinStandardHelpOptions = true,
        version = "gcs 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VolumeCommand.class,
            OptionGroupCommand.class,
            DeviceCommand.class,
            PeerCommand.class,
            PlanCommand.class,
            OperationCommand.class,
            AuditCommand.class,
            NodeCommand.class,
            DevCommand.class,
            DemoCommand.class,
            TortureCommand.class,
            FuzzCommand.class,
            DoctorCommand.class
        })
public final class Main {
    private final Session session;

    Main(Session session) {
        this.session = session;
    }

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data directory of the cluster; $GCS_DATA when not given.")
    void data(Path directory) {
        session.data(directory);
    }

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON instead of tables.")
    void json(boolean wanted) {
        session.json(wanted);
    }

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces of failures.")
    void debug(boolean wanted) {
        session.debug(wanted);
    }

    /** Runs the program and exits. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int status = run(new Session(out, System.err, System.getenv(), Clusters.real()), arguments);
        out.flush();
        System.exit(status);
    }

    static int run(Session session, String... arguments) {
        CommandLine.IFactory plain = CommandLine.defaultFactory();
        CommandLine line = new CommandLine(new Main(session), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (var constructor : type.getDeclaredConstructors()) {
                    if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Session.class) {
                        return type.cast(constructor.newInstance(session));
                    }
                }
                return plain.create(type);
            }
        });
        line.registerConverter(Capacity.class, new CapacityConverter());
        line.setOut(new java.io.PrintWriter(session.out(), true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(session.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, given) -> misused(wrong));
        line.setExecutionExceptionHandler((failure, command, result) -> session.failed(failure));
        return line.execute(arguments);
    }

    /** What is wrong with the line, and where to read on: a page of usage would push the one out of sight. */
    private static int misused(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("gcs: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("gcs: \"" + command.getCommandSpec().qualifiedName() + " --help\" says how it is used");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static int run(
            Map<String, String> environment, PrintStream out, PrintStream err, Clusters clusters, String... arguments) {
        return run(new Session(out, err, environment, clusters), arguments);
    }

    private static final class CapacityConverter implements ITypeConverter<Capacity> {
        @Override
        public Capacity convert(String text) {
            try {
                return Capacity.parse(text);
            } catch (GcsException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}
