/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.io.Serializable;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;

/**
 * What one device lacks for a volume that was refused.
 *
 * @param node the node of the device
 * @param device its id
 * @param path its path on the node
 * @param constraint what it does not keep to; {@link Constraint#TOTAL_SPACE} and the distinct ones when the device alone
 *     would do
 * @param missing bytes that it lacks for one brick: for an arbiter when not even that has room; 0 when it lacks none
 * @param reason the same for a person
 */
@Incubating(since = "0.1.0")
public record Shortfall(String node, String device, String path, Constraint constraint, long missing, String reason)
        implements Serializable {

    /** Checks that bytes are not negative; fewer throw {@link org.gluster.gcs.InvalidRequestException}. */
    public Shortfall {
        Problems problems = new Problems("shortfall");
        problems.required("node", node);
        problems.required("device", device);
        problems.required("path", path);
        problems.required("constraint", constraint);
        problems.required("reason", reason);
        problems.check(missing >= 0, "missing is negative: " + missing);
        problems.throwIfAny();
    }

    @Override
    public String toString() {
        return node + ":" + path + ": " + reason;
    }
}
