/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.VolumeState;

/**
 * A later request takes the place of what is under way on a volume, when the later one's wish holds whatever comes of the
 * earlier: a change takes the place of one of its own kind, a stop that of any change, a delete that of any change and of a
 * stop. What the earlier one had set stays set where the later does not set it otherwise, and is reached together with it.
 */
final class Takeover {
    private Takeover() {}

    /** Whether a request of this kind finds the volume quiet, or takes the place of what is under way. */
    private static boolean yields(View view, VolumeRecord volume, OperationKind by) {
        if (by == OperationKind.DELETE_VOLUME && volume.state().equals(VolumeState.STOPPING.name())) {
            return true;
        }
        return switch (kind(view, volume)) {
            case "CHANGE_ACCESS", "CHANGE_OPTIONS", "EXPAND_VOLUME" ->
                by == OperationKind.STOP_VOLUME
                        || by == OperationKind.DELETE_VOLUME
                        || by.name().equals(kind(view, volume));
            default -> false;
        };
    }

    /** Whether an operation of that kind is under way on the volume. */
    static boolean runs(View view, VolumeRecord volume, OperationKind kind) {
        return kind(view, volume).equals(kind.name());
    }

    private static String kind(View view, VolumeRecord volume) {
        return view.operation(volume.operation()).map(OperationRecord::kind).orElse("");
    }

    /** Refuses when something is under way whose place a request of this kind does not take. */
    static void require(View view, VolumeRecord volume, OperationKind by, String verb) {
        if (!yields(view, volume, by)) {
            requireQuiet(view, volume, verb);
        }
    }

    /** Refuses when anything is under way. */
    static void requireQuiet(View view, VolumeRecord volume, String verb) {
        if (volume.operation().isEmpty()) {
            return;
        }
        throw Errors.of(
                ErrorCode.WRONG_STATE,
                volume.name(),
                "cannot " + verb + " the volume \"" + volume.name() + "\" while it is " + doing(view, volume)
                        + ": wait for operation " + volume.operation()
                        + (Settle.undoable(volume) ? ", or cancel it" : ""));
    }

    private static String doing(View view, VolumeRecord volume) {
        return switch (kind(view, volume)) {
            case "CHANGE_ACCESS" -> "having its access list changed";
            case "CHANGE_OPTIONS" -> "having its options changed";
            case "EXPAND_VOLUME" -> "being expanded";
            default -> Words.of(volume.state());
        };
    }

    /** Ends what is under way on the volume, if anything is, for an operation that takes its place. */
    static void end(Draft draft, VolumeRecord volume, OperationKind by, String successor) {
        Optional<OperationRecord> earlier = draft.operation(volume.operation());
        if (earlier.isEmpty() || earlier.get().terminal()) {
            return;
        }
        OperationRecord operation = earlier.get();
        String now = draft.now().toString();
        OperationRecord ended = switch (OperationState.valueOf(operation.state())) {
            case FAILING -> operation.ended(OperationState.FAILED.name(), now);
            case CANCELLING -> operation.ended(OperationState.CANCELLED.name(), now);
            default ->
                operation.superseded(
                        Failure.of(
                                ErrorCode.SUPERSEDED.name(),
                                Words.of(operation) + " was not done when operation " + successor + " ("
                                        + Words.of(by.name()) + ") took its place: what it had set stays where that one"
                                        + " does not set it otherwise; wait for that one",
                                ""),
                        successor,
                        now);
        };
        if (ended.state().equals(OperationState.SUPERSEDED.name()) && !by.name().equals(operation.kind())) {
            Tell.changed(draft, volume, operation); // it is the record's, and nobody else will tell of it
        }
        draft.put(Keys.operation(operation.id()), ended);
        Settle.release(draft, operation.idempotencyKey());
    }
}
