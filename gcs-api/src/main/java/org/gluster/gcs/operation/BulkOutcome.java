/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.util.Objects;
import java.util.Optional;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * What became of one of several changes that were asked for together. Immutable and safe to share between threads.
 *
 * @param <T> what one results in
 */
@Incubating(since = "0.1.0")
public final class BulkOutcome<T> {

    private final String subject;
    private final @Nullable OperationId operation;
    private final @Nullable T value;
    private final @Nullable ErrorDetail error;

    private BulkOutcome(
            @Nullable String subject, @Nullable OperationId operation, @Nullable T value, @Nullable ErrorDetail error) {
        Problems problems = new Problems("outcome");
        this.subject = problems.required("subject", subject);
        problems.throwIfAny();
        this.operation = operation;
        this.value = value;
        this.error = error;
    }

    /**
     * Returns the outcome of one that was done.
     *
     * @param value what it made; null when that was removed by a later operation
     */
    public static <T> BulkOutcome<T> succeeded(String subject, @Nullable OperationId operation, @Nullable T value) {
        return new BulkOutcome<>(subject, operation, value, null);
    }

    /**
     * Returns the outcome of one that was refused, failed or was taken back.
     *
     * @param operation null when it was refused, so that there was none
     */
    public static <T> BulkOutcome<T> failed(String subject, @Nullable OperationId operation, ErrorDetail error) {
        return new BulkOutcome<>(subject, operation, null, Objects.requireNonNull(error, "error"));
    }

    /** Returns the name of what it is about. */
    public String subject() {
        return subject;
    }

    /** Returns its own operation; empty when it was refused at once. */
    public Optional<OperationId> operation() {
        return Optional.ofNullable(operation);
    }

    /** Returns whether it was done. */
    public boolean succeeded() {
        return error == null;
    }

    /** Returns what it resulted in; empty when it was not done, or when that was removed by a later operation. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Returns why it was not done; empty when it was. */
    public Optional<ErrorDetail> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns what it resulted in.
     *
     * @throws GcsException of the class of its failure, when it was not done
     * @throws org.gluster.gcs.NotFoundException when what it made was removed by a later operation
     */
    public T orThrow() {
        if (error != null) {
            throw GcsException.of(error);
        }
        if (value == null) {
            throw GcsException.of(ErrorDetail.builder(org.gluster.gcs.ErrorCode.NOT_FOUND)
                    .resource(subject)
                    .message("\"" + subject + "\" was done, but what it made was removed by a later operation")
                    .build());
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof BulkOutcome<?> that
                        && subject.equals(that.subject)
                        && Objects.equals(operation, that.operation)
                        && Objects.equals(value, that.value)
                        && Objects.equals(error, that.error));
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject, operation, value, error);
    }

    @Override
    public String toString() {
        return "BulkOutcome[subject=" + subject + ", operation=" + operation + ", value=" + value + ", error=" + error
                + "]";
    }
}
