/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The snapshots of one volume. */
public record SnapList(@JsonProperty("parentname") String parentName, List<SnapInfo> snaps) {
    /** Takes null for what is absent. */
    public SnapList {
        parentName = Go.text(parentName);
        snaps = Nil.list(snaps);
    }
}
