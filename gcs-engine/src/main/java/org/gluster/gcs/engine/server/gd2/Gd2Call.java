/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.Optional;
import java.util.SortedMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.engine.server.HttpReply;

/**
 * A request that found its route.
 *
 * @param target path and query as sent
 * @param variables of the path, decoded
 * @param query decoded
 * @param body as sent
 * @param key the {@code Idempotency-Key}, where one was sent; empty for none
 */
record Gd2Call(
        String target, SortedMap<String, String> variables, SortedMap<String, String> query, String body, String key) {

    String variable(String name) {
        return Optional.ofNullable(variables.get(name)).orElseThrow(() -> new IllegalStateException(name));
    }

    String volume() {
        return variable("volname");
    }

    /** What the body says; GlusterD2 mostly does not say what is wrong with one. */
    <T extends Record> T read(Class<T> type) {
        try {
            return Gd2Json.readRequest(body, type);
        } catch (InvalidRequestException unreadable) {
            throw Gd2Failure.of(400, ErrorCode.INVALID_REQUEST, "unable to parse the request", problem(unreadable));
        }
    }

    /** The same, where it does say. */
    <T extends Record> T readOrSay(Class<T> type) {
        try {
            return Gd2Json.readRequest(body, type);
        } catch (InvalidRequestException unreadable) {
            throw Gd2Failure.badRequest(problem(unreadable));
        }
    }

    private static String problem(InvalidRequestException unreadable) {
        return String.join("; ", unreadable.problems());
    }

    /** The same, where no body stands for the defaults. */
    <T extends Record> Optional<T> readIfGiven(Class<T> type) {
        return Gd2Json.isEmpty(body) ? Optional.empty() : Optional.of(readOrSay(type));
    }

    static HttpReply ok(Object value) {
        return json(200, value);
    }

    static HttpReply json(int status, Object value) {
        return HttpReply.json(status, Gd2Json.writeAnswer(value));
    }

    /** An answer to a request that made something: its place is the request's, a slash and its name. */
    HttpReply created(Object value, String name) {
        String place = target.endsWith("/") || name.startsWith("/") ? target + name : target + "/" + name;
        return json(201, value).withHeader("Location", place);
    }
}
