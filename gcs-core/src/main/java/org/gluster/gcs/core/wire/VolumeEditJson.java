/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Map;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.volume.VolumeEdit;
import org.jspecify.annotations.Nullable;

/** A wish to change labels and metadata of a volume. Nothing is checked before {@link #toEdit()}. */
public record VolumeEditJson(
        @Nullable Map<String, String> labels,
        @Nullable List<String> removedLabels,
        @Nullable Map<String, String> metadata,
        @Nullable List<String> removedMetadata,
        @Nullable String idempotencyKey) {

    /** Returns the JSON of an edit. */
    public static VolumeEditJson of(VolumeEdit edit) {
        return new VolumeEditJson(
                edit.labels(),
                List.copyOf(edit.removedLabels()),
                edit.metadata(),
                List.copyOf(edit.removedMetadata()),
                edit.idempotencyKey().map(IdempotencyKey::value).orElse(null));
    }

    /**
     * Returns the edit.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public VolumeEdit toEdit() {
        VolumeEdit.Builder builder = VolumeEdit.builder();
        Given.map(labels).forEach(builder::label);
        Given.list(removedLabels).forEach(builder::removeLabel);
        Given.map(metadata).forEach(builder::metadata);
        Given.list(removedMetadata).forEach(builder::removeMetadata);
        Given.when(idempotencyKey, builder::idempotencyKey);
        return builder.build();
    }
}
