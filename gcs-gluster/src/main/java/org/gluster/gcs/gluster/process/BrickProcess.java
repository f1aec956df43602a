/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.gluster.volfile.ProcessGraph;

/**
 * One process that serves bricks, which are attached to it: see {@link AttachedBrick}.
 *
 * @param name for messages and the port mapper
 * @param volfileKey by which it asks for its volfile, a {@link ProcessGraph}
 * @param node the node's id, by which self-heal finds local bricks
 * @param address where it listens: an IP address, or {@code 0.0.0.0} or {@code ::} for all
 * @param port TCP port on which it listens
 * @param management Unix socket from which it fetches volfiles
 * @param files its files
 * @param marks by which it is found again, see {@link org.gluster.gcs.block.host.Marks#daemon}
 * @param removeLog whether its log goes with it when it is not wanted
 * @param starts whether it is to run: one that is not wanted to is ended only if it is not {@link #present} either
 * @param present whether it is wanted
 */
public record BrickProcess(
        String name,
        String volfileKey,
        UUID node,
        String address,
        int port,
        Path management,
        ProcessFiles files,
        SortedMap<String, String> marks,
        boolean removeLog,
        boolean starts,
        boolean present) {
    public BrickProcess {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a TCP port is 1 to 65535, not " + port);
        }
        ProcessFiles.checkSocket(management);
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("a daemon without marks could not be found again");
        }
    }

    String portOption() {
        return ProcessGraph.SERVER + ".listen-port=" + port;
    }

    String addressOption() {
        return ProcessGraph.SERVER + ".transport.socket.bind-address=" + address;
    }
}
