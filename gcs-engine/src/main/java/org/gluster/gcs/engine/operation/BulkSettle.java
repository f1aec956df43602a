/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.OperationRecord.Member;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.BulkMode;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;

/**
 * What follows for several changes together when one of them goes on: when all have ended, so have they together; when one
 * of all or nothing cannot be done, what the others made is taken back.
 */
public final class BulkSettle implements Decision<Boolean> {
    private final String id;

    /** Settles the operation with this id. */
    public BulkSettle(String id) {
        this.id = id;
    }

    /** Whether that operation's end, or what it turned to, makes others be taken back. */
    public static boolean breaks(OperationRecord bulk, OperationRecord member) {
        return bulk.state().equals(OperationState.RUNNING.name())
                && bulk.mode().equals(BulkMode.ALL_OR_NOTHING.name())
                && bulk.kind().equals(OperationKind.CREATE_VOLUMES.name())
                && !member.state().equals(OperationState.RUNNING.name())
                && !member.state().equals(OperationState.SUCCEEDED.name());
    }

    @Override
    public Boolean decide(Draft draft) {
        Optional<OperationRecord> found = draft.operation(id);
        if (found.isEmpty() || found.get().terminal() || !found.get().bulk()) {
            return false;
        }
        OperationRecord bulk = found.get();
        for (Member member : bulk.members()) {
            Optional<OperationRecord> own = draft.operation(member.operation());
            if (own.isPresent() && breaks(bulk, own.get())) {
                Failure why = own.get().error();
                bulk = takeBack(
                        draft,
                        bulk.turning(
                                OperationState.FAILING.name(),
                                Failure.of(
                                        why.there() ? why.code() : ErrorCode.CANCELLED.name(),
                                        "the volume \"" + member.name() + "\" was not made, so none of "
                                                + bulk.name() + " is: "
                                                + (why.there()
                                                        ? why.message()
                                                        : Words.of(own.get()) + " ended "
                                                                + Words.of(own.get()
                                                                        .state())),
                                        why.node())));
                break;
            }
        }
        draft.put(Keys.operation(id), ended(draft, bulk).orElse(bulk));
        return true;
    }

    /** The operation as it ended, when all its members have; their outcomes are kept with it. */
    static Optional<OperationRecord> ended(Draft draft, OperationRecord bulk) {
        List<Member> members = new ArrayList<>();
        for (Member member : bulk.members()) {
            if (!ended(draft, member)) {
                return Optional.empty();
            }
            members.add(withOutcome(draft, member));
        }
        OperationState last = switch (OperationState.valueOf(bulk.state())) {
            case FAILING -> OperationState.FAILED;
            case CANCELLING -> OperationState.CANCELLED;
            default -> OperationState.SUCCEEDED;
        };
        Settle.release(draft, bulk.idempotencyKey());
        return Optional.of(
                bulk.of(bulk.mode(), members).ended(last.name(), draft.now().toString()));
    }

    /** Whether nothing of it is under way. */
    public static boolean ended(View view, Member member) {
        return view.operation(member.awaited()).map(OperationRecord::terminal).orElse(true);
    }

    private static Member withOutcome(View view, Member member) {
        if (!member.state().isEmpty()) {
            return member;
        }
        if (!member.undo().isEmpty()) {
            return member.ended(OperationState.CANCELLED.name(), takenBack(member));
        }
        OperationRecord own = view.operation(member.operation()).orElse(null);
        if (own == null) { // its record cannot be made sense of, or was taken away by other hands
            return member.ended(
                    OperationState.FAILED.name(),
                    Failure.of(
                            ErrorCode.INTERNAL.name(),
                            "the record of operation " + member.operation() + " is not there any more: look whether"
                                    + " the volume \"" + member.name() + "\" is as wanted",
                            ""));
        }
        Failure why = own.error();
        return member.ended(
                own.state(),
                own.state().equals(OperationState.SUCCEEDED.name())
                        ? null
                        : Failure.of(why.code(), BulkRequest.brief(why.message()), why.node()));
    }

    private static Failure takenBack(Member member) {
        return Failure.of(
                ErrorCode.CANCELLED.name(), "the volume \"" + member.name() + "\" was taken back with the others", "");
    }

    /** Commits the opposite of all that it began; what was there before it is left. */
    static OperationRecord takeBack(Draft draft, OperationRecord bulk) {
        List<Member> members = new ArrayList<>();
        for (Member member : bulk.members()) {
            members.add(member.earlier() ? member : takeBack(draft, bulk, member));
        }
        return bulk.of(bulk.mode(), members);
    }

    private static Member takeBack(Draft draft, OperationRecord bulk, Member member) {
        OperationRecord own = draft.operation(member.operation()).orElse(null);
        if (own == null) {
            return member;
        }
        if (own.state().equals(OperationState.RUNNING.name())) {
            Subject subject = draft.find(Subject.class, own.subject()).orElse(null);
            if (subject != null && subject.operation().equals(own.id()) && Settle.undoable(subject)) {
                draft.put(Keys.operation(own.id()), own.turning(OperationState.CANCELLING.name(), takenBack(member)));
                Settle.undo(draft, subject);
            }
            return member;
        }
        @Nullable VolumeRecord made = draft.volume(member.name()).orElse(null);
        if (!own.state().equals(OperationState.SUCCEEDED.name())
                || made == null
                || !made.id().equals(member.volume())
                || made.state().equals(VolumeState.DELETING.name())) {
            return member;
        }
        String undo = draft.newId();
        Takeover.end(draft, made, OperationKind.DELETE_VOLUME, undo);
        draft.put(made.key(), made.unchanging().intend(Intent.ABSENT, VolumeState.DELETING.name(), undo));
        draft.put(
                Keys.operation(undo),
                new OperationRecord(
                        Stored.SCHEMA,
                        undo,
                        OperationKind.DELETE_VOLUME.name(),
                        made.key(),
                        made.name(),
                        OperationState.RUNNING.name(),
                        "",
                        bulk.requestId(),
                        bulk.traceparent(),
                        draft.now().toString(),
                        "",
                        Failure.NONE,
                        "",
                        "",
                        "",
                        List.of(),
                        java.util.Map.of()));
        if (!own.idempotencyKey().isEmpty()) { // who asks again with it asks for a volume that is to be made
            draft.delete(Keys.idempotency(own.idempotencyKey()));
            draft.volume(made.name())
                    .ifPresent(volume -> draft.put(
                            volume.key(), volume.toBuilder().idempotencyKey("").build()));
        }
        return member.undoneBy(undo);
    }
}
