/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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

    DevicePolicy policy = DevicePolicy.reserved();

    final SortedMap<String, String> labels = new TreeMap<>();

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
    public DeviceRequest.Builder policy(DevicePolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public DeviceRequest.Builder label(String key, String value) {
        labels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
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
