/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.KeyRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.jspecify.annotations.Nullable;

/**
 * A decision that begins an operation, exactly once: asked again it recognises its own operation id, and the same
 * idempotency key with the same request is answered by the operation of the first.
 */
abstract class Request implements Decision<OperationRecord> {
    private final Requested requested;
    private final OperationKind kind;
    private @Nullable String id;

    Request(Requested requested, OperationKind kind) {
        this.requested = requested;
        this.kind = kind;
    }

    /** What makes two requests the same, in one line of text. */
    abstract String fingerprint();

    /** Commits the intent to the draft and answers the operation: {@link #running} or {@link #succeeded}. */
    abstract OperationRecord begin(Draft draft, String operationId);

    @Override
    public final OperationRecord decide(Draft draft) {
        if (id == null) {
            id = draft.newId();
        }
        Optional<OperationRecord> mine = draft.operation(id);
        if (mine.isPresent()) {
            return mine.get();
        }
        String key = requested.idempotencyKey();
        if (key.isEmpty()) {
            return store(draft, begin(draft, id));
        }
        draft.requireReadable(Keys.idempotency(key));
        Optional<KeyRecord> used = draft.find(KeyRecord.class, Keys.idempotency(key));
        if (used.isPresent()) {
            if (!used.get().fingerprint().equals(fullFingerprint())) {
                throw Errors.of(
                        ErrorCode.IDEMPOTENCY_CONFLICT,
                        key,
                        "the idempotency key \"" + key + "\" was used for another request: "
                                + difference(used.get().fingerprint(), fullFingerprint())
                                + "; use a key of its own for each request");
            }
            Optional<OperationRecord> first = draft.operation(used.get().operation());
            if (first.isPresent() && !undone(first.get())) {
                return first.get();
            }
        }
        OperationRecord begun = store(draft, begin(draft, id));
        draft.put(
                Keys.idempotency(key),
                new KeyRecord(
                        Stored.SCHEMA,
                        begun.id(),
                        fullFingerprint(),
                        begun.terminal() ? draft.now().toString() : "",
                        Map.of()));
        return begun;
    }

    /** The words in which two requests differ, for a person who knows what was asked for. */
    private static String difference(String earlier, String now) {
        String[] before = earlier.split(" ", -1);
        String[] after = now.split(" ", -1);
        if (before.length != after.length) {
            return "that one was " + earlier + ", and this one is " + now;
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            if (!before[i].equals(after[i])) {
                differences.add("that one had " + before[i] + " where this one has " + after[i]);
            }
        }
        return String.join(", ", differences);
    }

    /** A key whose operation came to nothing may be used again: nothing of the first try is left. */
    private static boolean undone(OperationRecord operation) {
        return operation.state().equals(OperationState.FAILED.name())
                || operation.state().equals(OperationState.CANCELLED.name());
    }

    /** The same, of any kind of request. */
    final String fullFingerprint() {
        return kind.name() + " " + fingerprint();
    }

    @Override
    public final Optional<String> caller() {
        return Optional.of(requested.caller());
    }

    private static OperationRecord store(Draft draft, OperationRecord begun) {
        draft.put(Keys.operation(begun.id()), begun);
        return begun;
    }

    /** The operation, waiting for its subject's new intent. */
    OperationRecord running(Draft draft, String operationId, String subject, String name) {
        return record(draft, operationId, subject, name, OperationState.RUNNING, "");
    }

    /** The operation of a request that asks for what is so already. */
    OperationRecord succeeded(Draft draft, String operationId, String subject, String name) {
        return record(
                draft,
                operationId,
                subject,
                name,
                OperationState.SUCCEEDED,
                draft.now().toString());
    }

    private OperationRecord record(
            Draft draft, String operationId, String subject, String name, OperationState state, String completedAt) {
        return new OperationRecord(
                Stored.SCHEMA,
                operationId,
                kind.name(),
                subject,
                name,
                state.name(),
                requested.idempotencyKey(),
                requested.requestId(),
                requested.traceparent(),
                draft.now().toString(),
                completedAt,
                Failure.NONE,
                "",
                "",
                "",
                List.of(),
                Map.of());
    }

    /** Who asks, for taking turns. */
    final String askedBy() {
        return requested.caller();
    }

    /** What every request carries. */
    final Requested requested() {
        return requested;
    }

    /** The caller's key, or empty. */
    String idempotencyKey() {
        return requested.idempotencyKey();
    }
}
