/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an {@link HttpCall} is answered with. Immutable.
 *
 * @param status the HTTP status
 * @param headers those that are particular to this answer, {@code Content-Type} among them when there is a body; names
 *     as they go over the wire
 * @param body as text, sent as UTF-8; empty for none
 */
public record HttpReply(int status, SortedMap<String, String> headers, String body) {
    /** What GlusterD2 says of its JSON. */
    public static final String JSON = "application/json; charset=UTF-8";

    /** Checks and copies. */
    public HttpReply {
        Objects.requireNonNull(body, "body");
        SortedMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableSortedMap(copy);
    }

    /** An answer without a body. */
    public static HttpReply empty(int status) {
        return new HttpReply(status, new TreeMap<>(), "");
    }

    /** An answer in JSON. */
    public static HttpReply json(int status, String json) {
        return empty(status).withBody(JSON, json);
    }

    /** The same with that body. */
    public HttpReply withBody(String contentType, String text) {
        return new HttpReply(status, withHeader("Content-Type", contentType).headers(), text);
    }

    /** The same with that header. */
    public HttpReply withHeader(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new HttpReply(status, more, body);
    }
}
