/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.behaviour;

import org.gluster.gcs.Gcs;
import org.gluster.gcs.testkit.GcsBehaviourKit;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SimulatedGcsBehaviourTest extends GcsBehaviourKit {
    private final SimulatedGcs cluster = SimulatedGcs.create(3);

    @AfterAll
    void end() {
        cluster.close();
    }

    @Override
    protected Gcs gcs() {
        return cluster;
    }
}
