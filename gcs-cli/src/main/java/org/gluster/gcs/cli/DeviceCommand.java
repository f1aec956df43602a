/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.DeviceUsage;
import org.gluster.gcs.cluster.DrainMove;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.core.wire.DrainPlanJson;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.operation.Operation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "device",
        description = "What nodes give to the cluster.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeviceCommand.Add.class,
            DeviceCommand.All.class,
            DeviceCommand.Info.class,
            DeviceCommand.Enable.class,
            DeviceCommand.Disable.class,
            DeviceCommand.Limit.class,
            DeviceCommand.Label.class,
            DeviceCommand.Drain.class,
            DeviceCommand.Remove.class
        })
final class DeviceCommand {

    /** Which device. */
    static final class Which {
        @Parameters(index = "0", paramLabel = "NODE", description = "The name of the node.")
        String node = "";

        @Parameters(index = "1", paramLabel = "PATH", description = "The absolute path on the node.")
        String path = "";

        @Override
        public String toString() {
            return "device " + path + " of " + node;
        }
    }

    @Command(name = "add", description = "Gives a directory of a node to the cluster.", mixinStandardHelpOptions = true)
    static final class Add extends GcsCommand.Change {
        @Mixin
        Which device = new Which();

        @Option(names = "--limit", paramLabel = "SIZE", description = "How much bricks may use; all when not given.")
        @Nullable
        Capacity limit;

        @Option(
                names = "--policy",
                paramLabel = "POLICY",
                description = {
                    "reserved (when not given): bricks take at once what they reserve, never more than there is.",
                    "thin:RATIO,WATERMARK: bricks take space as it is written, reserve up to RATIO times the size, and"
                            + " new ones go elsewhere once WATERMARK of the file system is used, e.g. thin:2.0,0.85."
                })
        @Nullable
        String policy;

        @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of your own.")
        Map<String, String> labels = Map.of();

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Add(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            DeviceRequest.Builder request =
                    DeviceRequest.builder().node(device.node).path(device.path);
            if (limit != null) {
                request.limit(limit);
            }
            if (policy != null) {
                request.policy(DevicePolicy.parse(policy));
            }
            new TreeMap<>(labels).forEach(request::label);
            if (key != null) {
                request.idempotencyKey(key);
            }
            return gcs.devices().add(request.build());
        }

        @Override
        String done(Object result) {
            return "added " + device
                    + (result instanceof Device added ? ", " + added.size().format() : "");
        }
    }

    @Command(name = "list", description = "Lists the devices.", mixinStandardHelpOptions = true)
    static final class All extends GcsCommand {
        All(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            List<Device> devices = gcs.devices().list();
            Table table = Table.of(
                    "NODE", "PATH", "STATE", "SIZE", "RESERVED", "FREE", "FILE SYSTEM", "POLICY", "BRICKS", "LABELS");
            devices.forEach(device -> table.row(
                    device.node().value(),
                    device.path(),
                    word(device.state()),
                    device.size().format(),
                    device.reserved().format(),
                    device.free().format(),
                    device.fileSystem(),
                    device.policy().toString(),
                    Integer.toString(device.usedBy().size()),
                    labels(device)));
            StringBuilder reasons = new StringBuilder();
            devices.stream()
                    .filter(device -> !device.reason().isEmpty())
                    .forEach(device -> reasons.append(device.node())
                            .append(": ")
                            .append(device.reason())
                            .append('\n'));
            session.print(devices.stream().map(DeviceJson::of).toList(), table.toString() + reasons);
            return 0;
        }
    }

    private static String labels(Device device) {
        return String.join(
                ",",
                device.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList());
    }

    @Command(
            name = "info",
            description = "Tells all about a device, and which bricks have reserved what of it.",
            mixinStandardHelpOptions = true)
    static final class Info extends GcsCommand {
        @Mixin
        Which which = new Which();

        Info(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            Device device = gcs.devices().get(which.node, which.path);
            session.print(DeviceJson.of(device), text(device));
            return 0;
        }

        private static String text(Device device) {
            Table facts = Table.plain()
                    .row("device", device.id().toString())
                    .row("node", device.node().value())
                    .row("path", device.path())
                    .row("state", word(device.state()));
            if (!device.enabled() && device.state().trouble()) {
                facts.row("", "disabled as well");
            }
            if (!device.reason().isEmpty()) {
                facts.row("reason", device.reason());
            }
            facts.row("policy", device.policy().toString());
            device.labels().forEach((key, value) -> facts.row("label", key + "=" + value));
            facts.row(
                    "file system",
                    device.fileSystem() + device.usage().map(Info::used).orElse(""));
            if (device.policy() instanceof DevicePolicy.Thin thin) {
                facts.row("watermark", percent(thin.watermark()));
                facts.row("size", device.size().format());
            }
            facts.row("total", device.total().format())
                    .row("reserved", device.reserved().format())
                    .row("taken by others", device.lost().format())
                    .row("free", device.free().format());
            if (device.usedBy().isEmpty()) {
                return facts.toString();
            }
            Table bricks = Table.of("VOLUME", "BRICK", "RESERVED", "ID");
            for (DeviceBrick brick : device.usedBy()) {
                bricks.row(
                        brick.volume().value(),
                        Integer.toString(brick.index()),
                        brick.reserved().format(),
                        brick.id().toString());
            }
            return facts + "\n" + bricks;
        }

        private static String used(DeviceUsage usage) {
            return ", " + usage.used().format() + " of " + usage.size().format() + " used (" + percent(usage.share())
                    + ") when last told";
        }

        private static String percent(double share) {
            return Math.round(share * 100) + " %";
        }
    }

    @Command(name = "enable", description = "Lets a device take bricks again.", mixinStandardHelpOptions = true)
    static final class Enable extends GcsCommand.Change {
        @Mixin
        Which device = new Which();

        Enable(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.devices().enable(device.node, device.path);
        }

        @Override
        String done(Object result) {
            return "enabled " + device
                    + (result instanceof Device now && now.state().trouble() ? ", which is " + word(now.state()) : "");
        }
    }

    @Command(
            name = "disable",
            description = "Keeps new bricks from a device; those there go on.",
            mixinStandardHelpOptions = true)
    static final class Disable extends GcsCommand.Change {
        @Mixin
        Which device = new Which();

        Disable(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.devices().disable(device.node, device.path);
        }

        @Override
        String done(Object result) {
            return "disabled " + device;
        }
    }

    @Command(
            name = "limit",
            description =
                    "Sets how much of a device bricks may take: a device that shrank is well with what it can hold.",
            mixinStandardHelpOptions = true)
    static final class Limit extends GcsCommand.Change {
        @Mixin
        Which device = new Which();

        @Parameters(index = "2", paramLabel = "SIZE", description = "What bricks may take together, e.g. 20GiB.")
        Capacity limit = Capacity.ZERO;

        Limit(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.devices().edit(device.node, device.path, edit -> edit.limit(limit));
        }

        @Override
        String done(Object result) {
            return "bricks may take " + limit.format() + " of device " + device.path + " of " + device.node;
        }
    }

    @Command(name = "label", description = "Sets and removes labels of a device.", mixinStandardHelpOptions = true)
    static final class Label extends GcsCommand.Change {
        @Mixin
        Which device = new Which();

        @Parameters(
                index = "2..*",
                arity = "1..*",
                paramLabel = "CHANGE",
                description = "KEY=VALUE sets a label, KEY- removes it.")
        List<String> changes = List.of();

        Label(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            DeviceEdit.Builder edit = DeviceEdit.builder();
            for (String change : changes) {
                int equals = change.indexOf('=');
                if (equals > 0) {
                    edit.label(change.substring(0, equals), change.substring(equals + 1));
                } else if (equals < 0 && change.endsWith("-")) {
                    edit.removeLabel(change.substring(0, change.length() - 1));
                } else {
                    throw InvalidRequestException.of(
                            "label", List.of("\"" + change + "\" must be KEY=VALUE, or KEY- to remove a label"));
                }
            }
            return gcs.devices().edit(device.node, device.path, edit.build());
        }

        @Override
        String done(Object result) {
            return "labels of " + device + ": " + (result instanceof Device now ? labels(now) : "");
        }
    }

    @Command(
            name = "drain-plan",
            description = {
                "Tells where each brick of a device would go if the device were emptied, and why.",
                "Changes nothing: this release does not move bricks. Ends with status 1 when a brick can go nowhere."
            },
            mixinStandardHelpOptions = true)
    static final class Drain extends GcsCommand {
        @Mixin
        Which device = new Which();

        Drain(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            DrainPlan plan = gcs.devices().drainPlan(device.node, device.path);
            session.print(DrainPlanJson.of(plan), text(plan));
            return plan.complete() ? 0 : 1;
        }

        private String text(DrainPlan plan) {
            if (plan.moves().isEmpty()) {
                return "no brick is on " + device + "; it can be removed\n";
            }
            Table table = Table.of("VOLUME", "BRICK", "SIZE", "TO", "WHY");
            for (DrainMove move : plan.moves()) {
                String volume = move.brick().volume().value();
                String brick = Integer.toString(move.brick().index());
                String size = move.brick().reserved().format();
                if (move.target().isPresent()) {
                    Candidate to = move.target().get();
                    table.row(volume, brick, size, to.node() + ":" + to.devicePath(), to.reason());
                } else {
                    table.row(volume, brick, size, "nowhere", "no other device can take it");
                    move.explain()
                            .rejected()
                            .forEach(other -> table.row(
                                    "", "", "", "not " + other.node() + ":" + other.devicePath(), other.reason()));
                }
            }
            return table + "This is a plan only: this release does not move bricks.\n";
        }
    }

    @Command(name = "remove", description = "Takes a device with no bricks back.", mixinStandardHelpOptions = true)
    static final class Remove extends GcsCommand.Change {
        @Mixin
        Which device = new Which();

        Remove(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.devices().remove(device.node, device.path);
        }

        @Override
        String done(Object result) {
            return "removed " + device;
        }
    }
}
