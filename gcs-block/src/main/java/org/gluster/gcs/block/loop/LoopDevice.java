/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.loop;

import java.nio.file.Path;

/**
 * An image attached as a block device, exactly once.
 *
 * @param image the file behind it, absolute
 * @param present whether it is wanted
 */
public record LoopDevice(Path image, boolean present) {
    public LoopDevice {
        if (!image.isAbsolute()) {
            throw new IllegalArgumentException("an image must be an absolute path, not " + image);
        }
    }
}
