/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.wire.OptionJson;
import org.gluster.gcs.core.wire.OptionValueJson;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "option",
        description = "The options of volumes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VolumeOptionCommand.Set.class,
            VolumeOptionCommand.Reset.class,
            VolumeOptionCommand.Get.class,
            VolumeOptionCommand.Describe.class
        })
final class VolumeOptionCommand {

    /** A change of options. */
    abstract static class Changing extends GcsCommand.Change {
        @Parameters(index = "0", paramLabel = "VOLUME", description = "The name of the volume.")
        String volume = "";

        @Option(
                names = "--allow-brick-restart",
                description = "Restart bricks where it does not go without: those of one node after the other.")
        boolean allowBrickRestart;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Changing(Session session) {
            super(session);
        }

        abstract void fill(OptionChange.Builder change);

        @Override
        final Operation<?> begin(Gcs gcs) {
            return gcs.volume(volume).changeOptions(change -> {
                fill(change);
                if (allowBrickRestart) {
                    change.allowBrickRestart();
                }
                if (key != null) {
                    change.idempotencyKey(key);
                }
            });
        }

        @Override
        final String done(Object result) {
            return "changed options of volume " + volume;
        }
    }

    @Command(name = "set", description = "Sets options, all or none.", mixinStandardHelpOptions = true)
    static final class Set extends Changing {
        @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Options and their values.")
        Map<String, String> options = Map.of();

        @Option(names = "--profile", paramLabel = "GROUP", description = "Apply this option group, under the options.")
        List<String> profiles = List.of();

        Set(Session session) {
            super(session);
        }

        @Override
        void fill(OptionChange.Builder change) {
            change.set(new TreeMap<>(options));
            profiles.forEach(change::profile);
        }
    }

    @Command(
            name = "reset",
            description = "Takes back options that were set, so that a profile's value holds, or the default.",
            mixinStandardHelpOptions = true)
    static final class Reset extends Changing {
        @Parameters(index = "1..*", paramLabel = "KEY", description = "Options.")
        List<String> keys = List.of();

        @Option(names = "--all", description = "All options that were set; profiles stay.")
        boolean all;

        @Option(names = "--profile", paramLabel = "GROUP", description = "Take this option group away.")
        List<String> profiles = List.of();

        Reset(Session session) {
            super(session);
        }

        @Override
        void fill(OptionChange.Builder change) {
            keys.forEach(change::reset);
            if (all) {
                change.resetAll();
            }
            profiles.forEach(change::withoutProfile);
        }
    }

    @Command(
            name = "get",
            description = "Shows the options of a volume: those that were changed, or those that are named.",
            mixinStandardHelpOptions = true)
    static final class Get extends GcsCommand {
        @Parameters(index = "0", paramLabel = "VOLUME", description = "The name of the volume.")
        String volume = "";

        @Parameters(index = "1..*", paramLabel = "KEY", description = "Options.")
        List<String> keys = List.of();

        @Option(names = "--all", description = "Every option that the volume can have.")
        boolean all;

        Get(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            VolumeOptions options = gcs.volume(volume).options();
            List<OptionValue> wanted = all
                    ? options.all()
                    : keys.isEmpty()
                            ? options.changed()
                            : keys.stream().map(key -> value(gcs, options, key)).toList();
            Table table = Table.of("OPTION", "VALUE", "DEFAULT", "FROM");
            wanted.forEach(value -> table.row(
                    value.key(),
                    value.value().orElse("-"),
                    value.defaultValue().orElse("-"),
                    value.origin() == OptionOrigin.GROUP
                            ? "profile " + value.group().orElse("")
                            : word(value.origin())));
            session.print(wanted.stream().map(OptionValueJson::of).toList(), table.toString());
            return 0;
        }

        private static OptionValue value(Gcs gcs, VolumeOptions options, String key) {
            return options.find(key)
                    .or(() -> options.find(gcs.options().get(key).key()))
                    .orElseGet(() -> OptionValue.builder().key(key).build());
        }
    }

    @Command(
            name = "describe",
            description = "Shows what an option may be and what it does, or all options.",
            mixinStandardHelpOptions = true)
    static final class Describe extends GcsCommand {
        @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "An option.")
        @Nullable
        String key;

        Describe(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            if (key != null) {
                OptionInfo option = gcs.options().get(key);
                Table facts = Table.plain()
                        .row("option", option.key())
                        .row("allowed", option.allowed())
                        .row("default", option.defaultValue().orElse("-"))
                        .row("concerns", scopes(option))
                        .row("a change", effect(option));
                option.refusal().ifPresent(why -> facts.row("cannot be set", why));
                session.print(OptionJson.of(option), facts.toString());
                return 0;
            }
            Table table = Table.of("OPTION", "DEFAULT", "CONCERNS", "ALLOWED");
            List<OptionInfo> options = gcs.options().list();
            options.forEach(option -> table.row(
                    option.key(),
                    option.defaultValue().orElse("-"),
                    option.settable() ? scopes(option) : "cannot be set",
                    option.allowed()));
            session.print(options.stream().map(OptionJson::of).toList(), table.toString());
            return 0;
        }

        private static String scopes(OptionInfo option) {
            return option.scopes().stream().map(GcsCommand::word).collect(Collectors.joining(", "));
        }

        private static String effect(OptionInfo option) {
            return switch (option.effect()) {
                case NONE -> "changes no daemon and no client";
                case RELOAD -> "is taken at once";
                case REMOUNT -> "is taken by clients that mount again";
                case BRICK_RESTART -> "restarts bricks, which must be allowed";
            };
        }
    }
}
