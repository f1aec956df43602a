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

    /** Returns all of them, the oldest first; unmodifiable. */
    List<OperationInfo> list();
}
