/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.Locale;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationKind;

/** Makes the exceptions of the client itself, and says in words what they are about. */
final class Errors {
    private static final int SHOWN = 200;

    private Errors() {}

    static GcsException of(ErrorCode code, String message) {
        return GcsException.of(ErrorDetail.builder(code).message(message).build());
    }

    static GcsException of(ErrorCode code, String message, Throwable cause) {
        return GcsException.of(ErrorDetail.builder(code).message(message).build(), cause);
    }

    /** An error about one resource. */
    static GcsException about(ErrorCode code, String resource, String message) {
        return GcsException.of(
                ErrorDetail.builder(code).resource(resource).message(message).build());
    }

    static GcsException interrupted(String while_) {
        return of(ErrorCode.INTERRUPTED, "the thread was interrupted while it waited for " + while_ + "; that goes on");
    }

    /** The text in quotes for a message: cut where long, what cannot be printed shown as question marks. */
    static String quoted(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        StringBuilder shown = new StringBuilder("\"");
        cut.codePoints()
                .forEach(c -> shown.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c));
        return shown.append('"').toString();
    }

    /** A constant as a person would say it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Which operation, what it does, and to what. */
    static String words(OperationId id, OperationKind kind, String subject) {
        return "operation " + id + " (" + word(kind) + " \"" + subject + "\")";
    }
}
