/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.jspecify.annotations.Nullable;

/** An operation; times are ISO-8601. The result is there when one succeeded operation was asked for. */
public record OperationJson(
        UUID id,
        OperationKind kind,
        String subject,
        OperationState state,
        int done,
        int total,
        String doing,
        String createdAt,
        @Nullable String completedAt,
        @Nullable ErrorJson error,
        @Nullable String idempotencyKey,
        @Nullable UUID supersededBy,
        @Nullable ResultJson result) {

    /** Checks that nothing is missing. */
    public OperationJson {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(doing, "doing");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** Returns the JSON of an operation, with no result. */
    public static OperationJson of(OperationInfo info) {
        return new OperationJson(
                info.id().value(),
                info.kind(),
                info.subject(),
                info.state(),
                info.progress().done(),
                info.progress().total(),
                info.progress().doing(),
                info.createdAt().toString(),
                info.completedAt().map(Instant::toString).orElse(null),
                info.error().map(ErrorJson::of).orElse(null),
                info.idempotencyKey().map(IdempotencyKey::value).orElse(null),
                info.supersededBy().map(OperationId::value).orElse(null),
                null);
    }

    /** Returns the same with that result. */
    public OperationJson withResult(ResultJson there) {
        return new OperationJson(
                id,
                kind,
                subject,
                state,
                done,
                total,
                doing,
                createdAt,
                completedAt,
                error,
                idempotencyKey,
                supersededBy,
                there);
    }

    /** Returns the operation. */
    public OperationInfo toInfo() {
        OperationInfo.Builder builder = OperationInfo.builder()
                .id(OperationId.of(id))
                .kind(kind)
                .subject(subject)
                .state(state)
                .progress(new Progress(done, total, doing))
                .createdAt(Instant.parse(createdAt));
        Given.when(completedAt, text -> builder.completedAt(Instant.parse(text)));
        Given.when(error, json -> builder.error(json.toDetail()));
        Given.when(idempotencyKey, key -> builder.idempotencyKey(IdempotencyKey.of(key)));
        Given.when(supersededBy, by -> builder.supersededBy(OperationId.of(by)));
        return builder.build();
    }
}
