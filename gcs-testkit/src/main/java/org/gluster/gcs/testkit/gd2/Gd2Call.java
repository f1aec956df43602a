/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gluster.gcs.testkit.http.HttpMessage;

/** One request to a route: its variables, its query, its body and what chance has in store for it. */
record Gd2Call(HttpMessage request, SortedMap<String, String> variables, SplittableRandom chance, long life) {

    String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    String body() {
        return request.text();
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(queries().get(name));
    }

    private SortedMap<String, String> queries() {
        SortedMap<String, String> all = new TreeMap<>();
        int mark = request.target().indexOf('?');
        if (mark >= 0) {
            for (String each : request.target().substring(mark + 1).split("&")) {
                int equals = each.indexOf('=');
                all.putIfAbsent(
                        decoded(equals < 0 ? each : each.substring(0, equals)),
                        equals < 0 ? "" : decoded(each.substring(equals + 1)));
            }
        }
        return all;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
