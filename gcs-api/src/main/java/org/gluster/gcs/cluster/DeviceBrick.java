/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.volume.VolumeName;

/**
 * What one brick has of a device.
 *
 * @param volume the volume it is of
 * @param index its place in the volume, from 0
 * @param id its id
 * @param reserved what it has reserved
 */
@Incubating(since = "0.1.0")
public record DeviceBrick(VolumeName volume, int index, UUID id, Capacity reserved) {

    /** Checks the index; a negative one throws {@link org.gluster.gcs.InvalidRequestException}. */
    public DeviceBrick {
        Problems problems = new Problems("brick of a device");
        problems.required("volume", volume);
        problems.check(index >= 0, "index is negative: " + index);
        problems.required("id", id);
        problems.required("reserved", reserved);
        problems.throwIfAny();
    }
}
