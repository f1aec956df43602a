/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.List;

/** The body of an answer that is an error. */
public record ErrorBody(List<ErrorItem> errors) {
    /** Takes null for what is absent. */
    public ErrorBody {
        errors = Nil.list(errors);
    }

    /** One error with a message and no reason. */
    public static ErrorBody of(String message) {
        return of(message, "");
    }

    /** One error with a message and a reason. */
    public static ErrorBody of(String message, String reason) {
        return new ErrorBody(List.of(ErrorItem.generic(message, reason)));
    }
}
