/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /** The error of an operation that ended badly; names the node where that was. */
    public static GcsException of(OperationRecord operation) {
        String node = operation.error().node();
        String message = operation.error().message();
        ErrorDetail.Builder detail = ErrorDetail.builder(code(operation.error().code()))
                .message(node.isEmpty() || message.contains(node) ? message : "on " + node + ": " + message)
                .operation(operation.kind())
                .resource(operation.name());
        if (!node.isEmpty()) {
            detail.node(node);
        }
        List<String> problems = new ArrayList<>();
        for (OperationRecord.Member member : operation.members()) {
            if (member.error() != null) {
                problems.add("\"" + member.name() + "\": " + member.error().message());
            }
        }
        detail.problems(problems);
        return GcsException.of(detail.build());
    }

    /** Why a change failed, as a caller is told. */
    public static ErrorDetail detail(OperationRecord.Failure why, String resource) {
        ErrorDetail.Builder detail =
                ErrorDetail.builder(code(why.code())).message(why.message()).resource(resource);
        if (!why.node().isEmpty()) {
            detail.node(why.node());
        }
        return detail.build();
    }

    /** A code that only a later release knows is told as a failure of no kind in particular. */
    private static ErrorCode code(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
    }
}
