/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.Credentials;
import org.gluster.gcs.core.rest.Secret;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.testkit.SimulatedGcs;

/**
 * The cluster that a sample works on: that of the endpoint which the arguments name, with the file of its secret, else a
 * simulated one behind a real port of this machine.
 */
record SampleCluster(Gcs gcs, Runnable endServer) implements AutoCloseable {
    private static final String USER = "glustercli";

    /** As the arguments say: {@code URL [SECRET-FILE]}, or nothing. */
    static SampleCluster of(String[] arguments) {
        return arguments.length == 0
                ? simulated(SimulatedGcs.create(4))
                : new SampleCluster(
                        connect(
                                arguments[0],
                                arguments.length == 1
                                        ? Credentials.none()
                                        : Credentials.sharedSecret(USER, Secret.fromFile(Path.of(arguments[1])))),
                        () -> {});
    }

    /** What a program does that has a cluster: it says where that is, and who asks. */
    static Gcs connect(String endpoint, Credentials credentials) {
        return RemoteGcs.builder()
                .endpoint(endpoint, credentials)
                .awaitTimeout(Duration.ofMinutes(5))
                .build();
    }

    /** A cluster for trying things out, over HTTP as a real one is. */
    static SampleCluster simulated(SimulatedGcs cluster) {
        FrontDoor door = FrontDoor.serve(
                cluster,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                org.gluster.gcs.engine.server.Credentials.none());
        Gcs gcs = connect("http://127.0.0.1:" + door.address().getPort(), Credentials.none());
        return new SampleCluster(gcs, () -> {
            door.close();
            cluster.close();
        });
    }

    @Override
    public void close() {
        gcs.close();
        endServer.run();
    }
}
