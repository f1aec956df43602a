/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.UUID;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Texts;

/**
 * The id of a volume; a volume deleted and made again under its old name has another one.
 *
 * @param value the UUID
 */
@Incubating(since = "0.1.0")
public record VolumeId(UUID value) implements Comparable<VolumeId> {

    /** Returns the id of that UUID. */
    public static VolumeId of(UUID value) {
        return new VolumeId(value);
    }

    /**
     * Parses the text form of 36 characters.
     *
     * @throws InvalidRequestException when it is anything else
     */
    public static VolumeId parse(String text) {
        return new VolumeId(Texts.uuid("volume id", text));
    }

    /** Orders by the text form, which {@link UUID#compareTo} does not. */
    @Override
    public int compareTo(VolumeId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
