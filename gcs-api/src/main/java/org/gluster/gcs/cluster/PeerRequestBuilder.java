/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class PeerRequestBuilder implements PeerRequest.Builder {

    @Nullable
    String name;

    @Nullable
    String address;

    @Nullable
    String zone;

    @Nullable
    String idempotencyKey;

    @Override
    public PeerRequest.Builder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    @Override
    public PeerRequest.Builder address(String address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    @Override
    public PeerRequest.Builder zone(String zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        return this;
    }

    @Override
    public PeerRequest.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public PeerRequest build() {
        return new PeerRequest(this);
    }
}
