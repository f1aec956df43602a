/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;

/**
 * One brick in a {@link BrickProcess}. GlusterFS takes it as a volfile from a local file, which also says to whom the brick
 * was attached: so it is known again after a restart of this JVM.
 *
 * @param process the process' name, which is not empty and has no blank
 * @param processKey by which the process asked for its own volfile
 * @param marks of the process
 * @param socket the process' Unix socket for its manager
 * @param volfileKey by which the process asks for the brick's volfile
 * @param root the brick's root directory, by which clients ask for it
 * @param ownFileSystem whether its parent is where the brick's own file system is mounted, without which it is never attached
 * @param file where its volfile lies: its name is the key and {@code .vol}
 * @param volfile the text; may hold credentials
 * @param starts how often it was begun anew on purpose
 * @param replace whether one that was attached with another number is to be detached, and attached anew
 * @param present whether it is wanted
 */
public record AttachedBrick(
        String process,
        String processKey,
        SortedMap<String, String> marks,
        Path socket,
        String volfileKey,
        Path root,
        boolean ownFileSystem,
        Path file,
        String volfile,
        long starts,
        boolean replace,
        boolean present) {
    public AttachedBrick {
        if (!root.isAbsolute() || root.getParent() == null) {
            throw new IllegalArgumentException("a brick root must be an absolute path below a mount, not " + root);
        }
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("a daemon without marks could not be found again");
        }
    }

    Path mount() {
        Path parent = root.getParent();
        if (parent == null) {
            throw new IllegalStateException(root + " has no parent");
        }
        return parent;
    }

    Attachment attachment(ProcessEntry by) {
        return new Attachment(process, by.pid(), by.startTime(), starts);
    }

    @Override
    public String toString() { // volfiles hold credentials
        return "AttachedBrick[root=" + root + ", process=" + process + ", starts=" + starts + ", present=" + present
                + "]";
    }
}
