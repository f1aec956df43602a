/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.layout.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an error, as a value: what a stored operation or a message on the wire carries, and from which
 * {@link GcsException#of(ErrorDetail)} makes the exception again. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class ErrorDetail implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String message;
    private final @Nullable String operation;
    private final @Nullable String resource;
    private final @Nullable String node;
    private final List<String> problems;
    private final @Nullable Integer httpStatus;
    private final @Nullable String requestId;
    private final int attempts;
    private final boolean retryable;
    private final @Nullable String lastState;
    private final @Nullable Duration waited;
    private final @Nullable Refusal refusal;
    private final @Nullable LimitReached limit;

    private ErrorDetail(Builder builder) {
        Problems missing = new Problems("error detail");
        code = missing.required("code", builder.code);
        message = missing.required("message", builder.message);
        operation = builder.operation;
        resource = builder.resource;
        node = builder.node;
        problems = builder.problems;
        httpStatus = builder.httpStatus;
        requestId = builder.requestId;
        attempts = builder.attempts;
        retryable = builder.retryable;
        lastState = builder.lastState;
        waited = builder.waited;
        refusal = builder.refusal;
        limit = builder.limit;
        missing.check(attempts >= 1, "attempts is below 1: " + attempts);
        missing.throwIfAny();
    }

    /** Returns a builder of that code, {@linkplain #retryable() retryable} as the code usually is. */
    public static Builder builder(ErrorCode code) {
        return new Builder().code(code).retryable(code.retryable());
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.code = code;
        builder.message = message;
        builder.operation = operation;
        builder.resource = resource;
        builder.node = node;
        builder.problems = problems;
        builder.httpStatus = httpStatus;
        builder.requestId = requestId;
        builder.attempts = attempts;
        builder.retryable = retryable;
        builder.lastState = lastState;
        builder.waited = waited;
        builder.refusal = refusal;
        builder.limit = limit;
        return builder;
    }

    /** Returns which kind of error it is. */
    public ErrorCode code() {
        return code;
    }

    /** Returns what is wrong, with which resource, why, and what to do. */
    public String message() {
        return message;
    }

    /** Returns what was being done, if known. */
    public Optional<String> operation() {
        return Optional.ofNullable(operation);
    }

    /** Returns the name of what it is about, if known. */
    public Optional<String> resource() {
        return Optional.ofNullable(resource);
    }

    /** Returns the node it happened on, if known. */
    public Optional<String> node() {
        return Optional.ofNullable(node);
    }

    /** Returns every single problem or shortfall; unmodifiable. */
    public List<String> problems() {
        return problems;
    }

    /** Returns the HTTP status, if there was one. */
    public OptionalInt httpStatus() {
        return httpStatus == null ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    /** Returns the id of the request, if known. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** Returns how often it was tried; at least 1. */
    public int attempts() {
        return attempts;
    }

    /** Returns whether the same call may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns the state last seen, for a timeout. */
    public Optional<String> lastState() {
        return Optional.ofNullable(lastState);
    }

    /** Returns how long was waited, for a timeout. */
    public Optional<Duration> waited() {
        return Optional.ofNullable(waited);
    }

    /** Returns why a volume does not fit, when that is the error. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Returns which limit of a machine would be passed, when that is the error. */
    public Optional<LimitReached> limit() {
        return Optional.ofNullable(limit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ErrorDetail that
                        && code.equals(that.code)
                        && message.equals(that.message)
                        && Objects.equals(operation, that.operation)
                        && Objects.equals(resource, that.resource)
                        && Objects.equals(node, that.node)
                        && problems.equals(that.problems)
                        && Objects.equals(httpStatus, that.httpStatus)
                        && Objects.equals(requestId, that.requestId)
                        && attempts == that.attempts
                        && retryable == that.retryable
                        && Objects.equals(lastState, that.lastState)
                        && Objects.equals(waited, that.waited)
                        && Objects.equals(refusal, that.refusal)
                        && Objects.equals(limit, that.limit));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                code,
                message,
                operation,
                resource,
                node,
                problems,
                httpStatus,
                requestId,
                attempts,
                retryable,
                lastState,
                waited,
                refusal,
                limit);
    }

    @Override
    public String toString() {
        return "ErrorDetail[code=" + code + ", message=" + message + ", operation=" + operation + ", resource="
                + resource + ", node=" + node + ", problems=" + problems + ", httpStatus=" + httpStatus + ", requestId="
                + requestId + ", attempts=" + attempts + ", retryable=" + retryable + ", lastState=" + lastState
                + ", waited=" + waited + ", refusal=" + refusal + ", limit=" + limit + "]";
    }

    /** Builds an {@link ErrorDetail}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable ErrorCode code;
        private @Nullable String message;
        private @Nullable String operation;
        private @Nullable String resource;
        private @Nullable String node;
        private List<String> problems = List.of();
        private @Nullable Integer httpStatus;
        private @Nullable String requestId;
        private int attempts = 1;
        private boolean retryable;
        private @Nullable String lastState;
        private @Nullable Duration waited;
        private @Nullable Refusal refusal;
        private @Nullable LimitReached limit;

        private Builder() {}

        /** Sets which kind of error it is; required. */
        public Builder code(ErrorCode code) {
            this.code = Objects.requireNonNull(code, "code");
            return this;
        }

        /** Sets what is wrong, with which resource, why, and what to do; required. */
        public Builder message(String message) {
            this.message = Objects.requireNonNull(message, "message");
            return this;
        }

        /** Sets what was being done, if known; absent by default. */
        public Builder operation(String operation) {
            this.operation = Objects.requireNonNull(operation, "operation");
            return this;
        }

        /** Sets the name of what it is about, if known; absent by default. */
        public Builder resource(String resource) {
            this.resource = Objects.requireNonNull(resource, "resource");
            return this;
        }

        /** Sets the node it happened on, if known; absent by default. */
        public Builder node(String node) {
            this.node = Objects.requireNonNull(node, "node");
            return this;
        }

        /** Sets every single problem or shortfall; none by default. */
        public Builder problems(List<String> problems) {
            this.problems = List.copyOf(problems);
            return this;
        }

        /** Sets the HTTP status, if there was one; absent by default. */
        public Builder httpStatus(int httpStatus) {
            this.httpStatus = httpStatus;
            return this;
        }

        /** Sets the id of the request, if known; absent by default. */
        public Builder requestId(String requestId) {
            this.requestId = Objects.requireNonNull(requestId, "requestId");
            return this;
        }

        /** Sets how often it was tried; 1 by default. */
        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        /** Sets whether the same call may succeed later; by default as the code usually is. */
        public Builder retryable(boolean retryable) {
            this.retryable = retryable;
            return this;
        }

        /** Sets the state last seen, for a timeout; absent by default. */
        public Builder lastState(String lastState) {
            this.lastState = Objects.requireNonNull(lastState, "lastState");
            return this;
        }

        /** Sets how long was waited, for a timeout; absent by default. */
        public Builder waited(Duration waited) {
            this.waited = Objects.requireNonNull(waited, "waited");
            return this;
        }

        /** Sets why a volume does not fit, when that is the error; absent by default. */
        public Builder refusal(Refusal refusal) {
            this.refusal = Objects.requireNonNull(refusal, "refusal");
            return this;
        }

        /** Sets which limit of a machine would be passed, when that is the error; absent by default. */
        public Builder limit(LimitReached limit) {
            this.limit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws InvalidRequestException with every problem at once
         */
        public ErrorDetail build() {
            return new ErrorDetail(this);
        }
    }
}
