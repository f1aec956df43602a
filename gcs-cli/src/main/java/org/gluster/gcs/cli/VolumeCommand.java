/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.AccessJson;
import org.gluster.gcs.core.wire.HealJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.operation.BulkOutcome;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.volume.AccessReport;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickDirectory;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.MountSpec;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "volume",
        description = "The volumes of the cluster.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VolumeCommand.Create.class,
            VolumeCommand.All.class,
            VolumeCommand.Info.class,
            VolumeCommand.Start.class,
            VolumeCommand.Stop.class,
            VolumeCommand.Resize.class,
            VolumeCommand.Delete.class,
            VolumeCommand.Access.class,
            VolumeCommand.Edit.class,
            VolumeOptionCommand.class,
            VolumeCommand.Heal.class,
            VolumeCommand.Mount.class
        })
final class VolumeCommand {

    @Command(
            name = "create",
            description = "Creates a volume, or with --count several: all of them, or none.",
            mixinStandardHelpOptions = true)
    static final class Create extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        @Mixin
        Wishes wishes = new Wishes();

        @Option(names = "--start", description = "Start it too.")
        boolean start;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Create(Session session) {
            super(session);
        }

        @Option(
                names = "--brick",
                paramLabel = "NODE:/PATH",
                description = "A directory that is a brick, set after set, in place of --size: nothing is provisioned.")
        List<String> bricks = List.of();

        @Option(
                names = "--count",
                paramLabel = "N",
                description = "So many of them by one operation: NAME-1 to NAME-N, all or none.")
        @Nullable
        Integer count;

        @Option(names = "--best-effort", description = "With --count: make those that can be made.")
        boolean bestEffort;

        @Override
        Operation<?> begin(Gcs gcs) {
            if (bricks.isEmpty()) {
                wishes.requireSize();
            }
            if (count == null && !bestEffort) {
                return gcs.volumes().create(request -> fill(request, name, key));
            }
            if (count == null) {
                throw InvalidRequestException.of("count", List.of("--best-effort is for several volumes: add --count"));
            }
            if (count < 1) {
                throw InvalidRequestException.of(
                        "count", List.of("--count is " + count + ", and at least 1 volume is to be made"));
            }
            int many = count;
            return gcs.volumes().createAll(all -> {
                for (int i = 1; i <= many; i++) {
                    String numbered = name + "-" + i;
                    all.volume(request -> fill(request, numbered, null));
                }
                if (bestEffort) {
                    all.bestEffort();
                }
                if (key != null) {
                    all.idempotencyKey(key);
                }
            });
        }

        private void fill(VolumeRequest.Builder request, String called, @Nullable String ownKey) {
            bricks.stream()
                    .map(BrickDirectory::parse)
                    .forEach(brick -> request.brick(brick.node().value(), brick.path()));
            request.name(called).start(start);
            wishes.fill(request);
            if (ownKey != null) {
                request.idempotencyKey(ownKey);
            }
        }

        @Override
        int status(Object result) {
            return VolumeCommand.status(result);
        }

        @Override
        String done(Object result) {
            if (result instanceof BulkResult<?> all) {
                return told(all, "created");
            }
            return "created volume " + name
                    + (result instanceof Volume volume
                            ? ": " + word(volume.state()) + ", "
                                    + volume.usable().format() + " usable, " + volume.redundancy()
                            : "");
        }
    }

    @Command(name = "list", description = "Lists the volumes.", mixinStandardHelpOptions = true)
    static final class All extends GcsCommand {
        All(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            List<Volume> volumes = gcs.volumes().list();
            Table table = Table.of("NAME", "STATE", "SIZE", "REDUNDANCY", "BRICKS", "MOUNT");
            volumes.forEach(volume -> table.row(
                    volume.name().value(),
                    word(volume.state()),
                    VolumeWords.size(volume, volume.capacity()),
                    VolumeWords.redundancy(volume),
                    Integer.toString(volume.bricks().size()),
                    volume.bricks().isEmpty() ? "-" : volume.mountSpec().source()));
            session.print(volumes.stream().map(VolumeJson::of).toList(), table.toString());
            return 0;
        }
    }

    @Command(name = "info", description = "Shows a volume and its bricks.", mixinStandardHelpOptions = true)
    static final class Info extends GcsCommand {
        private static final int MOST_SHOWN = 100;

        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        Info(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            Volume volume = gcs.volume(name).get();
            Table facts = Table.plain()
                    .row("volume", volume.name().value())
                    .row("id", volume.id().toString())
                    .row("state", word(volume.state()))
                    .row("size", VolumeWords.size(volume, volume.capacity()))
                    .row("usable", VolumeWords.size(volume, volume.usable()))
                    .row("redundancy", VolumeWords.redundancy(volume))
                    .row("type", VolumeWords.type(volume))
                    .row("access", word(volume.accessMode()))
                    .row("clients", String.join(" ", volume.accessList()))
                    .row("created", volume.createdAt().toString());
            volume.dataPathTls()
                    .ifPresent(tls -> facts.row("tls", "certificates: " + tls.certificate())
                            .row(
                                    "",
                                    tls.subjects().isEmpty()
                                            ? "any of the authorities in " + tls.authorities()
                                            : "of " + String.join(" ", tls.subjects())));
            volume.labels().forEach((key, value) -> facts.row("label", key + "=" + value));
            volume.metadata().forEach((key, value) -> facts.row("metadata", key + "=" + oneLine(value)));
            volume.profiles().forEach(profile -> facts.row("profile", profile));
            volume.options().forEach((key, value) -> facts.row("option", key + "=" + value));
            Table bricks = Table.of("BRICK", "SET", "ROLE", "NODE", "STATE", "PORT", "SIZE", "PATH");
            for (Brick brick : volume.bricks()) {
                bricks.row(
                        Integer.toString(brick.index()),
                        Integer.toString(brick.subvolume()),
                        word(brick.role()),
                        brick.node().value(),
                        word(brick.state()),
                        port(brick.port()),
                        brick.device().isPresent() ? brick.size().format() : "-",
                        brick.path());
            }
            session.print(VolumeJson.of(volume), facts + "\n" + bricks);
            return 0;
        }

        /** Metadata may be any text; what would break the table, or the terminal, is not shown. */
        private static String oneLine(String value) {
            StringBuilder shown = new StringBuilder();
            value.codePoints()
                    .limit(MOST_SHOWN)
                    .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
            return value.codePointCount(0, value.length()) > MOST_SHOWN ? shown + "..." : shown.toString();
        }

        private static String port(OptionalInt port) {
            return port.isPresent() ? Integer.toString(port.getAsInt()) : "-";
        }
    }

    @Command(name = "start", description = "Starts a volume.", mixinStandardHelpOptions = true)
    static final class Start extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        Start(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.volume(name).start();
        }

        @Override
        String done(Object result) {
            return "started volume " + name;
        }
    }

    @Command(name = "stop", description = "Stops a volume; its data is kept.", mixinStandardHelpOptions = true)
    static final class Stop extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        Stop(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.volume(name).stop();
        }

        @Override
        String done(Object result) {
            return "stopped volume " + name;
        }
    }

    @Command(
            name = "resize",
            description = {
                "Lets a volume hold SIZE, while it is used.",
                "SIZE is what it is to hold in all, e.g. 40GiB; a volume is never made smaller."
            },
            mixinStandardHelpOptions = true)
    static final class Resize extends GcsCommand.Change {
        @Parameters(index = "0", paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        @Parameters(index = "1", paramLabel = "SIZE", description = "What clients can store in all, e.g. 40GiB.")
        Capacity size = Capacity.ZERO;

        Resize(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.volume(name).expandTo(size);
        }

        @Override
        String done(Object result) {
            return "volume " + name + " holds " + size.format();
        }
    }

    /** What became of each of several. */
    private static String told(BulkResult<?> all, String verb) {
        StringBuilder text = new StringBuilder();
        for (BulkOutcome<?> outcome : all.outcomes()) {
            text.append(
                    outcome.succeeded()
                            ? verb + " volume " + outcome.subject() + "\n"
                            : "NOT " + verb + " volume " + outcome.subject() + ": "
                                    + outcome.error().orElseThrow().message() + "\n");
        }
        return text.toString();
    }

    private static int status(Object result) {
        return result instanceof BulkResult<?> all && !all.complete() ? 1 : 0;
    }

    @Command(
            name = "delete",
            description = "Deletes volumes and their data; of several either all deletions are begun, or none.",
            mixinStandardHelpOptions = true)
    static final class Delete extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", arity = "1..*", description = "The names of the volumes.")
        List<String> names = List.of();

        @Option(names = "--best-effort", description = "Of several, delete those that can be deleted.")
        boolean bestEffort;

        @Option(names = "--stop-first", description = "Stop it first if it is started.")
        boolean stopFirst;

        @Option(names = "--if-exists", description = "Succeed when there is no such volume.")
        boolean ifExists;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Delete(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            if (names.size() > 1) {
                return gcs.volumes().deleteAll(this::fill);
            }
            return gcs.volume(names.get(0)).delete(request -> {
                if (stopFirst) {
                    request.stopFirst();
                }
                if (ifExists) {
                    request.ifExists();
                }
                if (key != null) {
                    request.idempotencyKey(key);
                }
            });
        }

        private void fill(DeleteAllRequest.Builder request) {
            request.volumes(names);
            if (bestEffort) {
                request.bestEffort();
            }
            if (stopFirst) {
                request.stopFirst();
            }
            if (ifExists) {
                request.ifExists();
            }
            if (key != null) {
                request.idempotencyKey(key);
            }
        }

        @Override
        int status(Object result) {
            return VolumeCommand.status(result);
        }

        @Override
        String done(Object result) {
            return result instanceof BulkResult<?> all ? told(all, "deleted") : "deleted volume " + names.get(0);
        }
    }

    @Command(
            name = "edit",
            description = "Changes labels, by which volumes are selected, and metadata, which is kept as it is.",
            mixinStandardHelpOptions = true)
    static final class Edit extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of your own.")
        Map<String, String> labels = Map.of();

        @Option(names = "--remove-label", paramLabel = "KEY", description = "A label to remove.")
        List<String> removedLabels = List.of();

        @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "Metadata of your own.")
        Map<String, String> metadata = Map.of();

        @Option(names = "--remove-metadata", paramLabel = "KEY", description = "Metadata to remove.")
        List<String> removedMetadata = List.of();

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Edit(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.volume(name).edit(edit -> {
                new TreeMap<>(labels).forEach(edit::label);
                removedLabels.forEach(edit::removeLabel);
                new TreeMap<>(metadata).forEach(edit::metadata);
                removedMetadata.forEach(edit::removeMetadata);
                if (key != null) {
                    edit.idempotencyKey(key);
                }
            });
        }

        @Override
        String done(Object result) {
            return "edited volume " + name;
        }
    }

    @Command(
            name = "heal",
            description = "Shows what is still to be healed. Exits with 1 while something is.",
            mixinStandardHelpOptions = true)
    static final class Heal extends GcsCommand {
        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        Heal(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            HealReport report = gcs.volume(name).heal();
            Table table = Table.of("NODE", "BRICK", "ONLINE", "PENDING");
            report.bricks()
                    .forEach(brick -> table.row(
                            brick.node().value(),
                            brick.path(),
                            brick.online() ? "yes" : "no",
                            brick.online() ? Long.toString(brick.pending()) : "?"));
            session.print(
                    HealJson.of(report),
                    table + (report.finished() ? "\nhealed\n" : "\nNOT healed, or not known to be\n"));
            return report.finished() ? 0 : 1;
        }
    }

    @Command(
            name = "access",
            description = "Shows who may mount a volume and who was refused lately, or changes who may.",
            mixinStandardHelpOptions = true)
    static final class Access extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        @Option(
                names = "--allow",
                paramLabel = "CLIENT",
                description =
                        "Lets a client in too: an address, a network, 10.1.*, a host name, * for everybody, or @nodes.")
        List<String> allowed = List.of();

        @Option(
                names = "--deny",
                paramLabel = "CLIENT",
                description = "Takes an entry off the list, as it stands there; clients lose the volume at once.")
        List<String> denied = List.of();

        @Option(names = "--replace", description = "What is allowed is the whole list.")
        boolean replace;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Access(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            if (!allowed.isEmpty() || !denied.isEmpty() || replace) {
                return super.run(gcs);
            }
            AccessReport report = gcs.volume(name).access();
            Table allowedTable = Table.of("ALLOWED", "WHICH IS");
            report.allowed().forEach(pattern -> allowedTable.row(pattern.toString(), meaning(pattern, report)));
            Table refused = Table.of("REFUSED", "NODE", "TIMES", "FIRST", "LAST");
            report.refusals()
                    .forEach(refusal -> refused.row(
                            refusal.address(),
                            refusal.node().value(),
                            Long.toString(refusal.count()),
                            seconds(refusal.first()),
                            seconds(refusal.last())));
            session.print(
                    AccessJson.of(report),
                    allowedTable + "\n" + (report.refusals().isEmpty() ? "nobody was refused lately\n" : refused));
            return 0;
        }

        private static String meaning(ClientPattern pattern, AccessReport report) {
            return switch (pattern.kind()) {
                case NODES -> "the cluster's nodes: " + String.join(" ", report.nodes());
                case ANYONE -> "everybody";
                case ADDRESS -> "an address";
                case NETWORK -> "a network";
                case WILDCARD -> "addresses";
                case HOST -> "a host name, resolved by each node";
            };
        }

        private static String seconds(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.volume(name).changeAccess(change -> {
                allowed.forEach(change::allow);
                denied.forEach(change::deny);
                if (replace) {
                    change.replace();
                }
                if (key != null) {
                    change.idempotencyKey(key);
                }
            });
        }

        @Override
        String done(Object result) {
            return "volume " + name
                    + (result instanceof Volume volume
                            ? " may be mounted by " + String.join(", ", volume.accessList())
                            : "");
        }
    }

    /** How a volume is mounted. */
    record MountJson(
            String source,
            List<String> servers,
            String command,
            String fstab,
            String persistentVolume,
            boolean needsCertificates) {}

    @Command(
            name = "mount",
            description = "Prints how to mount a volume on a directory: command, fstab line, Kubernetes volume.",
            mixinStandardHelpOptions = true)
    static final class Mount extends GcsCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "The name of the volume.")
        String name = "";

        @Parameters(index = "1", paramLabel = "DIR", description = "The absolute path of a directory.")
        Path directory = Path.of("/");

        private static final String CERTIFICATES = """
                needs certificates: this volume talks TLS. On the client, in /etc/ssl (Debian and Ubuntu: /usr/lib/ssl):
                  glusterfs.pem  a certificate that the volume's authorities signed
                  glusterfs.key  its private key, for root only
                  glusterfs.ca   the authorities of the nodes' certificates

                """;

        Mount(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            MountSpec spec = gcs.volume(name).get().mountSpec();
            MountJson json = new MountJson(
                    spec.source(),
                    spec.servers(),
                    spec.commandLine(directory),
                    spec.fstabLine(directory),
                    spec.persistentVolume(directory),
                    spec.needsCertificates());
            session.print(
                    json,
                    (json.needsCertificates() ? CERTIFICATES : "")
                            + "command:\n  " + json.command() + "\n\n/etc/fstab:\n  " + json.fstab()
                            + "\n\nKubernetes:\n"
                            + json.persistentVolume().indent(2));
            return 0;
        }
    }
}
