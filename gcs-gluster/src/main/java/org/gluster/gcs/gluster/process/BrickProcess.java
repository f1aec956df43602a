/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.Marks;

/**
 * One brick's daemon.
 *
 * @param volume the volume's name, as in the volfile's {@code NAME-server} translator
 * @param volfileKey by which it asks for its volfile
 * @param root the brick's root directory
 * @param ownFileSystem whether its parent is where the brick's own file system is mounted, without which it never starts
 * @param node the node's id, by which self-heal finds local bricks
 * @param address where it listens: an IP address, or {@code 0.0.0.0} or {@code ::} for all
 * @param port TCP port on which it listens
 * @param management Unix socket from which it fetches its volfile
 * @param files its files
 * @param marks by which it is found again, see {@link org.gluster.gcs.block.host.Marks#daemon}
 * @param starts how often it was restarted on purpose; a process that is started carries it
 * @param replace whether a process that carries another number is to be ended, and started anew
 * @param removeLog whether its log goes with it when it is not wanted
 * @param present whether it is wanted
 */
public record BrickProcess(
        String volume,
        String volfileKey,
        Path root,
        boolean ownFileSystem,
        UUID node,
        String address,
        int port,
        Path management,
        ProcessFiles files,
        SortedMap<String, String> marks,
        long starts,
        boolean replace,
        boolean removeLog,
        boolean present) {
    public BrickProcess {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a TCP port is 1 to 65535, not " + port);
        }
        if (!root.isAbsolute() || root.getParent() == null) {
            throw new IllegalArgumentException("a brick root must be an absolute path below a mount, not " + root);
        }
        ProcessFiles.checkSocket(management);
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

    /** The marks of a process that is started now. */
    SortedMap<String, String> startMarks() {
        SortedMap<String, String> all = new TreeMap<>(marks);
        if (starts > 0) {
            all.put(Marks.STARTS, Long.toString(starts));
        }
        return all;
    }

    boolean isOfThisStart(ProcessEntry process) {
        return process.marks().getOrDefault(Marks.STARTS, "0").equals(Long.toString(starts));
    }

    String portOption() {
        return volume + "-server.listen-port=" + port;
    }

    String addressOption() {
        return volume + "-server.transport.socket.bind-address=" + address;
    }
}
