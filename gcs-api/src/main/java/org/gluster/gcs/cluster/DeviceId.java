/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.UUID;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Texts;

/**
 * The id of a device.
 *
 * @param value the UUID
 */
@Incubating(since = "0.1.0")
public record DeviceId(UUID value) implements Comparable<DeviceId> {

    /** Returns the id of that UUID. */
    public static DeviceId of(UUID value) {
        return new DeviceId(value);
    }

    /**
     * Parses the text form of 36 characters.
     *
     * @throws InvalidRequestException when it is anything else
     */
    public static DeviceId parse(String text) {
        return new DeviceId(Texts.uuid("device id", text));
    }

    /** Orders by the text form, which {@link UUID#compareTo} does not. */
    @Override
    public int compareTo(DeviceId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
