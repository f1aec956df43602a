/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.core.wire.gd2.ErrorItem;

/** A request that is answered with an error of GlusterD2's form. */
final class Gd2Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<ErrorItem> errors;

    private Gd2Failure(int status, List<ErrorItem> errors) {
        super(errors.get(0).message());
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    /** With one message. */
    static Gd2Failure of(int status, ErrorCode reason, String message) {
        return of(status, reason, message, "");
    }

    /**
     * With one message that clients know, and more for a person.
     *
     * @param more the whole story; empty for none
     */
    static Gd2Failure of(int status, ErrorCode reason, String message, String more) {
        SortedMap<String, String> fields = new TreeMap<>();
        if (!more.isEmpty() && !more.equals(message)) {
            fields.put("error", more);
        }
        return new Gd2Failure(status, List.of(new ErrorItem(ErrorItem.GENERIC, message, fields, reason.name())));
    }

    /** A step that failed on a node. */
    static Gd2Failure step(String peerId, String step, String error, ErrorCode reason) {
        return new Gd2Failure(500, List.of(ErrorItem.stepFailed(peerId, step, error, reason.name())));
    }

    static Gd2Failure badRequest(String message) {
        return of(400, ErrorCode.INVALID_REQUEST, message);
    }

    static Gd2Failure volumeNotFound() {
        return of(404, ErrorCode.VOLUME_NOT_FOUND, "volume not found");
    }

    static Gd2Failure peerNotFound() {
        return of(404, ErrorCode.PEER_NOT_FOUND, "peer not found");
    }

    static Gd2Failure deviceNotFound() {
        return of(404, ErrorCode.DEVICE_NOT_FOUND, "device does not exist in the given peer");
    }

    static Gd2Failure notStarted() {
        return of(400, ErrorCode.WRONG_STATE, "volume not started");
    }

    int status() {
        return status;
    }

    List<ErrorItem> errors() {
        return errors;
    }
}
