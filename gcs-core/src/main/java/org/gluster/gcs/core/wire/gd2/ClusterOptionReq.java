/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Map;

/** Options of the cluster to set. */
public record ClusterOptionReq(Map<String, String> options) {
    /** Takes null for what is absent. */
    public ClusterOptionReq {
        options = Nil.map(options);
    }
}
