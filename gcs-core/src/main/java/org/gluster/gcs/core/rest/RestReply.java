/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came back. A status of 400 and more is an answer too: whoever made the call says what it means. Immutable.
 *
 * @param status the HTTP status
 * @param headers by lower-case name; of several with one name the first
 * @param body the whole body as text, empty when there was none
 */
public record RestReply(int status, SortedMap<String, String> headers, String body) {

    /** Checks and copies. */
    public RestReply {
        Objects.requireNonNull(body, "body");
        headers = Collections.unmodifiableSortedMap(lowerCase(headers));
    }

    private static SortedMap<String, String> lowerCase(SortedMap<String, String> headers) {
        boolean already = headers.comparator() == null;
        for (String name : headers.keySet()) {
            already &= name.equals(name.toLowerCase(Locale.ROOT));
        }
        if (already) {
            return new TreeMap<>(headers);
        }
        SortedMap<String, String> copy = new TreeMap<>();
        headers.forEach((name, value) -> copy.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return copy;
    }

    /** The value of that header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the status is one of success. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }
}
