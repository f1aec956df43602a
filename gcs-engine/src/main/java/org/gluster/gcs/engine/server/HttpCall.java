/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One HTTP request as handlers see it, whatever carried it. Immutable.
 *
 * @param method the HTTP method as sent
 * @param target the path with its query as sent, percent-encoded
 * @param headers by lower-case name; of several with one name the first
 * @param body the body as text, empty when there was none
 * @param caller who asks
 */
public record HttpCall(String method, String target, SortedMap<String, String> headers, String body, Caller caller) {

    /** Checks and copies. */
    public HttpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(caller, "caller");
        SortedMap<String, String> copy = new TreeMap<>();
        headers.forEach((name, value) -> copy.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        headers = Collections.unmodifiableSortedMap(copy);
    }

    /** The value of that header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The path as sent, percent-encoded, without the query. */
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** What follows the question mark, as sent; empty when there is none. */
    public String query() {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }
}
