/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DrainMove;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.wire.LayoutJson.CandidateJson;
import org.gluster.gcs.layout.Explanation;

/**
 * Where the bricks of a device would go; sizes are bytes. A move's target is its chosen candidate; {@code complete} says
 * whether each has one.
 */
public record DrainPlanJson(UUID device, String node, String path, boolean complete, List<Move> moves) {

    /** Where one brick would go. */
    public record Move(DeviceJson.Use brick, List<CandidateJson> candidates) {

        /** Checks that the brick is there, and takes missing candidates as none. */
        public Move {
            Objects.requireNonNull(brick, "brick");
            candidates = Given.list(candidates);
        }

        static Move of(DrainMove move) {
            return new Move(
                    DeviceJson.Use.of(move.brick()),
                    move.explain().candidates().stream().map(CandidateJson::of).toList());
        }

        DrainMove toMove() {
            Explanation.Builder explanation = Explanation.builder();
            candidates.forEach(candidate -> explanation.add(candidate.toCandidate()));
            return DrainMove.of(brick.toBrick(), explanation.build());
        }
    }

    /** Checks that nothing is missing, and takes missing moves as none. */
    public DrainPlanJson {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(path, "path");
        moves = Given.list(moves);
    }

    /** Returns the JSON of a plan. */
    public static DrainPlanJson of(DrainPlan plan) {
        return new DrainPlanJson(
                plan.device().value(),
                plan.node().value(),
                plan.path(),
                plan.complete(),
                plan.moves().stream().map(Move::of).toList());
    }

    /** Returns the plan. */
    public DrainPlan toPlan() {
        return new DrainPlan(
                DeviceId.of(device),
                NodeName.of(node),
                path,
                moves.stream().map(Move::toMove).toList());
    }
}
