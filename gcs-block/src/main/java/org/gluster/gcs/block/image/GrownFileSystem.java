/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;

/**
 * The file system in an image that grew, as large as the image.
 *
 * @param image the file, attached as one loop device
 * @param mountPoint where that is mounted
 * @param size bytes of the image
 */
public record GrownFileSystem(Path image, Path mountPoint, long size) {
    public GrownFileSystem {
        Template.checkSize(size, Template.SMALL_MIN_SIZE);
    }

    /**
     * Bytes that a file system of this size shows at least: log and metadata take less than 96 MiB and 0.8 % of it, and a
     * smaller one has a smaller log.
     */
    long least() {
        return Math.max(size / 2, size - size / 125 - (96L << 20));
    }
}
