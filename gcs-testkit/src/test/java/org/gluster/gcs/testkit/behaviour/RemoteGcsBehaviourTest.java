/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.behaviour;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.HttpTransport;
import org.gluster.gcs.engine.server.Credentials;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.testkit.GcsBehaviourKit;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The remote client over the front door of the simulated engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteGcsBehaviourTest extends GcsBehaviourKit {
    private final SimulatedGcs cluster = SimulatedGcs.create(3);
    private final FrontDoor door =
            FrontDoor.serve(cluster, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Credentials.none());
    private final RemoteGcs remote = RemoteGcs.over(HttpTransport.builder()
            .endpoint("http://127.0.0.1:" + door.address().getPort())
            .build());

    @AfterAll
    void end() {
        remote.close();
        door.close();
        cluster.close();
    }

    @Override
    protected Gcs gcs() {
        return remote;
    }
}
