/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.io.Serializable;
import org.gluster.gcs.internal.Problems;

/**
 * A limit of one node's machine that a request would pass.
 *
 * @param node the node's name
 * @param limit what is limited, e.g. {@code loop devices (loop.max_loop)}
 * @param inUse how many bricks of the node count against it now
 * @param wanted how many more the request needs
 * @param most how many bricks it allows
 * @param remedy how to raise it
 */
@Incubating(since = "0.1.0")
public record LimitReached(String node, String limit, long inUse, long wanted, long most, String remedy)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Checks that nothing is missing; anything else throws {@link InvalidRequestException}. */
    public LimitReached {
        Problems problems = new Problems("limit");
        problems.required("node", node);
        problems.required("limit", limit);
        problems.required("remedy", remedy);
        problems.throwIfAny();
    }
}
