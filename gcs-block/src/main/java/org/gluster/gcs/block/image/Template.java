/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;

/**
 * An empty XFS file system in a sparse file, made once for each size and copied for each brick: a copy costs
 * milliseconds and takes on disk only what is not zero, whereas a fresh file system occupies its whole log.
 *
 * @param path the file; its directory exists
 * @param size exact bytes, at least {@link #MIN_SIZE}, or {@link #SMALL_MIN_SIZE} when small; a multiple of {@link
 *     #BLOCK}
 * @param small whether it is made with a log of a few MiB instead of 64 MiB, which the tools offer without support: for
 *     test rigs
 * @param present whether it is wanted
 */
public record Template(Path path, long size, boolean small, boolean present) {

    /** Smallest XFS that current tools make: 300 MiB. */
    public static final long MIN_SIZE = 300L << 20;

    /** Smallest small XFS: 16 MiB, of which 12 MiB are left for files. */
    public static final long SMALL_MIN_SIZE = 16L << 20;

    /** Sizes are multiples of this: 4 KiB. */
    public static final long BLOCK = 4096;

    public Template {
        checkSize(size, small ? SMALL_MIN_SIZE : MIN_SIZE);
    }

    /** A supported file system. */
    public Template(Path path, long size, boolean present) {
        this(path, size, false, present);
    }

    /** The usual file name of the template of this size. */
    public static String fileName(long size, boolean small) {
        return (small ? "xfs-small-" : "xfs-") + size + ".img";
    }

    static void checkSize(long size, long least) {
        if (size < least || size % BLOCK != 0) {
            throw new IllegalArgumentException(
                    "an XFS image needs at least " + least + " bytes and a multiple of " + BLOCK + ", not " + size);
        }
    }

    Path raw() {
        return path.resolveSibling(path.getFileName() + ".part");
    }

    Path packed() {
        return path.resolveSibling(path.getFileName() + ".part2");
    }
}
