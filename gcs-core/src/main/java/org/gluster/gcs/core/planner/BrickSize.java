/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import org.gluster.gcs.volume.SmallBricks;

/**
 * How large an image must be for a client to store so many bytes. Measured with xfsprogs 6.1 ({@code -i size=512 -n
 * size=8192}) as what {@code statfs} offers of the empty file system, less the 1 % of it that GlusterFS keeps for itself
 * ({@code storage.reserve}):
 *
 * <ul>
 *   <li>from 300 MiB on, log and metadata take 81 MiB of 300 MiB, 103 MiB of 1 GiB, and never more than 96 MiB + 0.8 % up
 *       to 12 TiB;
 *   <li>below, made with {@code --unsupported -m reflink=0}: 11.3 MiB of 16 MiB, 15.0 of 20, 56.2 of 64, 116.3 of 128,
 *       236.5 of 256 and 276.9 of 299 MiB are left, which is never less than 15/16 of the image less 4 MiB.
 * </ul>
 */
final class BrickSize {
    /** Images are whole extents of LVM's default size. */
    static final long UNIT = 4L << 20;

    private static final long MIB = 1L << 20;
    private static final long SUPPORTED = 300 * MIB;
    private static final long SMALLEST = 16 * MIB;
    private static final long FIXED = 96 * MIB;
    private static final long SMALL_FIXED = 4 * MIB;

    private BrickSize() {}

    /**
     * Bytes of the image that holds at least so many bytes of data.
     *
     * @throws ArithmeticException when that is more than a long holds
     */
    static long holding(long data, SmallBricks small) {
        if (small == SmallBricks.SMALL && data < SUPPORTED) {
            long size = roundUp(ceilDiv((data + SMALL_FIXED) * 16, 15));
            if (isSmall(size)) {
                return Math.max(SMALLEST, size);
            }
        }
        long withReserve = Math.addExact(data, data / 99 + 1);
        long withFixed = Math.addExact(withReserve, FIXED);
        return Math.max(SUPPORTED, roundUp(Math.addExact(withFixed, withFixed / 124 + 1)));
    }

    /** Bytes that so many images take at least that hold so many bytes between them. */
    static long leastOf(long data, long images, SmallBricks small) {
        long each = small == SmallBricks.SMALL ? SMALL_FIXED : FIXED;
        return Math.addExact(Math.addExact(data, data / 99), Math.multiplyExact(images, each));
    }

    /** Bytes of data that an image of this size holds at least. */
    static long usable(long size) {
        if (isSmall(size)) {
            return size - ceilDiv(size, 16) - SMALL_FIXED;
        }
        long left = size - size / 125 - FIXED;
        return left - left / 100 - 1;
    }

    /** Whether an image of this size is below what XFS supports. */
    static boolean isSmall(long size) {
        return size < SUPPORTED;
    }

    /** The most bytes of data whose image is no larger than this; negative when there is no image so small. */
    static long fitting(long size, SmallBricks small) {
        long fits = -1;
        long tooMuch = size + 1;
        while (tooMuch - 1 > fits) {
            long middle = fits + ((tooMuch - fits) >>> 1);
            if (fits(middle, size, small)) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        return fits;
    }

    private static boolean fits(long data, long size, SmallBricks small) {
        try {
            return holding(data, small) <= size;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** The next whole number of extents. */
    static long roundUp(long size) {
        return Math.multiplyExact(Math.addExact(size, UNIT - 1) / UNIT, UNIT);
    }

    static long ceilDiv(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }
}
