/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An option as it is on a volume; its level is as in {@code Basic}, {@code Advanced}. */
public record VolumeOption(
        String name,
        String value,
        boolean modified,
        @JsonProperty("default-value") String defaultValue,
        @JsonProperty("option-level") String optionLevel) {
    /** Takes null for what is absent. */
    public VolumeOption {
        name = Go.text(name);
        value = Go.text(value);
        defaultValue = Go.text(defaultValue);
        optionLevel = Go.text(optionLevel);
    }
}
