/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;

/** Makes the exceptions that the engine throws. */
public final class Errors {
    private Errors() {}

    /** An error about nothing in particular. */
    public static GcsException of(ErrorCode code, String message) {
        return GcsException.of(ErrorDetail.builder(code).message(message).build());
    }

    /** An error about one resource. */
    public static GcsException of(ErrorCode code, String resource, String message) {
        return GcsException.of(
                ErrorDetail.builder(code).resource(resource).message(message).build());
    }

    /** The error of an operation that ended badly. */
    public static GcsException of(OperationRecord operation) {
        ErrorDetail.Builder detail = ErrorDetail.builder(
                        ErrorCode.valueOf(operation.error().code()))
                .message(operation.error().message())
                .operation(operation.kind())
                .resource(operation.name());
        if (!operation.error().node().isEmpty()) {
            detail.node(operation.error().node());
        }
        return GcsException.of(detail.build());
    }
}
