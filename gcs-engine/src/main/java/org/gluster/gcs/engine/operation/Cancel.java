/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.OperationKind;
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
                .orElseThrow(() -> Errors.of(
                        ErrorCode.OPERATION_NOT_FOUND,
                        id,
                        "there is no operation " + id + ": list the operations to see which there are"));
        if (operation.state().equals(OperationState.CANCELLING.name())
                || operation.state().equals(OperationState.CANCELLED.name())) {
            return operation;
        }
        if (operation.bulk()
                && operation.kind().equals(OperationKind.CREATE_VOLUMES.name())
                && operation.state().equals(OperationState.RUNNING.name())) {
            OperationRecord back = BulkSettle.takeBack(
                    draft,
                    operation.turning(
                            OperationState.CANCELLING.name(),
                            Failure.of(ErrorCode.CANCELLED.name(), Words.of(operation) + " was cancelled", "")));
            OperationRecord last = BulkSettle.ended(draft, back).orElse(back);
            draft.put(Keys.operation(id), last);
            return last;
        }
        Subject subject = draft.find(Subject.class, operation.subject()).orElse(null);
        if (!operation.state().equals(OperationState.RUNNING.name()) || subject == null || !Settle.undoable(subject)) {
            throw Errors.of(
                    ErrorCode.WRONG_STATE,
                    id,
                    Words.of(operation) + " cannot be cancelled"
                            + (operation.terminal()
                                    ? ": it has " + Words.of(operation.state()) + " already"
                                    : operation.state().equals(OperationState.RUNNING.name())
                                            ? ": only what is being made, started or changed can be; wait for its end"
                                            : ": it fails already, and what it made is being taken away"));
        }
        OperationRecord cancelling = operation.turning(
                OperationState.CANCELLING.name(),
                Failure.of(ErrorCode.CANCELLED.name(), Words.of(operation) + " was cancelled", ""));
        Settle.undo(draft, subject);
        draft.put(Keys.operation(id), cancelling);
        return cancelling;
    }
}
