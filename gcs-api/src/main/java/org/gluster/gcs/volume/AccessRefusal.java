/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.time.Instant;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;

/**
 * A client that asked a node for a volume and was refused, since the access list does not name it.
 *
 * @param node the node that it asked
 * @param address from which it asked
 * @param first when it was refused first, as far as is remembered
 * @param last when it was refused last
 * @param count how often in between
 */
@Incubating(since = "0.1.0")
public record AccessRefusal(NodeName node, String address, Instant first, Instant last, long count) {

    /** Checks that nothing is missing; throws {@link org.gluster.gcs.InvalidRequestException} otherwise. */
    public AccessRefusal {
        Problems problems = new Problems("access refusal");
        problems.required("node", node);
        problems.required("address", address);
        problems.required("first", first);
        problems.required("last", last);
        problems.check(count > 0, "count must be more than 0");
        problems.throwIfAny();
    }
}
