/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.mount;

import java.nio.file.Path;
import java.util.List;

/**
 * The XFS in an attached image, mounted at one place.
 *
 * @param parents directories above the mount point that are made when missing, outermost first, and removed again when
 *     they are empty; others may share them
 * @param image the image; it is mounted by the loop device that it backs
 * @param path the mount point, absolute
 * @param options mount options, e.g. {@link #OPTIONS}
 * @param present whether it is wanted
 */
public record MountPoint(List<Path> parents, Path image, Path path, String options, boolean present) {

    /** For copies of a template: they all carry one UUID, so {@code nouuid} is needed. */
    public static final String OPTIONS = "rw,inode64,noatime,nouuid";

    /** The same for an image that takes space as it is written: what is deleted in it goes back to the device. */
    public static final String THIN_OPTIONS = OPTIONS + ",discard";

    public MountPoint {
        parents = List.copyOf(parents);
        if (!path.isAbsolute() || !image.isAbsolute()) {
            throw new IllegalArgumentException("mount point and image must be absolute paths: " + path + ", " + image);
        }
    }
}
