/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.wire.OptionGroupJson;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.option.OptionGroup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "option-group",
        description = "Named groups of volume options, which can be applied to volumes as profiles.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            OptionGroupCommand.All.class,
            OptionGroupCommand.Show.class,
            OptionGroupCommand.Create.class,
            OptionGroupCommand.Delete.class
        })
final class OptionGroupCommand {

    @Command(name = "list", description = "Lists the option groups.", mixinStandardHelpOptions = true)
    static final class All extends GcsCommand {
        All(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            List<OptionGroup> groups = gcs.optionGroups().list();
            Table table = Table.of("NAME", "BUILT IN", "OPTIONS", "DESCRIPTION");
            groups.forEach(group -> table.row(
                    group.name().value(),
                    group.builtIn() ? "yes" : "no",
                    Integer.toString(group.options().size()),
                    group.description()));
            session.print(groups.stream().map(OptionGroupJson::of).toList(), table.toString());
            return 0;
        }
    }

    @Command(name = "show", description = "Shows what is in an option group.", mixinStandardHelpOptions = true)
    static final class Show extends GcsCommand {
        @Parameters(paramLabel = "NAME", description = "The name of the group.")
        String name = "";

        Show(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            OptionGroup group = gcs.optionGroups().get(name);
            Table options = Table.of("OPTION", "VALUE");
            group.options().forEach(options::row);
            session.print(
                    OptionGroupJson.of(group),
                    group.name() + (group.builtIn() ? " (built in)" : "")
                            + (group.description().isEmpty() ? "" : ": " + group.description()) + "\n\n" + options);
            return 0;
        }
    }

    @Command(name = "create", description = "Makes an option group.", mixinStandardHelpOptions = true)
    static final class Create extends GcsCommand.Change {
        @Parameters(index = "0", paramLabel = "NAME", description = "The name of the group.")
        String name = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "Its options.")
        Map<String, String> options = Map.of();

        @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
        @Nullable
        String description;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Create(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.optionGroups().create(group -> {
                group.name(name).options(new TreeMap<>(options));
                if (description != null) {
                    group.description(description);
                }
                if (key != null) {
                    group.idempotencyKey(key);
                }
            });
        }

        @Override
        String done(Object result) {
            return "created option group " + name;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes an option group; volumes that it was applied to keep their options.",
            mixinStandardHelpOptions = true)
    static final class Delete extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the group.")
        String name = "";

        Delete(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.optionGroups().delete(name);
        }

        @Override
        String done(Object result) {
            return "deleted option group " + name;
        }
    }
}
