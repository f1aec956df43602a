/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.UUID;
import java.util.regex.Pattern;
import org.gluster.gcs.internal.Texts;

/**
 * Makes a change safe to ask for again: the same key with the same request gives the same operation, the same key with
 * another request an {@link IdempotencyConflictException}. It is 1 to 128 printable ASCII characters.
 *
 * @param value the text
 */
@Incubating(since = "0.1.0")
public record IdempotencyKey(String value) implements Comparable<IdempotencyKey> {

    private static final Pattern SYNTAX = Pattern.compile("[\\x20-\\x7e]{1,128}");

    /** Checks the syntax; anything else throws {@link org.gluster.gcs.InvalidRequestException}. */
    public IdempotencyKey {
        Texts.matching(SYNTAX, value, "idempotency key", "1 to 128 printable ASCII characters");
    }

    /** Returns the text as a checked value. */
    public static IdempotencyKey of(String value) {
        return new IdempotencyKey(value);
    }

    /** Returns a new key that no one else has. */
    public static IdempotencyKey random() {
        return new IdempotencyKey(UUID.randomUUID().toString());
    }

    @Override
    public int compareTo(IdempotencyKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
