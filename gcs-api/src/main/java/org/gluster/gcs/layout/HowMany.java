/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;

/**
 * How many more volumes of a kind fit, placed one after another as they would be created.
 *
 * @param volumes how many
 * @param more whether counting ended there although more fit
 * @param limit why the next one does not fit, for a person; empty when {@code more}
 */
@Incubating(since = "0.1.0")
public record HowMany(int volumes, boolean more, String limit) {

    /** Checks the count; a negative one throws {@link org.gluster.gcs.InvalidRequestException}. */
    public HowMany {
        Problems problems = new Problems("how many");
        problems.check(volumes >= 0, "volumes is negative: " + volumes);
        problems.required("limit", limit);
        problems.throwIfAny();
    }
}
