/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Texts;

/**
 * The name of an option group: 1 to 63 letters, digits, {@code _ . -}, beginning with a letter or digit.
 *
 * @param value the name itself
 */
@Incubating(since = "0.1.0")
public record OptionGroupName(String value) implements Comparable<OptionGroupName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /** @throws org.gluster.gcs.InvalidRequestException when no group can have that name */
    public OptionGroupName {
        Texts.matching(
                FORM,
                value,
                "option group name",
                "1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit");
    }

    /**
     * Returns the name in a text.
     *
     * @throws org.gluster.gcs.InvalidRequestException when no group can have that name
     */
    public static OptionGroupName of(String value) {
        return new OptionGroupName(value);
    }

    @Override
    public int compareTo(OptionGroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
