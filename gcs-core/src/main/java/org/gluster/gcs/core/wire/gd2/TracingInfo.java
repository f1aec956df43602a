/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where traces go and which: sampler 0 never, 1 always, 2 by the fraction. */
public record TracingInfo(
        @JsonProperty("tracing-status") String tracingStatus,
        @JsonProperty("jaeger-endpoint") String jaegerEndpoint,
        @JsonProperty("jaeger-agent-endpoint") String jaegerAgentEndpoint,
        @JsonProperty("jaeger-sampler") int jaegerSampler,
        @JsonProperty("jaeger-sample-fraction") @Float64 double jaegerSampleFraction) {
    /** Takes null for what is absent. */
    public TracingInfo {
        tracingStatus = Go.text(tracingStatus);
        jaegerEndpoint = Go.text(jaegerEndpoint);
        jaegerAgentEndpoint = Go.text(jaegerAgentEndpoint);
    }
}
