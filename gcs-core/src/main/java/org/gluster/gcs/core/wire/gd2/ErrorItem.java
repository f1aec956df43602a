/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Map;

/**
 * One error. Code 1 has a message only; code 2 is a step that failed on a node and has fields {@code peer-id}, {@code step}
 * and {@code error}. The reason is not GlusterD2's: it is the stable name that this project's own server adds.
 */
public record ErrorItem(
        int code,
        String message,
        @OmitEmpty Map<String, String> fields,
        @OmitEmpty String reason) {
    /** The code of an error that has only a message. */
    public static final int GENERIC = 1;

    /** The code of a step that failed on a node. */
    public static final int STEP_FAILED = 2;

    /** Takes null for what is absent. */
    public ErrorItem {
        message = Go.text(message);
        fields = Nil.map(fields);
        reason = Go.text(reason);
    }

    /** An error with a message and a reason, which may be empty. */
    public static ErrorItem generic(String message, String reason) {
        return new ErrorItem(GENERIC, message, Nil.map(), reason);
    }

    /** A step that failed on a node, with a reason, which may be empty. */
    public static ErrorItem stepFailed(String peerId, String step, String error, String reason) {
        return new ErrorItem(
                STEP_FAILED, "a txn step failed", Map.of("peer-id", peerId, "step", step, "error", error), reason);
    }

    /** The id of the node, for {@link #STEP_FAILED}; else empty. */
    public String peerId() {
        return fields.getOrDefault("peer-id", "");
    }

    /** The step, for {@link #STEP_FAILED}; else empty. */
    public String step() {
        return fields.getOrDefault("step", "");
    }

    /** What went wrong there, for {@link #STEP_FAILED}; else empty. */
    public String error() {
        return fields.getOrDefault("error", "");
    }
}
