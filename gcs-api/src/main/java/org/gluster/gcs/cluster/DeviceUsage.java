/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;

/**
 * How full the file system of a device really is, as its node saw it last. The node tells anew when something is wrong or
 * well again, and when the use has moved by a twentieth of the size, so this may be behind by that much.
 *
 * @param size of the whole file system
 * @param used by whatever it is
 */
@Incubating(since = "0.1.0")
public record DeviceUsage(Capacity size, Capacity used) {

    /** Checks that nothing is missing. */
    public DeviceUsage {
        Problems problems = new Problems("usage of a device");
        problems.required("size", size);
        problems.required("used", used);
        problems.throwIfAny();
    }

    /** Returns the share of the file system that is used, from 0 to 1. */
    public double share() {
        return size.bytes() == 0 ? 0 : (double) used.bytes() / size.bytes();
    }
}
