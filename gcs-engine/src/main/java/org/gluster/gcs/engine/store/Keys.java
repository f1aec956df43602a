/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.util.Comparator;

/** What keys and values are made of, and how keys are ordered. */
final class Keys {
    /** The order of the UTF-8 bytes, which is that of code points. */
    static final Comparator<String> ORDER = Keys::compare;

    private Keys() {}

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate stands for a code point above all others.
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static void requireKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("A key of the store is empty: give it at least one character");
        }
        requireText(key);
    }

    static void requireText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("Text for the store has half a surrogate pair at index " + i
                            + ", which UTF-8 cannot carry: pass whole characters");
                }
                i++;
            }
        }
    }
}
