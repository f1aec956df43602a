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

    public OperationRecord {
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
                unknown);
    }
}
