/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.testkit.workload.MixedOperations.Report;
import org.junit.jupiter.api.Test;

final class MixedOperationsTest {

    @Test
    void without_faults_nothing_is_in_doubt_and_everything_is_explained() {
        long seed = Chaos.seed();
        try (SimulatedGcs cluster = SimulatedGcs.create(3, seed)) {
            Report report = MixedOperations.over(cluster)
                    .seed(seed)
                    .operations(300)
                    .build()
                    .run()
                    .report(cluster);
            System.out.println("mixed operations: replay with -Dgcs.seed=" + seed + ": " + report);
            assertThat(report.violations()).isEmpty();
            assertThat(report.counts()).doesNotContainKey("in doubt");
            assertThat(report.counts().get("done")).isGreaterThan(150);
        }
    }
}
