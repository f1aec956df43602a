/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Paths and queries as Go's HTTP server and GlusterD2's router understand them. Pure. */
final class Paths {
    private static final String UNRESERVED = "-_.~$&+,/:;=@";

    private Paths() {}

    /** The bytes behind percent escapes as text; empty when an escape is malformed. A plus sign stays one. */
    static Optional<String> decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.write(given[i]);
                continue;
            }
            if (i + 2 >= given.length) {
                return Optional.empty();
            }
            int high = Character.digit(given[i + 1], 16);
            int low = Character.digit(given[i + 2], 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    /** A path in which everything that must be is escaped. */
    static String encoded(String path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                text.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return text.toString();
    }

    /** A decoded path without empty, {@code .} and {@code ..} segments; a slash at the end stays. */
    static String clean(String path) {
        List<String> kept = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.add(segment);
            }
        }
        String clean = "/" + String.join("/", kept);
        return path.endsWith("/") && clean.length() > 1 ? clean + "/" : clean;
    }

    /** The values of a query, each key with its first; what cannot be decoded is left out. */
    static SortedMap<String, String> query(String text) {
        SortedMap<String, String> query = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            Optional<String> key = decoded((equals < 0 ? pair : pair.substring(0, equals)).replace('+', ' '));
            Optional<String> value =
                    decoded(equals < 0 ? "" : pair.substring(equals + 1).replace('+', ' '));
            if (key.isPresent() && value.isPresent()) {
                query.putIfAbsent(key.get(), value.get());
            }
        }
        return Collections.unmodifiableSortedMap(query);
    }
}
