/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

/**
 * How large an image must be for a client to store so many bytes. Measured with xfsprogs 6.1 ({@code -i size=512 -n
 * size=8192}): log and metadata take 81 MiB of 300 MiB, 103 MiB of 1 GiB, and never more than 96 MiB + 0.8 % up to
 * 12 TiB; GlusterFS keeps 1 % of what is left for itself ({@code storage.reserve}). xfsprogs makes nothing below 300 MiB.
 */
final class BrickSize {
    private static final long MIB = 1L << 20;
    private static final long SMALLEST = 300 * MIB;
    private static final long FIXED = 96 * MIB;
    private static final long UNIT = 4 * MIB;

    private BrickSize() {}

    /** Bytes of the image that holds at least so many bytes of data. */
    static long holding(long data) {
        long withReserve = Math.addExact(data, data / 99 + 1);
        long withFixed = Math.addExact(withReserve, FIXED);
        long size = Math.addExact(withFixed, withFixed / 124 + 1);
        long rounded = Math.multiplyExact(Math.addExact(size, UNIT - 1) / UNIT, UNIT);
        return Math.max(SMALLEST, rounded);
    }

    /** Bytes of data that an image of this size holds at least. */
    static long usable(long size) {
        long left = size - size / 125 - FIXED;
        return left - left / 100 - 1;
    }
}
