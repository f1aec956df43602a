/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.UUID;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;

/**
 * What one brick says about healing.
 *
 * @param brick its id
 * @param node the node it is on
 * @param path the directory it exports
 * @param online whether it answered
 * @param pending how many entries it knows that others lack; 0 when it did not answer
 */
@Incubating(since = "0.1.0")
public record BrickHeal(UUID brick, NodeName node, String path, boolean online, long pending) {

    /** Checks the count; a negative one throws {@link org.gluster.gcs.InvalidRequestException}. */
    public BrickHeal {
        Problems problems = new Problems("brick heal");
        problems.required("brick", brick);
        problems.required("node", node);
        problems.required("path", path);
        problems.check(pending >= 0, "pending is negative: " + pending);
        problems.throwIfAny();
    }
}
