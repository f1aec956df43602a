/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.SortedMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.jspecify.annotations.Nullable;

/**
 * A wish to add a device; the limit is bytes, the policy is as {@link DevicePolicy} prints it. Nothing is checked before
 * {@link #toRequest()}.
 */
public record DeviceRequestJson(
        @Nullable String node,
        @Nullable String path,
        @Nullable Long limit,
        @Nullable String policy,
        @Nullable SortedMap<String, String> labels,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a request. */
    public static DeviceRequestJson of(DeviceRequest request) {
        return new DeviceRequestJson(
                request.node().value(),
                request.path(),
                request.limit().map(Capacity::bytes).orElse(null),
                request.policy().toString(),
                request.labels(),
                request.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the request.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public DeviceRequest toRequest() {
        DeviceRequest.Builder builder = DeviceRequest.builder();
        Given.when(node, builder::node);
        Given.when(path, builder::path);
        Given.when(limit, bytes -> builder.limit(Capacity.ofBytes(bytes)));
        Given.when(policy, text -> builder.policy(DevicePolicy.parse(text)));
        Given.map(labels).forEach(builder::label);
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
