/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Texts;

/**
 * A failure domain, such as a rack: 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit. A
 * node for which none is given is a zone of its own.
 *
 * @param value the text
 */
@Incubating(since = "0.1.0")
public record Zone(String value) implements Comparable<Zone> {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /** Checks the syntax; anything else throws {@link org.gluster.gcs.InvalidRequestException}. */
    public Zone {
        Texts.matching(
                SYNTAX, value, "zone", "1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit");
    }

    /** Returns the text as a checked value. */
    public static Zone of(String value) {
        return new Zone(value);
    }

    /** Returns the zone of a node for which none was given: one named after the node. */
    public static Zone of(NodeName node) {
        return new Zone(node.value());
    }

    @Override
    public int compareTo(Zone other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
