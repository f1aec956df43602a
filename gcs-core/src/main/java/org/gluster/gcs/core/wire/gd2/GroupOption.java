/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One option of a group and the value that switches the group on. */
public record GroupOption(
        String name, @JsonProperty("onvalue") String onValue) {
    /** Takes null for what is absent. */
    public GroupOption {
        name = Go.text(name);
        onValue = Go.text(onValue);
    }
}
