/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request, as whatever carries it sees it. Immutable.
 *
 * @param method the HTTP method, in capitals
 * @param target the path with its query, percent-encoded, from the slash after the authority on; it begins with one
 * @param headers further headers by lower-case name; credentials are the transport's business and never here
 * @param json the body, or {@code null} for none
 * @param repeatability what may be done when the answer is lost
 * @param deadline how long it may take in all, attempts and pauses included, or {@code null} for the transport's own limit
 */
public record RestCall(
        String method,
        String target,
        SortedMap<String, String> headers,
        @Nullable String json,
        Repeatability repeatability,
        @Nullable Duration deadline) {

    /** Checks and copies. */
    public RestCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(repeatability, "repeatability");
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("a target begins with a slash, not as in " + target);
        }
        SortedMap<String, String> copy = new TreeMap<>();
        headers.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
        headers = Collections.unmodifiableSortedMap(copy);
    }

    /** A request without a body. */
    public static RestCall of(String method, String target, Repeatability repeatability) {
        return new RestCall(method, target, new TreeMap<>(), null, repeatability, null);
    }

    /** A request that changes nothing. */
    public static RestCall get(String target) {
        return of("GET", target, Repeatability.READ);
    }

    /** The same with that body. */
    public RestCall withJson(String body) {
        return new RestCall(method, target, headers, Objects.requireNonNull(body, "body"), repeatability, deadline);
    }

    /** The same with one more header. */
    public RestCall withHeader(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new RestCall(method, target, more, json, repeatability, deadline);
    }

    /** The same with that limit for everything. */
    public RestCall within(Duration limit) {
        return new RestCall(method, target, headers, json, repeatability, Objects.requireNonNull(limit, "limit"));
    }

    /** The body, if there is one. */
    public Optional<String> body() {
        return Optional.ofNullable(json);
    }
}
