/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import org.gluster.gcs.Incubating;

/** How certain it is that a volume does not fit. */
@Incubating(since = "0.1.0")
public enum Verdict {
    /** No placement exists. */
    PROVED_IMPOSSIBLE,

    /** None was found within the planner's bound of work; one may exist. */
    NOT_FOUND
}
