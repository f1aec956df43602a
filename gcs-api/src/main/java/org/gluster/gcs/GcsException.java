/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Any error of this library. Its children are split by what a caller can do about them; the message says what is
 * wrong, with which resource, why, and what to do. Where several attempts were made the last one's failure is the
 * cause and the earlier ones are suppressed.
 */
@Incubating(since = "0.1.0")
public abstract sealed class GcsException extends RuntimeException
        permits InvalidRequestException,
                NotFoundException,
                ConflictException,
                NoFitException,
                NoSpaceException,
                LimitExceededException,
                RefusedException,
                NotSupportedException,
                NotPermittedException,
                UnreachableException,
                OverloadedException,
                GcsTimeoutException,
                OperationCancelledException,
                GcsInterruptedException,
                OutcomeUnknownException,
                InternalException {

    private static final long serialVersionUID = 1L;

    private final ErrorDetail detail;

    GcsException(ErrorDetail detail, @Nullable Throwable cause) {
        super(detail.message(), cause);
        this.detail = detail;
    }

    /** Returns a new exception of the class that the detail's code names. */
    public static GcsException of(ErrorDetail detail) {
        return detail.code().exception(detail, null);
    }

    /** Returns a new exception of the class that the detail's code names, with a cause. */
    public static GcsException of(ErrorDetail detail, Throwable cause) {
        return detail.code().exception(detail, cause);
    }

    /** Returns all of it as a value, from which {@link #of(ErrorDetail)} makes the same exception again. */
    public ErrorDetail detail() {
        return detail;
    }

    /** Returns the code of this class. */
    public ErrorCode code() {
        return detail.code();
    }

    /** Returns what was being done, if known. */
    public Optional<String> operation() {
        return detail.operation();
    }

    /** Returns the name of what it is about, if known. */
    public Optional<String> resource() {
        return detail.resource();
    }

    /** Returns the node it happened on, if known. */
    public Optional<String> node() {
        return detail.node();
    }

    /** Returns the HTTP status, if there was one. */
    public OptionalInt httpStatus() {
        return detail.httpStatus();
    }

    /** Returns the id of the request, if known. */
    public Optional<String> requestId() {
        return detail.requestId();
    }

    /** Returns how often it was tried; at least 1. */
    public int attempts() {
        return detail.attempts();
    }

    /** Returns whether the same call may succeed later. */
    public boolean retryable() {
        return detail.retryable();
    }
}
