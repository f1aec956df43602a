/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gluster.gcs.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** Gathers everything wrong with one value, so that the caller hears all of it at once. */
public final class Problems {

    private final String subject;
    private final List<String> found = new ArrayList<>();

    /** @param subject what is being built, e.g. {@code "volume request"} */
    public Problems(String subject) {
        this.subject = subject;
    }

    /**
     * Notes a missing value. What is returned is null when the value is missing; the constructor that calls this ends
     * with {@link #throwIfAny()}, so no such null escapes.
     */
    @SuppressWarnings("NullAway")
    public <T> T required(String field, @Nullable T value) {
        if (value == null) {
            found.add(field + " is required");
        }
        return value;
    }

    /** Parses a required text, noting that it is missing or malformed; see {@link #required} for the null. */
    @SuppressWarnings("NullAway")
    public <T> T parsed(String field, @Nullable String text, Function<String, T> parser) {
        return required(field, text) == null ? null : optional(text, parser);
    }

    /** Parses a text if there is one, noting that it is malformed. */
    public <T> @Nullable T optional(@Nullable String text, Function<String, T> parser) {
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (InvalidRequestException malformed) {
            found.addAll(malformed.problems());
            return null;
        }
    }

    /** Builds a part, noting everything wrong with it and going on with the substitute. */
    public <T> T collect(Supplier<T> part, T substitute) {
        try {
            return part.get();
        } catch (InvalidRequestException malformed) {
            found.addAll(malformed.problems());
            return substitute;
        }
    }

    /** Notes the problem unless the condition holds. */
    public void check(boolean holds, String problem) {
        if (!holds) {
            found.add(problem);
        }
    }

    /** Throws everything noted so far as one exception, or does nothing. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw InvalidRequestException.of(subject, found);
        }
    }
}
