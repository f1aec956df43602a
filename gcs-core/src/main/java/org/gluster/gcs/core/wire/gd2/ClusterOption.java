/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An option of the cluster. */
public record ClusterOption(
        String key, String value, @JsonProperty("default") String defaultValue, boolean modified) {
    /** Takes null for what is absent. */
    public ClusterOption {
        key = Go.text(key);
        value = Go.text(value);
        defaultValue = Go.text(defaultValue);
    }
}
