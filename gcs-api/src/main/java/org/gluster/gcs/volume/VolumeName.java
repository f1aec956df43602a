/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Texts;

/**
 * The name of a volume, unique in its cluster: 1 to 200 letters, digits, {@code _} or {@code -}.
 *
 * @param value the text
 */
@Incubating(since = "0.1.0")
public record VolumeName(String value) implements Comparable<VolumeName> {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    /** Checks the syntax; anything else throws {@link org.gluster.gcs.InvalidRequestException}. */
    public VolumeName {
        Texts.matching(SYNTAX, value, "volume name", "1 to 200 letters, digits, '_' or '-'");
    }

    /** Returns the text as a checked value. */
    public static VolumeName of(String value) {
        return new VolumeName(value);
    }

    @Override
    public int compareTo(VolumeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
