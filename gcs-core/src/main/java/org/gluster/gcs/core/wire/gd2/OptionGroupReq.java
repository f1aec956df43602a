/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A group of options to create; the answer is the same. */
public record OptionGroupReq(
        String name,
        List<GroupOption> options,
        String description,
        @JsonProperty("allow-advanced-options") @OmitEmpty boolean allowAdvancedOptions,

        @JsonProperty("allow-experimental-options") @OmitEmpty
        boolean allowExperimentalOptions,

        @JsonProperty("allow-deprecated-options") @OmitEmpty boolean allowDeprecatedOptions) {
    /** Takes null for what is absent. */
    public OptionGroupReq {
        name = Go.text(name);
        options = Nil.list(options);
        description = Go.text(description);
    }
}
