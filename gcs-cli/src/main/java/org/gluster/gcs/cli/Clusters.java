/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.engine.server.ControlServer;

/** Reaches the cluster of a data directory. */
@FunctionalInterface
interface Clusters {

    /**
     * Returns the cluster, which the caller closes.
     *
     * @param create whether a directory that holds none yet becomes one
     */
    Gcs open(Path data, boolean create);

    /** Over the control socket when a process serves there, else by opening the directory in this process. */
    static Clusters real() {
        return (data, create) -> {
            ControlTransport control = new ControlTransport(data.resolve(ControlServer.SOCKET));
            if (control.answers()) {
                return RemoteGcs.over(control);
            }
            if (!create && !Files.isDirectory(data.resolve("store"))) {
                throw Failures.of(
                        ErrorCode.NOT_FOUND,
                        "there is no cluster in " + data
                                + ": name its directory with --data, start one with \"dev up\", or begin one with \"peer add\"");
            }
            return EmbeddedGcs.builder()
                    .dataDirectory(data)
                    .keepTimelines(Node.TIMELINES)
                    .build();
        };
    }
}
