/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.behaviour;

import org.gluster.gcs.Gcs;
import org.gluster.gcs.testkit.GcsBehaviourKit;
import org.gluster.gcs.testkit.Live;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The embedded engine over real disks and GlusterFS. */
@Live
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedGcsBehaviourLiveTest extends GcsBehaviourKit {
    private @Nullable EmbeddedCluster cluster;

    @BeforeAll
    void begin() {
        cluster = new EmbeddedCluster();
    }

    @AfterAll
    void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected Gcs gcs() {
        if (cluster == null) {
            throw new IllegalStateException("not begun");
        }
        return cluster.gcs();
    }
}
