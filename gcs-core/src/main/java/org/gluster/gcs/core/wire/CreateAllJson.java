/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.operation.BulkMode;
import org.gluster.gcs.volume.CreateAllRequest;
import org.jspecify.annotations.Nullable;

/** A wish for several volumes together; all or nothing when no mode is said. Nothing is checked before {@link #toRequest()}. */
public record CreateAllJson(
        @Nullable List<VolumeRequestJson> volumes,
        @Nullable BulkMode mode,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a request. */
    public static CreateAllJson of(CreateAllRequest request) {
        return new CreateAllJson(
                request.volumes().stream().map(VolumeRequestJson::of).toList(),
                request.mode(),
                request.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the request.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once, those of every volume included
     */
    public CreateAllRequest toRequest() {
        CreateAllRequest.Builder builder = CreateAllRequest.builder();
        Given.list(volumes).forEach(volume -> builder.volume(volume::fill));
        if (mode == BulkMode.BEST_EFFORT) {
            builder.bestEffort();
        }
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
