/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gluster.gcs.Capacity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dev",
        description = "A cluster on this machine, to develop against.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DevCommand.Up.class, DevCommand.Down.class, DevCommand.Status.class, DevCommand.Serve.class})
final class DevCommand {

    @Command(
            name = "up",
            description = "Starts it, or says that it runs: peers, a device each, and a first volume.",
            mixinStandardHelpOptions = true)
    static final class Up implements Callable<Integer> {
        private final Session session;

        @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes; 3 by default.")
        int nodes;

        @Option(
                names = "--device-size",
                paramLabel = "SIZE",
                defaultValue = "20GiB",
                description = "What each node may use of the disk; ${DEFAULT-VALUE} by default.")
        Capacity size = Capacity.ofGiB(20);

        @Option(
                names = "--first-address",
                paramLabel = "ADDRESS",
                defaultValue = "127.0.0.1",
                description = "Of the first node; the others count up. ${DEFAULT-VALUE} by default.")
        String firstAddress = "";

        @Option(names = "--foreground", description = "Run it in this process until it is interrupted.")
        boolean foreground;

        @Option(names = "--no-volume", description = "Make no first volume.")
        boolean noVolume;

        Up(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            DevCluster cluster = new DevCluster(session);
            return cluster.up(nodes, firstAddress, size, !noVolume, foreground);
        }
    }

    @Command(
            name = "down",
            description = "Stops it, bricks and process; volumes and data are kept for the next \"dev up\".",
            mixinStandardHelpOptions = true)
    static final class Down implements Callable<Integer> {
        private final Session session;

        @Option(names = "--delete", description = "Delete its volumes, devices, peers and data: nothing is left.")
        boolean delete;

        Down(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return new DevCluster(session).down(delete);
        }
    }

    @Command(
            name = "status",
            description = "Says whether it runs, with its peers, devices and volumes. Exits with 1 when it does not.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        private final Session session;

        Status(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return new DevCluster(session).status();
        }
    }

    @Command(name = "serve", description = "What \"dev up\" starts.", hidden = true)
    static final class Serve implements Callable<Integer> {
        private final Session session;

        Serve(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return new DevServer(session.data()).serve(server -> {});
        }
    }

    /** What {@code dev status} prints as JSON. */
    record StatusJson(boolean running, Path data, int peers, int devices, List<String> volumes) {}
}
