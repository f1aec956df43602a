/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.util.List;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;

/**
 * The operations of a cluster; those that ended are remembered for a time. Not for implementation by users, test
 * doubles excepted: methods will be added.
 */
@Incubating(since = "0.1.0")
public interface Operations {

    /**
     * Returns the operation of that id.
     *
     * @throws org.gluster.gcs.OperationNotFoundException when there is none
     */
    Operation<?> get(OperationId id);

    /** Returns the operation of that id, if there is one. */
    Optional<Operation<?>> find(OperationId id);

    /**
     * Returns what is known of the operation of that id.
     *
     * @throws org.gluster.gcs.OperationNotFoundException when there is none
     */
    default OperationInfo info(OperationId id) {
        return list().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> GcsException.of(ErrorDetail.builder(ErrorCode.OPERATION_NOT_FOUND)
                        .resource(id.toString())
                        .message("there is no operation " + id + ": list the operations to see which there are")
                        .build()));
    }

    /**
     * Returns where the time of an operation went. Engines keep that of their latest operations only, in memory, and only when
     * they were told to.
     *
     * @throws org.gluster.gcs.OperationNotFoundException when there is no such operation, or its timeline is not kept any more
     * @throws org.gluster.gcs.NotSupportedException when no timelines are kept
     */
    default Timeline timeline(OperationId id) {
        throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                .resource(id.toString())
                .message(
                        "no timelines of operations are kept here: a node of \"gcs node\" or \"gcs dev\" keeps those of"
                                + " its latest operations, and an embedded engine when it is built with keepTimelines")
                .build());
    }

    /** Returns all of them, the oldest first; unmodifiable. */
    List<OperationInfo> list();
}
