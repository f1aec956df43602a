/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

/**
 * What a brick takes of its machine. This is the one place for these figures, which were measured with GlusterFS 10.3.
 *
 * @param descriptors open files of its process for one brick
 * @param descriptorsOfProcess and for the process itself
 * @param threads of its process for one brick
 * @param threadsOfProcess and for the process itself
 * @param kernelThreads of its mounted file system
 * @param memory bytes, with its clients and self-heal connected
 * @param memoryOfProcess and of the process itself
 * @param processes how many there are at most; 0 for one of each brick
 */
public record BrickCost(
        int descriptors,
        int descriptorsOfProcess,
        int threads,
        int threadsOfProcess,
        int kernelThreads,
        long memory,
        long memoryOfProcess,
        int processes) {
    private static final long KIB = 1 << 10;

    /** Bricks that have a process each: 266 files and 15 threads, 14 to 25 MiB. */
    public static final BrickCost ALONE = new BrickCost(258, 12, 0, 15, 8, 0, 25 * KIB * KIB, 0);

    /**
     * Bricks that share processes, 8 at most: 258 files and 5 threads, 1.2 MB alone and 2.6 MB with self-heal connected, and
     * 0.63 MB of the kernel for the mount.
     */
    public static final BrickCost SHARED = new BrickCost(258, 12, 5, 10, 8, 3310 * KIB, 14 * KIB * KIB, 8);

    /** How bricks are run by this release. */
    public static final BrickCost USED = ALONE;
}
