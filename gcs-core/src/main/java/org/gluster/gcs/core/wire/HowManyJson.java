/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import org.gluster.gcs.layout.HowMany;
import org.jspecify.annotations.Nullable;

/** How many more volumes of a kind fit. */
public record HowManyJson(
        int volumes, boolean more, @Nullable String limit) {

    /** Returns the JSON of an answer. */
    public static HowManyJson of(HowMany answer) {
        return new HowManyJson(answer.volumes(), answer.more(), answer.limit());
    }

    /** Returns the answer. */
    public HowMany toHowMany() {
        return new HowMany(volumes, more, limit == null ? "" : limit);
    }
}
