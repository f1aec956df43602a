/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;

/**
 * An empty XFS file system in a sparse file, made once for each size and copied for each brick: a copy costs
 * milliseconds and takes on disk only what is not zero, whereas a fresh file system occupies its whole log.
 *
 * @param path the file; its directory exists
 * @param size exact bytes, at least {@link #MIN_SIZE}, a multiple of {@link #BLOCK}
 * @param present whether it is wanted
 */
public record Template(Path path, long size, boolean present) {

    /** Smallest XFS that current tools make: 300 MiB. */
    public static final long MIN_SIZE = 300L << 20;

    /** Sizes are multiples of this: 4 KiB. */
    public static final long BLOCK = 4096;

    public Template {
        checkSize(size);
    }

    /** The usual file name of the template of this size. */
    public static String fileName(long size) {
        return "xfs-" + size + ".img";
    }

    static void checkSize(long size) {
        if (size < MIN_SIZE || size % BLOCK != 0) {
            throw new IllegalArgumentException(
                    "an XFS image needs at least " + MIN_SIZE + " bytes and a multiple of " + BLOCK + ", not " + size);
        }
    }

    Path raw() {
        return path.resolveSibling(path.getFileName() + ".part");
    }

    Path packed() {
        return path.resolveSibling(path.getFileName() + ".part2");
    }
}
