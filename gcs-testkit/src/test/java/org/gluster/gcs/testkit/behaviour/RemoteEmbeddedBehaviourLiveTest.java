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
import org.gluster.gcs.testkit.Live;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The remote client over the front door of the embedded engine. */
@Live
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteEmbeddedBehaviourLiveTest extends GcsBehaviourKit {
    private @Nullable EmbeddedCluster cluster;
    private @Nullable FrontDoor door;
    private @Nullable RemoteGcs remote;

    @BeforeAll
    void begin() {
        cluster = new EmbeddedCluster();
        door = FrontDoor.serve(
                cluster.gcs(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Credentials.none());
        remote = RemoteGcs.over(HttpTransport.builder()
                .endpoint("http://127.0.0.1:" + door.address().getPort())
                .build());
    }

    @AfterAll
    void end() {
        if (remote != null) {
            remote.close();
        }
        if (door != null) {
            door.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected Gcs gcs() {
        if (remote == null) {
            throw new IllegalStateException("not begun");
        }
        return remote;
    }
}
