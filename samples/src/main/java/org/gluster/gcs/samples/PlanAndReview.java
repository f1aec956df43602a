/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import java.io.PrintStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;

/** Shows where a volume would go, and why, before anything is made. */
public final class PlanAndReview {
    private PlanAndReview() {}

    /** Runs it on the cluster that the arguments name, or a simulated one. */
    public static void main(String[] arguments) {
        try (SampleCluster cluster = SampleCluster.of(arguments)) {
            review(cluster.gcs(), System.out);
        }
    }

    static BrickLayout review(Gcs gcs, PrintStream out) {
        BrickLayout layout = gcs.layouts()
                .plan(request -> request.capacity(Capacity.ofGiB(10)).zones(zones -> zones.exclude("node-2")));
        for (PlannedBrick brick : layout.bricks()) {
            out.println("brick " + brick.index() + " on " + brick.node() + ": "
                    + brick.size().format());
        }
        out.print(layout.explain());
        layout.headroomAfter().forEach((node, free) -> out.println(node + " keeps " + free.format()));
        return layout;
    }
}
