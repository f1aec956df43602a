/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.jspecify.annotations.Nullable;

/** All that is known of an error. */
public record ErrorJson(
        ErrorCode code,
        String message,
        @Nullable String operation,
        @Nullable String resource,
        @Nullable String node,
        List<String> problems,
        @Nullable Integer httpStatus,
        @Nullable String requestId,
        int attempts,
        boolean retryable,
        @Nullable String lastState,
        @Nullable Long waitedMillis,
        @Nullable RefusalJson refusal,
        @Nullable LimitJson limit) {

    /** Checks that nothing is missing. */
    public ErrorJson {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        problems = Given.list(problems);
    }

    /** Returns the JSON of an error. */
    public static ErrorJson of(ErrorDetail detail) {
        return new ErrorJson(
                detail.code(),
                detail.message(),
                detail.operation().orElse(null),
                detail.resource().orElse(null),
                detail.node().orElse(null),
                detail.problems(),
                detail.httpStatus().isPresent() ? (Integer) detail.httpStatus().getAsInt() : null,
                detail.requestId().orElse(null),
                detail.attempts(),
                detail.retryable(),
                detail.lastState().orElse(null),
                detail.waited().map(Duration::toMillis).orElse(null),
                detail.refusal().map(RefusalJson::of).orElse(null),
                detail.limit().map(LimitJson::of).orElse(null));
    }

    /** Returns the error. */
    public ErrorDetail toDetail() {
        ErrorDetail.Builder builder = ErrorDetail.builder(code)
                .message(message)
                .problems(problems)
                .attempts(Math.max(1, attempts))
                .retryable(retryable);
        Given.when(operation, builder::operation);
        Given.when(resource, builder::resource);
        Given.when(node, builder::node);
        Given.when(httpStatus, builder::httpStatus);
        Given.when(requestId, builder::requestId);
        Given.when(lastState, builder::lastState);
        Given.when(waitedMillis, millis -> builder.waited(Duration.ofMillis(millis)));
        Given.when(refusal, json -> builder.refusal(json.toRefusal()));
        Given.when(limit, json -> builder.limit(json.toLimit()));
        return builder.build();
    }
}
