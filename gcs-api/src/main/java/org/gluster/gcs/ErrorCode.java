/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of error, one for each exception class. The names are stable: stored operations and the wire carry them.
 */
@Incubating(since = "0.1.0")
public enum ErrorCode {
    /** See {@link InvalidRequestException}. */
    INVALID_REQUEST(false, InvalidRequestException::new),

    /** See {@link NotFoundException}. */
    NOT_FOUND(false, NotFoundException::new),

    /** See {@link VolumeNotFoundException}. */
    VOLUME_NOT_FOUND(false, VolumeNotFoundException::new),

    /** See {@link PeerNotFoundException}. */
    PEER_NOT_FOUND(false, PeerNotFoundException::new),

    /** See {@link DeviceNotFoundException}. */
    DEVICE_NOT_FOUND(false, DeviceNotFoundException::new),

    /** See {@link OperationNotFoundException}. */
    OPERATION_NOT_FOUND(false, OperationNotFoundException::new),

    /** See {@link ConflictException}. */
    CONFLICT(false, ConflictException::new),

    /** See {@link AlreadyExistsException}. */
    ALREADY_EXISTS(false, AlreadyExistsException::new),

    /** See {@link WrongStateException}. */
    WRONG_STATE(false, WrongStateException::new),

    /** See {@link IdempotencyConflictException}. */
    IDEMPOTENCY_CONFLICT(false, IdempotencyConflictException::new),

    /** See {@link InUseException}. */
    IN_USE(false, InUseException::new),

    /** See {@link StalePlanException}. */
    STALE_PLAN(false, StalePlanException::new),

    /** See {@link OperationSupersededException}. */
    SUPERSEDED(false, OperationSupersededException::new),

    /** See {@link NoFitException}. */
    NO_FIT(false, NoFitException::new),

    /** See {@link NoSpaceException}. */
    NO_SPACE(false, NoSpaceException::new),

    /** See {@link LimitExceededException}. */
    LIMIT_EXCEEDED(false, LimitExceededException::new),

    /** See {@link RefusedException}. */
    REFUSED(false, RefusedException::new),

    /** See {@link NotSupportedException}. */
    NOT_SUPPORTED(false, NotSupportedException::new),

    /** See {@link NotPermittedException}. */
    NOT_PERMITTED(false, NotPermittedException::new),

    /** See {@link UnreachableException}. */
    UNREACHABLE(true, UnreachableException::new),

    /** See {@link OverloadedException}. */
    OVERLOADED(true, OverloadedException::new),

    /** See {@link GcsTimeoutException}. */
    TIMEOUT(true, GcsTimeoutException::new),

    /** See {@link OperationCancelledException}. */
    CANCELLED(false, OperationCancelledException::new),

    /** See {@link GcsInterruptedException}. */
    INTERRUPTED(true, GcsInterruptedException::new),

    /** See {@link OutcomeUnknownException}. */
    OUTCOME_UNKNOWN(false, OutcomeUnknownException::new),

    /** See {@link InternalException}. */
    INTERNAL(false, InternalException::new);

    private final boolean retryable;
    // A constructor reference: it holds nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<ErrorDetail, @Nullable Throwable, GcsException> constructor;

    ErrorCode(boolean retryable, BiFunction<ErrorDetail, @Nullable Throwable, GcsException> constructor) {
        this.retryable = retryable;
        this.constructor = constructor;
    }

    /** Returns whether the same call may succeed later, unless the error itself says otherwise. */
    public boolean retryable() {
        return retryable;
    }

    GcsException exception(ErrorDetail detail, @Nullable Throwable cause) {
        return constructor.apply(detail, cause);
    }
}
