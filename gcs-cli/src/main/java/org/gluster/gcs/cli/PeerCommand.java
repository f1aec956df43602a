/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.core.wire.PeerJson;
import org.gluster.gcs.operation.Operation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "peer",
        description = "The nodes of the cluster.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PeerCommand.Add.class, PeerCommand.All.class, PeerCommand.Remove.class})
final class PeerCommand {

    @Command(name = "add", description = "Adds a node.", mixinStandardHelpOptions = true)
    static final class Add extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the node.")
        String name = "";

        @Option(names = "--address", required = true, paramLabel = "ADDRESS", description = "Where clients reach it.")
        String address = "";

        @Option(names = "--zone", paramLabel = "ZONE", description = "Its failure domain; the node itself by default.")
        @Nullable
        String zone;

        @Option(names = "--key", paramLabel = "KEY", description = "Makes it safe to run this again.")
        @Nullable
        String key;

        Add(Session session) {
            super(session);
        }

        @Override
        boolean begins() {
            return true;
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            PeerRequest.Builder request = PeerRequest.builder().name(name).address(address);
            if (zone != null) {
                request.zone(zone);
            }
            if (key != null) {
                request.idempotencyKey(key);
            }
            return gcs.peers().add(request.build());
        }

        @Override
        String done(Object result) {
            return "added peer " + name + " at " + address;
        }
    }

    @Command(name = "list", description = "Lists the nodes.", mixinStandardHelpOptions = true)
    static final class All extends GcsCommand {
        All(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            List<Peer> peers = gcs.peers().list();
            Table table = Table.of("NAME", "ADDRESS", "ZONE", "STATE");
            peers.forEach(peer ->
                    table.row(peer.name().value(), peer.address(), peer.zone().value(), word(peer.state())));
            session.print(peers.stream().map(PeerJson::of).toList(), table.toString());
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a node that gives no device.", mixinStandardHelpOptions = true)
    static final class Remove extends GcsCommand.Change {
        @Parameters(paramLabel = "NAME", description = "The name of the node.")
        String name = "";

        Remove(Session session) {
            super(session);
        }

        @Override
        Operation<?> begin(Gcs gcs) {
            return gcs.peers().remove(name);
        }

        @Override
        String done(Object result) {
            return "removed peer " + name;
        }
    }
}
