/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** Options to set. */
public record VolOptionReq(
        Map<String, String> options,
        @JsonProperty("allow-advanced-options") @OmitEmpty boolean allowAdvancedOptions,

        @JsonProperty("allow-experimental-options") @OmitEmpty
        boolean allowExperimentalOptions,

        @JsonProperty("allow-deprecated-options") @OmitEmpty boolean allowDeprecatedOptions) {
    /** Takes null for what is absent. */
    public VolOptionReq {
        options = Nil.map(options);
    }
}
