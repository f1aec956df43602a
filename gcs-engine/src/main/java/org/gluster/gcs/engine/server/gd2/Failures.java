/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;

/** What the engine refuses, as GlusterD2 would say it: the text that clients know, and with it the reason and the whole story. */
final class Failures {
    static final String LOCKED = "could not obtain lock: another conflicting transaction may be in progress";
    static final String NO_SPACE = "no space available or all the devices are not registered";

    private Failures() {}

    static Gd2Failure of(GcsException refused) {
        ErrorDetail detail = refused.detail();
        ErrorCode code = detail.code();
        String message = detail.message();
        return switch (code) {
            case VOLUME_NOT_FOUND -> Gd2Failure.of(404, code, "volume not found", message);
            case PEER_NOT_FOUND -> Gd2Failure.of(404, code, "peer not found", message);
            case DEVICE_NOT_FOUND -> Gd2Failure.of(404, code, "device does not exist in the given peer", message);
            case NOT_FOUND, OPERATION_NOT_FOUND -> Gd2Failure.of(404, code, message);
            case WRONG_STATE, CONFLICT -> Gd2Failure.of(409, code, LOCKED, message);
            case ALREADY_EXISTS, IN_USE, IDEMPOTENCY_CONFLICT, STALE_PLAN, CANCELLED, SUPERSEDED ->
                Gd2Failure.of(409, code, message);
            case NO_FIT, NO_SPACE, LIMIT_EXCEEDED -> Gd2Failure.of(500, code, NO_SPACE, message);
            case INVALID_REQUEST -> Gd2Failure.of(400, code, problems(detail).orElse(message), message);
            case NOT_PERMITTED -> Gd2Failure.of(403, code, message);
            case NOT_SUPPORTED -> Gd2Failure.of(501, code, message);
            case UNREACHABLE, INTERRUPTED, OVERLOADED -> Gd2Failure.of(503, code, message);
            case TIMEOUT -> Gd2Failure.of(504, code, message);
            case REFUSED, OUTCOME_UNKNOWN, INTERNAL -> Gd2Failure.of(500, code, message);
        };
    }

    private static Optional<String> problems(ErrorDetail detail) {
        return detail.problems().isEmpty() ? Optional.empty() : Optional.of(String.join("; ", detail.problems()));
    }
}
