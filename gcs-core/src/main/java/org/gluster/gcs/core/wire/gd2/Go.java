/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What Go takes for granted. */
final class Go {
    /** The order of bytes in UTF-8, in which Go writes the keys of a map. */
    static final Comparator<String> KEY_ORDER = Go::compare;

    private Go() {}

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Surrogates come after all other characters in UTF-8, and before some of them in UTF-16. */
    private static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameKind ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** The same with U+FFFD, as Go reads them, in the place of surrogates that are not a pair. */
    static String wellFormed(String text) {
        int at = firstLoneSurrogate(text);
        if (at < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length()).append(text, 0, at);
        text.substring(at)
                .codePoints()
                .forEach(point -> mended.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point));
        return mended.toString();
    }

    private static int firstLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
