/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Objects;
import org.gluster.gcs.LimitReached;

/** A limit of a node's machine that would be passed, counted in bricks. */
public record LimitJson(String node, String limit, long inUse, long wanted, long most, String remedy) {

    /** Checks that nothing is missing. */
    public LimitJson {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Returns the JSON of a limit. */
    public static LimitJson of(LimitReached limit) {
        return new LimitJson(limit.node(), limit.limit(), limit.inUse(), limit.wanted(), limit.most(), limit.remedy());
    }

    /** Returns the limit. */
    public LimitReached toLimit() {
        return new LimitReached(node, limit, inUse, wanted, most, remedy);
    }
}
