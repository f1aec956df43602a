/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.operation.Operation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "device",
        description = "What nodes give to the cluster.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DeviceCommand.Add.class, DeviceCommand.All.class, DeviceCommand.Remove.class})
final class DeviceCommand {

    @Command(name = "add", description = "Gives a directory of a node to the cluster.", mixinStandardHelpOptions = true)
    static final class Add extends GcsCommand.Change {
        @Parameters(index = "0", paramLabel = "NODE", description = "The name of the node.")
        String node = "";

        @Parameters(index = "1", paramLabel = "PATH", description = "The absolute path on the node.")
        String path = "";

        @Option(names = "--limit", paramLabel = "SIZE", description = "How much bricks may use; all when not given.")
        @Nullable
        Capacity limit;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Add(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            DeviceRequest.Builder request = DeviceRequest.builder().node(node).path(path);
            if (limit != null) {
                request.limit(limit);
            }
            if (key != null) {
                request.idempotencyKey(key);
            }
            return gcs.devices().add(request.build());
        }

        @Override
        String done(Object result) {
            return "added device " + path + " of " + node
                    + (result instanceof Device device ? ", " + device.size().format() : "");
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
            Table table = Table.of("NODE", "PATH", "STATE", "SIZE", "RESERVED", "FREE", "FILE SYSTEM");
            devices.forEach(device -> table.row(
                    device.node().value(),
                    device.path(),
                    word(device.state()),
                    device.size().format(),
                    device.reserved().format(),
                    device.free().format(),
                    device.fileSystem()));
            session.print(devices.stream().map(DeviceJson::of).toList(), table.toString());
            return 0;
        }
    }

    @Command(name = "remove", description = "Takes a device with no bricks back.", mixinStandardHelpOptions = true)
    static final class Remove extends GcsCommand.Change {
        @Parameters(index = "0", paramLabel = "NODE", description = "The name of the node.")
        String node = "";

        @Parameters(index = "1", paramLabel = "PATH", description = "The absolute path on the node.")
        String path = "";

        Remove(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.devices().remove(node, path);
        }

        @Override
        String done(Object result) {
            return "removed device " + path + " of " + node;
        }
    }
}
