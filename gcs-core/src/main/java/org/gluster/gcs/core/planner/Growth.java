/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * How large the bricks of a volume must be to hold more, sized as those of a new one and never smaller than they are.
 *
 * @param brick bytes of each that holds data
 * @param arbiter bytes of each arbiter; as {@code brick} where there is none
 * @param usable bytes that clients can store then
 */
public record Growth(long brick, long arbiter, long usable) {

    /**
     * The growth of a volume.
     *
     * @param capacity what it is to hold
     * @param sets how many sets of bricks it has
     * @param averageFile of what is stored in it, by which arbiters are sized
     * @param small whether its bricks may be smaller than XFS supports
     * @param brick bytes of its largest brick now
     * @param arbiter bytes of its largest arbiter now; as {@code brick} where there is none
     * @throws org.gluster.gcs.InvalidRequestException when it is more than bricks can have
     */
    public static Growth of(
            Capacity capacity,
            Redundancy redundancy,
            int sets,
            Capacity averageFile,
            SmallBricks small,
            long brick,
            long arbiter) {
        VolumeRequest like = VolumeRequest.of(volume -> volume.name("growing")
                .capacity(capacity)
                .redundancy(redundancy)
                .subvolumes(sets)
                .averageFileSize(averageFile)
                .smallBricks(small)
                .minBrickSize(Capacity.ofBytes(brick)));
        Shape shape = Shape.of(like, sets);
        return new Growth(shape.brick(), Math.max(arbiter, shape.arbiter()), shape.usable());
    }
}
