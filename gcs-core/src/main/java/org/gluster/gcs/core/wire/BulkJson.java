/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.operation.BulkOutcome;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeName;
import org.jspecify.annotations.Nullable;

/** What became of several changes together, in the order in which they were asked for. */
public record BulkJson(List<OutcomeJson> outcomes) {

    /** Checks that nothing is missing. */
    public BulkJson {
        outcomes = Given.list(outcomes);
    }

    /** One of them: its error when it was not done, and what it made or deleted while that is known. */
    public record OutcomeJson(
            String subject,
            @Nullable UUID operation,
            @Nullable ErrorJson error,
            @Nullable VolumeJson volume,
            @Nullable String deletedVolume) {

        /** Checks that nothing is missing. */
        public OutcomeJson {
            Objects.requireNonNull(subject, "subject");
        }
    }

    /** Returns the JSON of a result. */
    public static BulkJson of(BulkResult<?> result) {
        List<OutcomeJson> all = new ArrayList<>();
        for (BulkOutcome<?> outcome : result.outcomes()) {
            Object value = outcome.value().orElse(null);
            all.add(new OutcomeJson(
                    outcome.subject(),
                    outcome.operation().map(OperationId::value).orElse(null),
                    outcome.error().map(ErrorJson::of).orElse(null),
                    value instanceof Volume volume ? VolumeJson.of(volume) : null,
                    value instanceof VolumeName name ? name.value() : null));
        }
        return new BulkJson(all);
    }

    /** Returns the result: of volumes, or of names of those that were deleted. */
    public BulkResult<Object> toResult() {
        List<BulkOutcome<Object>> all = new ArrayList<>();
        for (OutcomeJson json : outcomes) {
            OperationId operation = json.operation() == null ? null : OperationId.of(json.operation());
            if (json.error() != null) {
                all.add(BulkOutcome.failed(
                        json.subject(), operation, json.error().toDetail()));
            } else {
                all.add(BulkOutcome.succeeded(json.subject(), operation, value(json)));
            }
        }
        return new BulkResult<>(all);
    }

    private static @Nullable Object value(OutcomeJson json) {
        if (json.volume() != null) {
            return json.volume().toVolume();
        }
        return json.deletedVolume() == null ? null : VolumeName.of(json.deletedVolume());
    }
}
