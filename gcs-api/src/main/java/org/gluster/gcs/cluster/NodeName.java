/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Texts;

/**
 * The name of a node, unique in its cluster: 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or
 * digit.
 *
 * @param value the text
 */
@Incubating(since = "0.1.0")
public record NodeName(String value) implements Comparable<NodeName> {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /** Checks the syntax; anything else throws {@link org.gluster.gcs.InvalidRequestException}. */
    public NodeName {
        Texts.matching(
                SYNTAX,
                value,
                "node name",
                "1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit");
    }

    /** Returns the text as a checked value. */
    public static NodeName of(String value) {
        return new NodeName(value);
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
