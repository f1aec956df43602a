/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.internal;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.gluster.gcs.InvalidRequestException;

/** Syntax shared by several values. */
public final class Texts {

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})");

    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9][A-Za-z0-9._-]{0,252}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9]{1,15})?");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int SHOWN = 80;

    private Texts() {}

    /** Returns the text if the whole of it matches, else throws naming it. */
    public static String matching(Pattern pattern, String text, String what, String rule) {
        if (!pattern.matcher(text).matches()) {
            throw InvalidRequestException.of(what, List.of(what + " " + quoted(text) + " must be " + rule));
        }
        return text;
    }

    /** Parses the canonical text form of a UUID, else throws naming the text. */
    public static UUID uuid(String what, String text) {
        matching(UUID_FORM, text, what, "a UUID of 36 characters");
        return UUID.fromString(text);
    }

    /** Returns the text if it is a host name, an IPv4 or a bare IPv6 address, else throws naming it. */
    public static String address(String text) {
        return matching(
                NUMBERS.matcher(text).matches() ? IPV4 : ADDRESS,
                text,
                "address",
                "a host name or an IP address, without a port");
    }

    /** Returns the text if it starts at the root, names something below it and is printable, else throws naming it. */
    public static String absolutePath(String text) {
        if (text.length() < 2 || text.charAt(0) != '/' || !isPrintable(text)) {
            throw InvalidRequestException.of(
                    "path", List.of("path " + quoted(text) + " must be absolute, below the root, and printable"));
        }
        return text;
    }

    /** Returns whether the text holds no control character, line or paragraph separator. */
    public static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || Character.getType(c) == Character.SURROGATE);
    }

    /** Returns the text in quotes for a message: cut where long, control characters shown as question marks. */
    public static String quoted(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        StringBuilder shown = new StringBuilder("\"");
        cut.codePoints().forEach(c -> shown.appendCodePoint(isPrintable(Character.toString(c)) ? c : '?'));
        return shown.append('"').toString();
    }
}
