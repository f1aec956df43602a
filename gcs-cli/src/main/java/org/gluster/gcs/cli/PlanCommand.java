/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.wire.LayoutJson;
import org.gluster.gcs.layout.BrickLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan",
        description = "Shows where the bricks of a volume would go, and why. Nothing is changed.",
        mixinStandardHelpOptions = true)
final class PlanCommand extends GcsCommand {
    @Mixin
    Wishes wishes = new Wishes();

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gcs gcs) {
        BrickLayout layout = gcs.layouts().plan(request -> wishes.fill(request));
        Table bricks = Table.of("BRICK", "SET", "NODE", "ZONE", "DEVICE", "SIZE", "RESERVED");
        layout.bricks()
                .forEach(brick -> bricks.row(
                        Integer.toString(brick.index()),
                        Integer.toString(brick.subvolume()),
                        brick.node().value(),
                        brick.zone().value(),
                        brick.devicePath(),
                        brick.size().format(),
                        brick.reserved().format()));
        Table headroom = Table.of("NODE", "FREE AFTERWARDS");
        layout.headroomAfter().forEach((node, free) -> headroom.row(node.value(), free.format()));
        session.print(
                LayoutJson.of(layout),
                "usable: " + layout.usable().format() + "\n\n" + bricks + "\nwhy:\n" + layout.explain() + "\n"
                        + headroom);
        return 0;
    }
}
