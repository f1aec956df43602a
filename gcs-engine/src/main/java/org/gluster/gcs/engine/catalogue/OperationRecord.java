/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One operation, durable from the commit of its intent on.
 *
 * @param schema see {@link Stored}
 * @param id its uuid
 * @param kind name of an {@code OperationKind}
 * @param subject key of the record it is about
 * @param name what the caller calls the subject
 * @param state name of an {@code OperationState}
 * @param idempotencyKey the caller's key, or empty
 * @param requestId the caller's request id, or empty
 * @param traceparent the caller's W3C trace context, or empty
 * @param createdAt ISO-8601 instant
 * @param completedAt ISO-8601 instant, or empty while it runs
 * @param error what went wrong; its code is empty when nothing did
 * @param successor id of the operation that took its place, or empty
 * @param note for a person: what is still to come though it has ended, or empty
 * @param mode name of a {@code BulkMode} when it is several changes together; empty otherwise
 * @param members those changes, in the order in which they were asked for; empty when it is one
 * @param unknown see {@link Stored}
 */
public record OperationRecord(
        int schema,
        String id,
        String kind,
        String subject,
        String name,
        String state,
        String idempotencyKey,
        String requestId,
        String traceparent,
        String createdAt,
        String completedAt,
        Failure error,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String successor,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String note,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String mode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Member> members,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Stored {

    /**
     * Why an operation failed.
     *
     * @param code name of an {@code ErrorCode}; empty for none
     * @param message for a person
     * @param node where; empty when it is not about one node
     * @param unknown see {@link Stored}
     */
    public record Failure(
            String code,
            String message,
            String node,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {
        /** Nothing failed. */
        public static final Failure NONE = of("", "", "");

        public Failure {
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** A failure as this release knows it. */
        public static Failure of(String code, String message, String node) {
            return new Failure(code, message, node, Map.of());
        }

        /** Whether something failed. */
        @JsonIgnore
        public boolean there() {
            return !code.isEmpty();
        }
    }

    /**
     * One of several changes that were asked for together.
     *
     * @param name of its volume
     * @param volume the volume's uuid; empty when there was none
     * @param operation its own operation; empty when it was refused, and has none
     * @param earlier whether that operation was there before, since its idempotency key was used for the same request
     * @param undo the operation that takes back what it made; empty when none does
     * @param state name of the {@code OperationState} in which it ended; empty before the end of all
     * @param error why it was refused, or ended otherwise than done
     * @param unknown see {@link Stored}
     */
    public record Member(
            String name,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String volume,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String operation,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean earlier,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String undo,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String state,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Failure error,

            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {

        public Member {
            volume = volume == null ? "" : volume;
            operation = operation == null ? "" : operation;
            undo = undo == null ? "" : undo;
            state = state == null ? "" : state;
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** One that has an operation. */
        public static Member begun(String name, String volume, String operation, boolean earlier) {
            return new Member(name, volume, operation, earlier, "", "", null, Map.of());
        }

        /** One that was refused. */
        public static Member refused(String name, Failure why) {
            return new Member(name, "", "", false, "", "FAILED", why, Map.of());
        }

        /** The same, being taken back. */
        public Member undoneBy(String operationId) {
            return new Member(name, volume, operation, earlier, operationId, state, error, unknown);
        }

        /** The same, as it ended. */
        public Member ended(String finalState, @Nullable Failure why) {
            return new Member(name, volume, operation, earlier, undo, finalState, why, unknown);
        }

        /** The operation that is to end before this has; empty when none is. */
        @JsonIgnore
        public String awaited() {
            return undo.isEmpty() ? operation : undo;
        }
    }

    public OperationRecord {
        mode = mode == null ? "" : mode;
        members = members == null ? List.of() : List.copyOf(members);
        successor = successor == null ? "" : successor;
        note = note == null ? "" : note;
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** States from which nothing changes any more. */
    private static final List<String> TERMINAL = List.of("SUCCEEDED", "FAILED", "CANCELLED", "SUPERSEDED");

    /** Whether it has ended. */
    @JsonIgnore
    public boolean terminal() {
        return TERMINAL.contains(state);
    }

    /** Whether it is several changes together. */
    @JsonIgnore
    public boolean bulk() {
        return !mode.isEmpty();
    }

    /** The same, of several changes together. */
    public OperationRecord of(String bulkMode, List<Member> all) {
        return new OperationRecord(
                SCHEMA,
                id,
                kind,
                subject,
                name,
                state,
                idempotencyKey,
                requestId,
                traceparent,
                createdAt,
                completedAt,
                error,
                successor,
                note,
                bulkMode,
                all,
                unknown);
    }

    /** The same on its way to a failure or a cancellation. */
    public OperationRecord turning(String nextState, Failure why) {
        return copy(nextState, completedAt, why, successor, note);
    }

    /** The same, ended. */
    public OperationRecord ended(String finalState, String at) {
        return copy(finalState, at, error, successor, note);
    }

    /** The same, with a note. */
    public OperationRecord noted(String text) {
        return copy(state, completedAt, error, successor, text);
    }

    /** The same, ended since another operation took its place. */
    public OperationRecord superseded(Failure why, String by, String at) {
        return copy("SUPERSEDED", at, why, by, note);
    }

    private OperationRecord copy(
            String nextState, String nextCompletedAt, Failure nextError, String nextSuccessor, String nextNote) {
        return new OperationRecord(
                SCHEMA,
                id,
                kind,
                subject,
                name,
                nextState,
                idempotencyKey,
                requestId,
                traceparent,
                createdAt,
                nextCompletedAt,
                nextError,
                nextSuccessor,
                nextNote,
                mode,
                members,
                unknown);
    }
}
