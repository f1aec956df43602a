/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import java.util.SortedMap;

/**
 * One request as it is sent.
 *
 * @param kind what is wrong with it, if anything
 * @param method the HTTP method
 * @param target path and query, percent-encoded or not
 * @param headers by name
 * @param body empty for none
 */
record Input(Kind kind, String method, String target, SortedMap<String, String> headers, String body) {
    /** How far from right an input is. */
    enum Kind {
        /** As the document says. */
        VALID,
        /** But for one thing. */
        NEARLY,
        /** Nothing like it. */
        HOSTILE
    }

    private static final int SHOWN = 400;

    /** For a person: what is long is cut. */
    @Override
    public String toString() {
        return kind + " " + method + " " + cut(target) + (headers.isEmpty() ? "" : " " + cut(headers.toString()))
                + (body.isEmpty() ? "" : " body " + cut(body));
    }

    private static String cut(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(SHOWN).forEach(one -> {
            if (one >= ' ' && one < 127) {
                shown.append((char) one);
            } else {
                shown.append(String.format("\\u%04x", one));
            }
        });
        return text.length() > SHOWN ? shown + "... (" + text.length() + " characters)" : shown.toString();
    }
}
