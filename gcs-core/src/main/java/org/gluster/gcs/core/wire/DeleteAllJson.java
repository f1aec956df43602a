/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.operation.BulkMode;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.VolumeName;
import org.jspecify.annotations.Nullable;

/**
 * A wish to delete several volumes together; all or nothing when no mode is said. Nothing is checked before
 * {@link #toRequest()}.
 */
public record DeleteAllJson(
        @Nullable List<String> volumes,
        @Nullable BulkMode mode,
        @Nullable Boolean stopFirst,
        @Nullable Boolean ifExists,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of a request. */
    public static DeleteAllJson of(DeleteAllRequest request) {
        return new DeleteAllJson(
                request.volumes().stream().map(VolumeName::value).toList(),
                request.mode(),
                request.stopFirst(),
                request.ifExists(),
                request.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the request.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public DeleteAllRequest toRequest() {
        DeleteAllRequest.Builder builder = DeleteAllRequest.builder().volumes(Given.list(volumes));
        if (mode == BulkMode.BEST_EFFORT) {
            builder.bestEffort();
        }
        if (Boolean.TRUE.equals(stopFirst)) {
            builder.stopFirst();
        }
        if (Boolean.TRUE.equals(ifExists)) {
            builder.ifExists();
        }
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
