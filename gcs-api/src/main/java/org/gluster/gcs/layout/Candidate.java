/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;

/**
 * A device that was considered for a brick.
 *
 * @param brick the place of the brick in the volume, from 0
 * @param node the node of the device
 * @param device the device
 * @param devicePath its path on the node
 * @param chosen whether the brick goes there
 * @param reason why, or why not, for a person
 */
@Incubating(since = "0.1.0")
public record Candidate(int brick, NodeName node, DeviceId device, String devicePath, boolean chosen, String reason) {

    /** Checks the index; a negative one throws {@link org.gluster.gcs.InvalidRequestException}. */
    public Candidate {
        Problems problems = new Problems("candidate");
        problems.check(brick >= 0, "brick is negative: " + brick);
        problems.required("node", node);
        problems.required("device", device);
        problems.required("devicePath", devicePath);
        problems.required("reason", reason);
        problems.throwIfAny();
    }
}
