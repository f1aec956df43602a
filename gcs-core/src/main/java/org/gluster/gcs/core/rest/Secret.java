/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;

/**
 * A secret and where it comes from. Its text is in no {@code toString}, message or log. It is fetched when it is first needed
 * and again when a server rejects it, so that one that was changed is picked up without a restart. Immutable, thread-safe.
 */
@Incubating(since = "0.1.0")
public final class Secret {
    private final String origin;
    private final Supplier<String> source;

    private Secret(String origin, Supplier<String> source) {
        this.origin = origin;
        this.source = source;
    }

    /** Returns the secret of that text, which never changes. */
    public static Secret of(String text) {
        Objects.requireNonNull(text, "text");
        return new Secret("a text", () -> text);
    }

    /** Returns the secret in that file, less the line ends at its end; the file is read when the secret is needed. */
    public static Secret fromFile(Path file) {
        Objects.requireNonNull(file, "file");
        return new Secret("file " + file, () -> NamedFile.read("the secret", file));
    }

    /** Returns the secret that the supplier gives, less the line ends at its end; it is called when the secret is needed. */
    public static Secret from(Supplier<String> source) {
        return new Secret("a supplier", Objects.requireNonNull(source, "source"));
    }

    /**
     * Fetches it.
     *
     * @throws InvalidRequestException when it cannot be had or is empty
     */
    byte[] fetch() {
        String text = source.get();
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        if (end == 0) {
            throw InvalidRequestException.of(
                    "secret", List.of("the secret from " + origin + " is empty; give the server's"));
        }
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8);
    }

    /** Says where it comes from, never what it is. */
    @Override
    public String toString() {
        return "Secret[from " + origin + "]";
    }
}
