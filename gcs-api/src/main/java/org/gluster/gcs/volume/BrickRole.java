/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;

/** What a brick holds. */
@Incubating(since = "0.1.0")
public enum BrickRole {
    /** Files with their content, or fragments of it. */
    DATA,

    /** Names and attributes only: it breaks ties between two copies. */
    ARBITER
}
