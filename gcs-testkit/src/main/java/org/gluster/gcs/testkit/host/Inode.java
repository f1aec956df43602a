/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.jspecify.annotations.Nullable;

/** One file, directory, device or socket of a {@link FakeMachine}; written only by the machine that owns it. */
final class Inode {
    static final int NONE = -1;

    /** Who may write an inode: one machine, until it is copied. */
    static final class Owner {}

    final Owner owner;
    final FileType type;
    /** Index of the file system that holds it. */
    final int fileSystem;

    String mode;
    long size;
    long allocated;
    /** Text of a small file; {@code null} for directories and for image files. */
    @Nullable
    String content;
    /** Index of the file system inside an image file. */
    int image = NONE;
    /** Whether something is mounted over this directory. */
    boolean covered;
    /** Whether it has a name. */
    boolean linked = true;

    final @Nullable SortedMap<String, Integer> children;
    final TreeMap<String, String> attributes;

    Inode(Owner owner, FileType type, int fileSystem, String mode) {
        this.owner = owner;
        this.type = type;
        this.fileSystem = fileSystem;
        this.mode = mode;
        children = type == FileType.DIRECTORY ? new TreeMap<>() : null;
        attributes = new TreeMap<>();
    }

    private Inode(Inode other, Owner owner, int fileSystem, @Nullable SortedMap<String, Integer> children) {
        this.owner = owner;
        this.fileSystem = fileSystem;
        this.children = children;
        type = other.type;
        mode = other.mode;
        size = other.size;
        allocated = other.allocated;
        content = other.content;
        image = other.image;
        covered = other.covered;
        linked = other.linked;
        attributes = new TreeMap<>(other.attributes);
    }

    Inode ownedBy(Owner newOwner) {
        return new Inode(this, newOwner, fileSystem, children == null ? null : new TreeMap<>(children));
    }

    /** A copy in another file system, its children still to be named. */
    Inode in(int otherFileSystem, Owner newOwner) {
        return new Inode(this, newOwner, otherFileSystem, children == null ? null : new TreeMap<>());
    }

    SortedMap<String, Integer> names() {
        if (children == null) {
            throw new IllegalStateException("not a directory");
        }
        return children;
    }
}
