/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where traces go and which; an empty endpoint keeps what is there when updated. */
public record SetupTracingReq(
        @JsonProperty("jaeger-endpoint") String jaegerEndpoint,
        @JsonProperty("jaeger-agent-endpoint") String jaegerAgentEndpoint,
        @JsonProperty("jaeger-sampler") int jaegerSampler,
        @JsonProperty("jaeger-sample-fraction") @Float64 double jaegerSampleFraction) {
    /** Takes null for what is absent. */
    public SetupTracingReq {
        jaegerEndpoint = Go.text(jaegerEndpoint);
        jaegerAgentEndpoint = Go.text(jaegerAgentEndpoint);
    }
}
