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
 * @param bricksOfProcess most bricks of one process, whatever the machine allows
 */
public record BrickCost(
        int descriptors,
        int descriptorsOfProcess,
        int threads,
        int threadsOfProcess,
        int kernelThreads,
        long memory,
        long memoryOfProcess,
        int bricksOfProcess) {
    private static final long KIB = 1 << 10;

    /** Bricks that have a process each: 266 files and 15 threads, 14 to 25 MiB. */
    public static final BrickCost ALONE = new BrickCost(258, 12, 0, 15, 8, 0, 25 * KIB * KIB, 1);

    /**
     * Bricks that share processes: 258 files, and some for their clients; 5 threads; 0.7 MB alone and 2.2 MB with self-heal
     * connected. With 1,500 of them 3.8 MB of the machine's memory are gone for each; when each process had more heaps, with 5,061 of
     * them 4.1 MB, all told: 2.9 of its process, 0.3 of the self-heal daemons, and the rest of the kernel, for a file system, a
     * loop device and their threads.
     */
    public static final BrickCost SHARED = new BrickCost(300, 200, 5, 10, 8, 4000 * KIB, 14 * KIB * KIB, 250);

    /** How bricks are run by this release. */
    public static final BrickCost USED = SHARED;

    /** How many bricks one process can serve that may have so many open files. */
    public long bricksOfProcess(long openFiles) {
        return Math.min(bricksOfProcess, Math.max(0, openFiles - descriptorsOfProcess) / descriptors);
    }
}
