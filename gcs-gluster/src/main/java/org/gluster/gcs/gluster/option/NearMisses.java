/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The keys that a misspelt name may have meant. */
final class NearMisses {
    private static final int SHOWN = 3;
    private static final int LONGEST = 100;

    private NearMisses() {}

    static List<String> of(String name, Collection<String> keys) {
        if (name.length() > LONGEST) {
            return List.of();
        }
        int far = 1 + name.length() / 4;
        return keys.stream()
                .filter(key -> distance(name, key) <= far)
                .sorted(Comparator.<String>comparingInt(key -> distance(name, key))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** The whole key, or its end when only that was written. */
    private static int distance(String name, String key) {
        int whole = edits(name, key);
        return name.indexOf('.') >= 0 ? whole : Math.min(whole, edits(name, key.substring(key.indexOf('.') + 1)));
    }

    private static int edits(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int above = row[j];
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, change);
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
