/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.OperationJson;
import org.gluster.gcs.engine.server.Caller.Role;
import org.jspecify.annotations.Nullable;

/**
 * One method at one path of {@code /gcs/v1}: who may call it, what it takes and answers, and what does it. The description
 * in {@code docs/openapi.json} is made of these.
 *
 * @param method the HTTP method
 * @param path below {@code /gcs/v1/}; a segment in braces is a name
 * @param role the least that a caller must be
 * @param summary what it does, in a sentence
 * @param query what the query may have
 * @param request the record of the body, where it takes one
 * @param response the record of the answer; nothing for an object of any form
 * @param each whether the answer is a list of such records
 * @param status of the answer
 * @param keyed whether it makes a change that {@code Idempotency-Key} can name
 * @param handler answers
 */
record ApiRoute(
        String method,
        String path,
        Role role,
        String summary,
        List<Parameter> query,
        Optional<Class<? extends Record>> request,
        Optional<Class<? extends Record>> response,
        boolean each,
        int status,
        boolean keyed,
        Function<ApiHandlers.Call, HttpAnswer> handler) {

    /** What the text of a parameter must be. */
    enum Text {
        /** Anything. */
        ANY,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A whole number that is not negative. */
        NUMBER,
        /** The id of an event. */
        EVENT_ID,
        /** A UUID. */
        UUID,
        /** Name of an {@code OperationState}. */
        OPERATION_STATE,
        /** Name of an {@code OperationKind}. */
        OPERATION_KIND,
        /** {@code keep} or {@code stop}. */
        DATA_PLANE
    }

    /**
     * One parameter of the query.
     *
     * @param required whether the route cannot do without
     */
    record Parameter(String name, Text text, boolean required, String summary) {}

    static Builder get(String path, String summary) {
        return new Builder("GET", path, summary);
    }

    static Builder post(String path, String summary) {
        return new Builder("POST", path, summary);
    }

    static Builder patch(String path, String summary) {
        return new Builder("PATCH", path, summary);
    }

    static Builder delete(String path, String summary) {
        return new Builder("DELETE", path, summary);
    }

    static InvalidRequestException invalid(String problem) {
        return InvalidRequestException.of("request", List.of(problem));
    }

    boolean matches(List<String> segments) {
        String[] pattern = path.split("/", -1);
        if (segments.size() != pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].startsWith("{") && !pattern[i].equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Refuses what the route would not look at: a mistyped {@code stopFirst} must not become none. */
    void check(SortedMap<String, String> given) {
        List<String> names = query.stream().map(Parameter::name).toList();
        List<String> problems = new ArrayList<>();
        given.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add("the query has \"" + name + "\", and "
                        + (names.isEmpty()
                                ? "none is taken here"
                                : "only " + String.join(", ", names) + " are taken here")));
        if (!problems.isEmpty()) {
            throw InvalidRequestException.of("request", problems);
        }
    }

    /** Says what a route is. */
    static final class Builder {
        private final String method;
        private final String path;
        private final String summary;
        private final List<Parameter> query = new ArrayList<>();
        private Role role = Role.READ;
        private @Nullable Class<? extends Record> request;
        private @Nullable Class<? extends Record> response;
        private boolean each;
        private int status = 200;
        private boolean keyed;

        private Builder(String method, String path, String summary) {
            this.method = method;
            this.path = path;
            this.summary = summary;
        }

        Builder role(Role least) {
            role = least;
            return this;
        }

        Builder query(String name, Text text, String about) {
            query.add(new Parameter(name, text, false, about));
            return this;
        }

        Builder required(String name, Text text, String about) {
            query.add(new Parameter(name, text, true, about));
            return this;
        }

        Builder takes(Class<? extends Record> body) {
            request = body;
            return this;
        }

        Builder answers(Class<? extends Record> body) {
            response = body;
            return this;
        }

        Builder answersEach(Class<? extends Record> body) {
            response = body;
            each = true;
            return this;
        }

        Builder answersAnyObject() {
            response = null;
            return this;
        }

        Builder status(int other) {
            status = other;
            return this;
        }

        /** It begins an operation, exactly once for a key. */
        Builder begins() {
            keyed = true;
            status = 202;
            response = OperationJson.class;
            return this;
        }

        ApiRoute by(Function<ApiHandlers.Call, HttpReply> handler) {
            return byWaiting(call -> new HttpAnswer.Now(handler.apply(call)));
        }

        /** The same, whose answer may wait. */
        ApiRoute byWaiting(Function<ApiHandlers.Call, HttpAnswer> handler) {
            return new ApiRoute(
                    method,
                    path,
                    role,
                    summary,
                    List.copyOf(query),
                    Optional.ofNullable(request),
                    Optional.ofNullable(response),
                    each,
                    status,
                    keyed,
                    handler);
        }
    }
}
