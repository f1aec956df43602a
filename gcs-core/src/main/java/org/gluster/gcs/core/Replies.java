/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.WireJson;

/** What an answer that is no success means, when nothing better is known than its status and its text. */
final class Replies {
    private static final String REQUEST_ID = "X-Request-Id";

    private Replies() {}

    /** The error that the answer carries in full, if it does. */
    static Optional<GcsException> carried(RestReply reply) {
        ErrorDetail detail;
        try {
            detail = WireJson.read(reply.body(), ErrorJson.class).toDetail();
        } catch (InvalidRequestException somethingElse) {
            return Optional.empty();
        }
        ErrorDetail.Builder filled = detail.toBuilder().httpStatus(reply.status());
        if (detail.requestId().isEmpty()) {
            reply.header(REQUEST_ID).ifPresent(filled::requestId);
        }
        return Optional.of(GcsException.of(filled.build()));
    }

    /** The error of an answer that carries none, as its status says. */
    static GcsException bare(RestCall call, RestReply reply) {
        int status = reply.status();
        String what = call.method() + " " + path(call);
        String said =
                reply.body().isBlank() ? "" : ": " + Errors.quoted(reply.body().strip());
        if (status == 401 || status == 403) {
            return of(
                    reply,
                    ErrorCode.NOT_PERMITTED,
                    what + " was refused with status " + status + said
                            + "; check user and secret of the endpoint, what that user may do, and its clock");
        }
        if (status == 408 || status == 429 || status == 502 || status == 503 || status == 504) {
            // Something between here and there may have passed it on before it gave up.
            return call.repeatability() == Repeatability.READ || status == 429
                    ? of(
                            reply,
                            ErrorCode.UNREACHABLE,
                            what + " was answered with status " + status + said
                                    + ": the control plane is not there for now; try again")
                    : of(
                            reply,
                            ErrorCode.OUTCOME_UNKNOWN,
                            what + " was answered with status " + status + said
                                    + ", so it may have been done: look before asking again");
        }
        if (status >= 500) {
            return of(
                    reply,
                    ErrorCode.INTERNAL,
                    what + " was answered with status " + status + said + "; the server's log says more");
        }
        return of(
                reply,
                ErrorCode.REFUSED,
                what + " was answered with status " + status + said
                        + ", which is no answer of a control plane that this client knows; check the address, and what stands"
                        + " between it and here");
    }

    /** An answer that cannot be read though it says that all is well. */
    static GcsException unreadable(RestCall call, RestReply reply, GcsException why) {
        ErrorCode code = call.repeatability() == Repeatability.READ ? ErrorCode.INTERNAL : ErrorCode.OUTCOME_UNKNOWN;
        return GcsException.of(
                detail(
                                reply,
                                code,
                                call.method() + " " + path(call) + " was answered with status " + reply.status()
                                        + " and a body that cannot be read (" + why.getMessage() + "): "
                                        + Errors.quoted(reply.body().strip())
                                        + (code == ErrorCode.OUTCOME_UNKNOWN
                                                ? "; it was most likely done: look before asking again"
                                                : "; is it a control plane that answers there, and of which release?"))
                        .build(),
                why);
    }

    static GcsException of(RestReply reply, ErrorCode code, String message) {
        return GcsException.of(detail(reply, code, message).build());
    }

    static ErrorDetail.Builder detail(RestReply reply, ErrorCode code, String message) {
        ErrorDetail.Builder detail = ErrorDetail.builder(code).message(message).httpStatus(reply.status());
        reply.header(REQUEST_ID).ifPresent(detail::requestId);
        return detail;
    }

    /** The path alone: a query may hold what is nobody's business. */
    static String path(RestCall call) {
        int question = call.target().indexOf('?');
        return question < 0 ? call.target() : call.target().substring(0, question);
    }
}
