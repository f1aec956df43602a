/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * What must be placed for a request with so many sets.
 *
 * @param sets how many
 * @param perSet bricks of each, an arbiter included
 * @param arbiters how many of them are arbiters: 0 or 1, the last
 * @param brick bytes of each other one
 * @param arbiter bytes of an arbiter; as {@code brick} where there is none
 * @param usable bytes that clients can store
 */
record Shape(int sets, int perSet, int arbiters, long brick, long arbiter, long usable) {
    /** What an arbiter needs for a file, by GlusterFS' documentation. */
    private static final long ARBITER_BYTES_PER_FILE = 4096;

    /** What GlusterFS' erasure code rounds a fragment up to. */
    private static final long FRAGMENT = 512;

    /**
     * The shape of a request.
     *
     * @throws InvalidRequestException when it is more than a long holds
     */
    static Shape of(VolumeRequest request, int sets) {
        try {
            return exactly(request, sets);
        } catch (ArithmeticException overflow) {
            throw InvalidRequestException.of(
                    "volume request",
                    List.of("a capacity of " + request.capacity() + " is more than " + sets
                            + (sets == 1 ? " set of bricks" : " sets of bricks") + " can have"));
        }
    }

    private static Shape exactly(VolumeRequest request, int sets) {
        Redundancy redundancy = request.redundancy();
        int data = redundancy.dataBricks();
        long perSet = BrickSize.ceilDiv(request.capacity().bytes(), sets);
        long fragment = BrickSize.ceilDiv(perSet, data);
        if (data > 1) {
            fragment = Math.multiplyExact(BrickSize.ceilDiv(fragment, FRAGMENT), FRAGMENT);
        }
        long least = least(request);
        long brick = Math.max(least, BrickSize.holding(fragment, small(request, least)));
        boolean arbiter = redundancy instanceof Redundancy.Arbiter;
        long usable = Math.multiplyExact(BrickSize.usable(brick), Math.multiplyExact((long) sets, data));
        return new Shape(
                sets,
                redundancy.bricksPerSubvolume(),
                arbiter ? 1 : 0,
                brick,
                arbiter ? Math.min(brick, arbiter(request, perSet)) : brick,
                usable);
    }

    private static long least(VolumeRequest request) {
        return BrickSize.roundUp(request.minBrickSize().map(Capacity::bytes).orElse(0L));
    }

    /** A brick that must be large is none of the small ones, which hold more of what they take. */
    private static SmallBricks small(VolumeRequest request, long least) {
        return BrickSize.isSmall(least) ? request.smallBricks() : SmallBricks.ROUND_UP;
    }

    private static long arbiter(VolumeRequest request, long perSet) {
        long files = BrickSize.ceilDiv(perSet, request.averageFileSize().bytes());
        return BrickSize.holding(Math.multiplyExact(files, ARBITER_BYTES_PER_FILE), request.smallBricks());
    }

    /** The most that so many sets can hold whose bricks are no larger than that. */
    static long capacity(VolumeRequest request, int sets, long brick) {
        long fragment = BrickSize.fitting(brick, small(request, least(request)));
        try {
            return Math.multiplyExact(
                    fragment, (long) sets * request.redundancy().dataBricks());
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE - 1;
        }
    }

    int bricks() {
        return Math.multiplyExact(sets, perSet);
    }

    /** Bricks of a set that hold data. */
    int dataPerSet() {
        return perSet - arbiters;
    }

    /** Whether the last brick of each set has another size than the others. */
    boolean unequal() {
        return arbiters > 0 && arbiter != brick;
    }

    boolean isArbiter(int index) {
        return arbiters > 0 && index % perSet == perSet - 1;
    }

    /** Bytes of a brick. */
    long size(int index) {
        return isArbiter(index) ? arbiter : brick;
    }

    /** Bytes that the bricks of so many sets, and of any larger number, take in all at least; saturated. */
    static long leastOf(VolumeRequest request, int sets) {
        Redundancy redundancy = request.redundancy();
        int dataPerSet = redundancy.bricksPerSubvolume() - (redundancy instanceof Redundancy.Arbiter ? 1 : 0);
        try {
            return BrickSize.leastOf(
                    Math.multiplyExact(request.capacity().bytes() / redundancy.dataBricks(), (long) dataPerSet),
                    (long) sets * dataPerSet,
                    request.smallBricks());
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }

    /** One set of such bricks. */
    Shape oneSet() {
        return new Shape(1, perSet, arbiters, brick, arbiter, usable / sets);
    }

    boolean sameSizes(Shape other) {
        return brick == other.brick && arbiter == other.arbiter;
    }
}
