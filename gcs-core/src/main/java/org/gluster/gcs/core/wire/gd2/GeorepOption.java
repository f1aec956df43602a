/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An option of a session. */
public record GeorepOption(
        String name,
        String value,
        @JsonProperty("default_value") String defaultValue,
        boolean configurable,
        boolean modified) {
    /** Takes null for what is absent. */
    public GeorepOption {
        name = Go.text(name);
        value = Go.text(value);
        defaultValue = Go.text(defaultValue);
    }
}
