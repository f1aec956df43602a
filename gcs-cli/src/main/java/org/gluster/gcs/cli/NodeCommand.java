/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gluster.gcs.ErrorCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
        name = "node",
        description = {
            "Runs one member of a cluster in the foreground, in the place of glusterd2.",
            "",
            "Understands GlusterD2's configuration file and flags; each value is taken from the first of: flag, variable"
                    + " GD2_NAME, file, default. SIGTERM or SIGINT ends it and leaves bricks serving; a second one ends it"
                    + " at once. Until clusters over several machines are there, each node is a cluster of its own."
        },
        mixinStandardHelpOptions = true,
        modelTransformer = NodeCommand.Flags.class)
final class NodeCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; /etc/glusterd2/glusterd2.toml, where there is one, when not given.")
    @Nullable
    Path config;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The node's name when it begins a cluster; the machine's host name when not given.")
    @Nullable
    String name;

    NodeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<NodeKey, String> flags = new EnumMap<>(NodeKey.class);
        if (spec != null) {
            ParseResult parsed = spec.commandLine().getParseResult();
            for (NodeKey key : NodeKey.values()) {
                String value = parsed.matchedOptionValue(key.flag(), (String) null);
                if (value != null) {
                    flags.put(key, value);
                }
            }
        }
        Path data = session.saidData();
        if (data != null) {
            String before = flags.put(NodeKey.LOCALSTATEDIR, data.toString());
            if (before != null && !before.equals(data.toString())) {
                throw Failures.of(
                        ErrorCode.INVALID_REQUEST,
                        "--data " + data + " and --localstatedir " + before + " say the same thing: leave one out");
            }
        }
        return new Node(session, NodeSettings.read(flags, session.environment(), config), name).run();
    }

    /** Makes a flag of every key, so that flags and keys cannot come apart. */
    static final class Flags implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            for (NodeKey key : NodeKey.values()) {
                OptionSpec.Builder option = OptionSpec.builder(key.flag())
                        .type(String.class)
                        .paramLabel(key.kind().name())
                        .hidden(!key.used())
                        .description(
                                key.used()
                                        ? key.words() + (key.fallback().isEmpty() ? "" : " Default: " + key.fallback())
                                        : "No effect: " + key.words() + ".");
                if (key.kind() == NodeKey.Kind.SWITCH) {
                    option.arity("0..1").fallbackValue("true");
                } else {
                    option.arity("1");
                }
                command.addOption(option.build());
            }
            return command;
        }
    }
}
