/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.wire.HowManyJson;
import org.gluster.gcs.core.wire.LayoutJson;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.Layouts;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.VolumeRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = {
            "Shows where the bricks of a volume would go, and why; or what would fit. Nothing is changed.",
            "It exits with 1 when the volume does not fit."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand extends GcsCommand {
    /** Devices that are printed one by one, unless all are asked for. */
    private static final int SHOWN = 30;

    @Mixin
    Wishes wishes = new Wishes();

    @ArgGroup
    Question question = new Question();

    @Option(names = "--without-node", paramLabel = "NODE", description = "As if that node were not there.")
    List<String> without = List.of();

    @Option(
            names = "--with-node",
            paramLabel = "NAME,ZONE,SIZE[,SIZE...]",
            description = "As if that node were there too, with empty devices of those sizes.")
    List<String> with = List.of();

    /** At most one of them. */
    static final class Question {
        @Option(names = "--max", description = "The largest volume of this kind that fits; --size is not needed.")
        boolean max;

        @Option(names = "--count", description = "How many more volumes like this one fit.")
        boolean count;
    }

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gcs gcs) {
        Layouts layouts = gcs.layouts().assuming(this::fill);
        if (question.max) {
            BrickLayout largest = layouts.largest(request -> wishes.fill(request));
            Capacity capacity = largest.request().capacity();
            return print(largest, "the largest one holds " + capacity.format() + " (--size " + capacity + ")\n");
        }
        wishes.requireSize();
        VolumeRequest request = VolumeRequest.forPlan(wishes::fill);
        if (question.count) {
            HowMany answer = layouts.howMany(request);
            session.print(
                    HowManyJson.of(answer),
                    answer.more()
                            ? "more than " + answer.volumes() + " fit"
                            : answer.volumes() + (answer.volumes() == 1 ? " fits" : " fit") + "\nafter that: "
                                    + answer.limit());
            return 0;
        }
        return print(layouts.plan(request), "");
    }

    private void fill(Hypothesis.Builder hypothesis) {
        without.forEach(hypothesis::withoutNodes);
        with.stream().map(NewNode::parse).forEach(hypothesis::withNode);
    }

    private int print(BrickLayout layout, String first) {
        Table bricks = Table.of("BRICK", "SET", "ROLE", "NODE", "ZONE", "DEVICE", "SIZE", "RESERVED");
        layout.bricks()
                .forEach(brick -> bricks.row(
                        Integer.toString(brick.index()),
                        Integer.toString(brick.subvolume()),
                        brick.role() == BrickRole.ARBITER ? "arbiter" : "data",
                        brick.node().value(),
                        brick.zone().value(),
                        brick.devicePath(),
                        brick.size().format(),
                        brick.reserved().format()));
        Table headroom = Table.of("NODE", "FREE AFTERWARDS");
        layout.headroomAfter().entrySet().stream()
                .limit(SHOWN)
                .forEach(each ->
                        headroom.row(each.getKey().value(), each.getValue().format()));
        session.print(
                LayoutJson.of(layout),
                first + "usable: " + layout.usable().format() + "\n\n" + bricks + "\nwhy:\n" + why(layout) + "\n"
                        + headroom + more(layout.headroomAfter().size(), "nodes"));
        return 0;
    }

    /** The chosen devices, and the first of the others. */
    private static String why(BrickLayout layout) {
        int chosen = layout.bricks().size();
        int all = layout.explain().candidates().size();
        String table = layout.explain().toString();
        if (all <= chosen + SHOWN) {
            return table;
        }
        List<String> lines = table.lines().limit(1L + chosen + SHOWN).toList();
        return String.join("\n", lines) + "\n" + more(all - chosen, "devices; --json has all");
    }

    private static String more(int count, String what) {
        return count <= SHOWN ? "" : "... and " + (count - SHOWN) + " more " + what + "\n";
    }
}
