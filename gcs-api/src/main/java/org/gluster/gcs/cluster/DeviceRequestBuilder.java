/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import org.gluster.gcs.Capacity;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class DeviceRequestBuilder implements DeviceRequest.Builder {

    @Nullable
    String node;

    @Nullable
    String path;

    @Nullable
    Capacity limit;

    @Nullable
    String idempotencyKey;

    @Override
    public DeviceRequest.Builder node(String node) {
        this.node = Objects.requireNonNull(node, "node");
        return this;
    }

    @Override
    public DeviceRequest.Builder path(String path) {
        this.path = Objects.requireNonNull(path, "path");
        return this;
    }

    @Override
    public DeviceRequest.Builder limit(Capacity limit) {
        this.limit = Objects.requireNonNull(limit, "limit");
        return this;
    }

    @Override
    public DeviceRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public DeviceRequest build() {
        return new DeviceRequest(this);
    }
}
