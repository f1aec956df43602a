/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it was when it was read. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class OperationInfo {

    private final OperationId id;
    private final OperationKind kind;
    private final String subject;
    private final OperationState state;
    private final Progress progress;
    private final Instant createdAt;
    private final @Nullable Instant completedAt;
    private final @Nullable ErrorDetail error;
    private final @Nullable IdempotencyKey idempotencyKey;
    private final @Nullable OperationId supersededBy;

    private OperationInfo(Builder builder) {
        Problems problems = new Problems("operation");
        id = problems.required("id", builder.id);
        kind = problems.required("kind", builder.kind);
        subject = problems.required("subject", builder.subject);
        state = problems.required("state", builder.state);
        progress = builder.progress;
        createdAt = problems.required("createdAt", builder.createdAt);
        completedAt = builder.completedAt;
        error = builder.error;
        idempotencyKey = builder.idempotencyKey;
        supersededBy = builder.supersededBy;
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.kind = kind;
        builder.subject = subject;
        builder.state = state;
        builder.progress = progress;
        builder.createdAt = createdAt;
        builder.completedAt = completedAt;
        builder.error = error;
        builder.idempotencyKey = idempotencyKey;
        builder.supersededBy = supersededBy;
        return builder;
    }

    /** Returns its id. */
    public OperationId id() {
        return id;
    }

    /** Returns what it does. */
    public OperationKind kind() {
        return kind;
    }

    /** Returns the name of what it changes. */
    public String subject() {
        return subject;
    }

    /** Returns where it stands. */
    public OperationState state() {
        return state;
    }

    /** Returns how far it is. */
    public Progress progress() {
        return progress;
    }

    /** Returns when its intent was committed. */
    public Instant createdAt() {
        return createdAt;
    }

    /** Returns when it ended; empty until then. */
    public Optional<Instant> completedAt() {
        return Optional.ofNullable(completedAt);
    }

    /** Returns why it failed or was cancelled; empty otherwise. */
    public Optional<ErrorDetail> error() {
        return Optional.ofNullable(error);
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /** Returns which operation took its place; empty unless it ended {@link OperationState#SUPERSEDED}. */
    public Optional<OperationId> supersededBy() {
        return Optional.ofNullable(supersededBy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OperationInfo that
                        && id.equals(that.id)
                        && kind.equals(that.kind)
                        && subject.equals(that.subject)
                        && state.equals(that.state)
                        && progress.equals(that.progress)
                        && createdAt.equals(that.createdAt)
                        && Objects.equals(completedAt, that.completedAt)
                        && Objects.equals(error, that.error)
                        && Objects.equals(idempotencyKey, that.idempotencyKey)
                        && Objects.equals(supersededBy, that.supersededBy));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                id, kind, subject, state, progress, createdAt, completedAt, error, idempotencyKey, supersededBy);
    }

    @Override
    public String toString() {
        return "OperationInfo[id=" + id + ", kind=" + kind + ", subject=" + subject + ", state=" + state + ", progress="
                + progress + ", createdAt=" + createdAt + ", completedAt=" + completedAt + ", error=" + error
                + ", idempotencyKey=" + idempotencyKey + ", supersededBy=" + supersededBy + "]";
    }

    /** Builds an {@link OperationInfo}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable OperationId id;
        private @Nullable OperationKind kind;
        private @Nullable String subject;
        private @Nullable OperationState state;
        private Progress progress = Progress.none();
        private @Nullable Instant createdAt;
        private @Nullable Instant completedAt;
        private @Nullable ErrorDetail error;
        private @Nullable IdempotencyKey idempotencyKey;
        private @Nullable OperationId supersededBy;

        private Builder() {}

        /** Sets its id; required. */
        public Builder id(OperationId id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Sets what it does; required. */
        public Builder kind(OperationKind kind) {
            this.kind = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /** Sets the name of what it changes; required. */
        public Builder subject(String subject) {
            this.subject = Objects.requireNonNull(subject, "subject");
            return this;
        }

        /** Sets where it stands; required. */
        public Builder state(OperationState state) {
            this.state = Objects.requireNonNull(state, "state");
            return this;
        }

        /** Sets how far it is where it is not the default. */
        public Builder progress(Progress progress) {
            this.progress = Objects.requireNonNull(progress, "progress");
            return this;
        }

        /** Sets when its intent was committed; required. */
        public Builder createdAt(Instant createdAt) {
            this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
            return this;
        }

        /** Sets when it ended; absent by default. */
        public Builder completedAt(Instant completedAt) {
            this.completedAt = Objects.requireNonNull(completedAt, "completedAt");
            return this;
        }

        /** Sets why it failed or was cancelled; absent by default. */
        public Builder error(ErrorDetail error) {
            this.error = Objects.requireNonNull(error, "error");
            return this;
        }

        /** Sets the caller's key, if one was given; absent by default. */
        public Builder idempotencyKey(IdempotencyKey idempotencyKey) {
            this.idempotencyKey = Objects.requireNonNull(idempotencyKey, "idempotencyKey");
            return this;
        }

        /** Sets which operation took its place; none by default. */
        public Builder supersededBy(OperationId supersededBy) {
            this.supersededBy = Objects.requireNonNull(supersededBy, "supersededBy");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public OperationInfo build() {
            return new OperationInfo(this);
        }
    }
}
