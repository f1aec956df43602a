/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as GlusterD2 makes and takes them. Thread-safe. */
final class Gd2Ids {
    private static final Pattern FORM =
            Pattern.compile("(urn:uuid:)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final SplittableRandom random;

    Gd2Ids(long seed) {
        this.random = new SplittableRandom(seed);
    }

    synchronized String next() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Whether its parser takes it. The store is asked with the text as it is, so that other spellings find nothing. */
    static boolean wellFormed(String text) {
        return FORM.matcher(text).matches();
    }
}
