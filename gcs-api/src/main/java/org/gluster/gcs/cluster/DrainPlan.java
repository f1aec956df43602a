/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.List;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;

/**
 * Where the bricks of a device would go if it were emptied. A plan only: this release does not move bricks.
 *
 * @param device the device
 * @param node its node
 * @param path its path on the node
 * @param moves one for each brick, by volume and index
 */
@Incubating(since = "0.1.0")
public record DrainPlan(DeviceId device, NodeName node, String path, List<DrainMove> moves) {

    /** Copies the moves. */
    public DrainPlan {
        Problems problems = new Problems("drain plan");
        problems.required("device", device);
        problems.required("node", node);
        problems.required("path", path);
        problems.required("moves", moves);
        problems.throwIfAny();
        moves = List.copyOf(moves);
    }

    /** Returns whether every brick has somewhere to go. */
    public boolean complete() {
        return moves.stream().allMatch(move -> move.target().isPresent());
    }

    /** Returns the moves of bricks that can go nowhere; unmodifiable. */
    public List<DrainMove> stuck() {
        return moves.stream().filter(move -> move.target().isEmpty()).toList();
    }
}
