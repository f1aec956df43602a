/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;

/**
 * The file that holds one brick's file system.
 *
 * @param path the file; its directory is the device's and is never made here
 * @param size exact bytes, at least {@link Template#SMALL_MIN_SIZE}
 * @param made bytes that it was made with; an established file of between as many and {@code size} is one that has not grown
 *     yet, a file of any other size is left alone
 * @param policy whether its blocks are allocated now or when written
 * @param template what it is copied from; of the same size
 * @param owner who owns it, compact JSON: cluster, volume id and name, brick id, index, geometry; printable ASCII, at
 *     most {@link #MAX_OWNER} characters
 * @param established whether it was complete before: then it may hold data, and when it is gone it is never made anew
 * @param present whether it is wanted
 */
public record ImageFile(
        Path path,
        long size,
        long made,
        Policy policy,
        Path template,
        String owner,
        boolean established,
        boolean present) {

    /** Longest owner tag. */
    public static final int MAX_OWNER = 1024;

    /** Name of the extended attribute that holds the owner tag. */
    public static final String OWNER_ATTRIBUTE = "user.gcs.owner";

    /** When blocks are taken from the device. */
    public enum Policy {
        /** All at once, before the image counts as present. */
        RESERVED,
        /** As they are written. */
        THIN
    }

    public ImageFile {
        Template.checkSize(size, Template.SMALL_MIN_SIZE);
        checkOwner(owner);
        if (made > size) {
            throw new IllegalArgumentException("an image that was made with " + made + " bytes cannot have " + size);
        }
    }

    private static void checkOwner(String owner) {
        boolean printable = owner.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (owner.isEmpty() || owner.length() > MAX_OWNER || !printable || owner.startsWith("0x")) {
            throw new IllegalArgumentException("an owner tag must be 1 to " + MAX_OWNER
                    + " printable ASCII characters and not begin with 0x: " + owner);
        }
    }

    Path unfinished() {
        return path.resolveSibling(path.getFileName() + ".part");
    }
}
