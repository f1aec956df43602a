/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.cluster.PeerRequest;
import org.jspecify.annotations.Nullable;

/** A wish to add a node. Nothing is checked before {@link #toRequest()}. */
public record PeerRequestJson(
        @Nullable String name,
        @Nullable String address,
        @Nullable String zone,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a request. */
    public static PeerRequestJson of(PeerRequest request) {
        return new PeerRequestJson(
                request.name().value(),
                request.address(),
                request.zone().value(),
                request.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the request.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public PeerRequest toRequest() {
        PeerRequest.Builder builder = PeerRequest.builder();
        Given.when(name, builder::name);
        Given.when(address, builder::address);
        Given.when(zone, builder::zone);
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
