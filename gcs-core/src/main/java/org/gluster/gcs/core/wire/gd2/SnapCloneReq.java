/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The volume to make of a snapshot. */
public record SnapCloneReq(@JsonProperty("clonename") String cloneName) {
    /** Takes null for what is absent. */
    public SnapCloneReq {
        cloneName = Go.text(cloneName);
    }
}
