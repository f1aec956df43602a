/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.util.UUID;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Texts;

/**
 * The id of an operation; it stays valid after a restart.
 *
 * @param value the UUID
 */
@Incubating(since = "0.1.0")
public record OperationId(UUID value) implements Comparable<OperationId> {

    /** Returns the id of that UUID. */
    public static OperationId of(UUID value) {
        return new OperationId(value);
    }

    /**
     * Parses the text form of 36 characters.
     *
     * @throws InvalidRequestException when it is anything else
     */
    public static OperationId parse(String text) {
        return new OperationId(Texts.uuid("operation id", text));
    }

    /** Orders by the text form, which {@link UUID#compareTo} does not. */
    @Override
    public int compareTo(OperationId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
