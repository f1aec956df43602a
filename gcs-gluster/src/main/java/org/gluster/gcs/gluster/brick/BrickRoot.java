/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.brick;

import java.nio.file.Path;
import java.util.UUID;

/**
 * The directory that a brick process exports, directly below the mount of the brick's file system. It goes with that
 * file system: removing it alone needs nothing.
 *
 * @param path the directory, absolute; its parent is the mount point
 * @param volumeId id of the volume; brick processes refuse a root that carries another
 * @param owner who owns it, compact JSON in printable ASCII
 * @param established whether it was complete before: then it may hold data, and when it is gone it is never made anew
 * @param present whether it is wanted
 */
public record BrickRoot(Path path, UUID volumeId, String owner, boolean established, boolean present) {

    /** Name of the extended attribute by which GlusterFS knows a brick's volume. */
    public static final String VOLUME_ID_ATTRIBUTE = "trusted.glusterfs.volume-id";

    /**
     * Name of the extended attribute that holds the owner tag, on {@link #internalOf}. Not on the root: heal makes the
     * attributes of a directory equal on all bricks, so one brick's tag would come to be on the others, and a dispersed
     * volume's root, of which no two bricks agree, could never be healed at all. One of {@code user.*}, which is read and written
     * without a program: nobody but root gets into that directory.
     */
    public static final String OWNER_ATTRIBUTE = "user.gcs.owner";

    static final String INTERNAL = ".glusterfs";
    static final String INDICES = "indices";

    public BrickRoot {
        if (!path.isAbsolute() || path.getParent() == null) {
            throw new IllegalArgumentException("a brick root must be an absolute path below a mount, not " + path);
        }
        if (owner.isEmpty() || owner.startsWith("0x") || !owner.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("an owner tag must be printable ASCII and not begin with 0x: " + owner);
        }
    }

    Path mount() {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException(path + " has no parent");
        }
        return parent;
    }

    Path internal() {
        return internalOf(path);
    }

    /** The directory in a brick's root that is GlusterFS' own: clients never see it, and no heal touches it. */
    public static Path internalOf(Path root) {
        return root.resolve(INTERNAL);
    }

    Path indices() {
        return internal().resolve(INDICES);
    }

    String volumeIdText() {
        return "0x" + volumeId.toString().replace("-", "");
    }
}
