/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.OperationState;

/** Commits the opposite intent of an operation that still runs. */
public final class Cancel implements Decision<OperationRecord> {
    private final String id;

    /** Cancels the operation with this id. */
    public Cancel(String id) {
        this.id = id;
    }

    @Override
    public OperationRecord decide(Draft draft) {
        OperationRecord operation = draft.operation(id)
                .orElseThrow(() -> Errors.of(ErrorCode.OPERATION_NOT_FOUND, id, "there is no operation " + id));
        if (operation.state().equals(OperationState.CANCELLING.name())
                || operation.state().equals(OperationState.CANCELLED.name())) {
            return operation;
        }
        Subject subject = draft.find(Subject.class, operation.subject()).orElse(null);
        if (!operation.state().equals(OperationState.RUNNING.name()) || subject == null || !Settle.undoable(subject)) {
            throw Errors.of(
                    ErrorCode.WRONG_STATE,
                    id,
                    "operation " + id + " (" + operation.kind() + " of \"" + operation.name()
                            + "\") cannot be cancelled any more: it is " + operation.state()
                            + "; only what is being made, started or changed can be");
        }
        OperationRecord cancelling = operation.turning(
                OperationState.CANCELLING.name(),
                new Failure(ErrorCode.CANCELLED.name(), "operation " + id + " was cancelled", ""));
        Settle.undo(draft, subject);
        draft.put(Keys.operation(id), cancelling);
        return cancelling;
    }
}
