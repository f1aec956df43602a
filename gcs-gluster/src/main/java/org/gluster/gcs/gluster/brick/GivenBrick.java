/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.brick;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A directory that somebody named to be a brick, on a file system that is not ours: it is made when it is absent, and
 * taken when it is empty. What it must not be: the root of a mount (an unmounted file system could not be told from an
 * empty brick), or below another brick or a device.
 *
 * <p>When it is not wanted any more, what clients stored stays where it is. Only the marks go: {@code .glusterfs} and what
 * else is GlusterFS' own, and the attributes that GlusterFS sets on the directory. A directory that was made for the brick and is empty
 * then goes too. To be taken again it must be empty.
 *
 * @param path the directory, absolute; its parent exists
 * @param brick the brick's id
 * @param volumeId id of the volume; brick processes refuse a root that carries another
 * @param clients names of the client translators of the brick's set, as pending attributes name them
 * @param owner who owns it, compact JSON in printable ASCII
 * @param established whether it was complete before: then it may hold data, and when it is gone it is never made anew
 * @param present whether it is wanted
 */
public record GivenBrick(
        Path path,
        String brick,
        UUID volumeId,
        List<String> clients,
        String owner,
        boolean established,
        boolean present) {

    /** Checks path and owner as {@link BrickRoot} does. */
    public GivenBrick {
        clients = List.copyOf(clients);
        new BrickRoot(path, volumeId, owner, established, present);
    }

    Path parent() {
        return root().mount();
    }

    /** The same at its path, as a brick root. */
    BrickRoot root() {
        return new BrickRoot(path, volumeId, owner, established, present);
    }

    /** Where it is made before it gets its name: what has that name and no owner is not ours. */
    Path unfinished() {
        return parent().resolve(".gcs-" + brick + ".part");
    }

    /** All directories above it, innermost first. */
    List<Path> above() {
        List<Path> directories = new ArrayList<>();
        for (Path each = path.getParent(); each != null && each.getNameCount() > 0; each = each.getParent()) {
            directories.add(each);
        }
        return directories;
    }

    /** Where GlusterFS keeps what it heals without a name. */
    Path anonymous() {
        return path.resolve(BrickRoot.INTERNAL + "-anonymous-inode-" + volumeId);
    }

    /** The attributes that GlusterFS sets on a brick's root. */
    List<String> attributes() {
        List<String> names = new ArrayList<>(List.of(
                BrickRoot.VOLUME_ID_ATTRIBUTE,
                "trusted.gfid",
                "trusted.glusterfs.dht",
                "trusted.glusterfs.dht.commithash",
                "trusted.glusterfs.mdata",
                "trusted.afr.dirty",
                "trusted.ec.dirty",
                "trusted.ec.version"));
        clients.forEach(client -> names.add("trusted.afr." + client));
        return names;
    }
}
