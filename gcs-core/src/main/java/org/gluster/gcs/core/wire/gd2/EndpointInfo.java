/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One route in {@code GET /endpoints}; the path lacks the prefix, and types are named as in Go. */
public record EndpointInfo(
        String name,
        String description,
        String methods,
        String path,
        @JsonProperty("request-type") String requestType,
        @JsonProperty("response-type") String responseType) {
    /** Takes null for what is absent. */
    public EndpointInfo {
        name = Go.text(name);
        description = Go.text(description);
        methods = Go.text(methods);
        path = Go.text(path);
        requestType = Go.text(requestType);
        responseType = Go.text(responseType);
    }
}
