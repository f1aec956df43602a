/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What may stand in a volfile. The lexer of GlusterFS splits at blanks, takes {@code #} as the begin of a comment, and
 * hands everything between back quotes to a <em>shell</em>, even inside quotes: a back quote is never let through.
 */
final class Tokens {
    private static final Set<String> RESERVED = Set.of("volume", "type", "option", "subvolumes", "end-volume");

    private Tokens() {}

    /** Checks a translator's name, a type or an option's key: one unquoted word. */
    static String word(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        value(what, text);
        if (needsQuotes(text)) {
            throw new IllegalArgumentException(what + " '" + text
                    + "' is not one plain word: no blank, no leading '#', and none of the volfile's keywords");
        }
        return text;
    }

    /** Checks an option's value: anything on one line that no quoting can turn against us. */
    static String value(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '`' || c == '"' || c == '\\') {
                throw new IllegalArgumentException(what + " has the character U+"
                        + String.format("%04X", (int) c) + " at index " + i
                        + "; control characters, quotes, back quotes and backslashes cannot stand in a volfile");
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + " is not well-formed Unicode");
        }
        return text;
    }

    /** As it is written: quoted only where the lexer would misread it. */
    static String written(String value) {
        return needsQuotes(value) ? '"' + value + '"' : value;
    }

    private static boolean needsQuotes(String text) {
        return text.indexOf(' ') >= 0 || text.startsWith("#") || RESERVED.contains(text);
    }
}
