/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The target of a request as Go's HTTP server and GlusterD2's router understand it.
 *
 * @param decoded the path without its percent encoding, as bytes
 * @param query the query with its question mark, as sent; empty when there is none
 */
record TargetPath(byte[] decoded, String query) {
    private static final String UNESCAPED = "$&+,/:;=@-_.~";

    /** Empty when an escape in the path is malformed. */
    static Optional<TargetPath> of(String target) {
        int question = target.indexOf('?');
        byte[] path = (question < 0 ? target : target.substring(0, question)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(path.length);
        for (int i = 0; i < path.length; i++) {
            if (path[i] != '%') {
                decoded.write(path[i]);
                continue;
            }
            int high = i + 2 < path.length ? Character.digit(path[i + 1], 16) : -1;
            int low = i + 2 < path.length ? Character.digit(path[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return Optional.of(new TargetPath(decoded.toByteArray(), question < 0 ? "" : target.substring(question)));
    }

    /** Where GlusterD2's router sends whoever asked with empty, {@code .} or {@code ..} segments; empty for a clean path. */
    Optional<String> redirect() {
        String path = new String(decoded, StandardCharsets.ISO_8859_1);
        String clean = clean(path);
        return clean.equals(path) ? Optional.empty() : Optional.of(encoded(clean) + query);
    }

    private static String clean(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String clean = "/" + String.join("/", kept);
        return path.endsWith("/") && !clean.equals("/") ? clean + "/" : clean;
    }

    private static String encoded(String latin) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < latin.length(); i++) {
            char one = latin.charAt(i);
            if ((one < 0x80 && Character.isLetterOrDigit(one)) || UNESCAPED.indexOf(one) >= 0) {
                encoded.append(one);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(one >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(one & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
