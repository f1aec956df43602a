/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@code GET /version} says. */
public record VersionInfo(
        @JsonProperty("glusterd-version") String glusterdVersion,
        @JsonProperty("api-version") int apiVersion) {
    /** Takes null for what is absent. */
    public VersionInfo {
        glusterdVersion = Go.text(glusterdVersion);
    }
}
