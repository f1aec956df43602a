/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How to start a volume. */
public record VolumeStartReq(
        @JsonProperty("force-start-bricks") @OmitEmpty boolean forceStartBricks) {}
