/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void connectAndList() {
        try (SimulatedGcs gcs = SimulatedGcs.create(1)) {
            ConnectAndList.list(gcs, out);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("""
                peer node-1 at 127.0.0.1 in zone node-1
                device /data/d1 of node-1: 100 GiB free of 100 GiB
                """);
    }

    @Test
    void volumeForAPlatform() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            Volume volume = VolumeForAPlatform.provide(gcs, "claim-7", "shop");
            assertThat(volume.state()).isEqualTo(VolumeState.STARTED);
            assertThat(volume.usable().isAtLeast(Capacity.ofGiB(10))).isTrue();
            gcs.restart();
            assertThat(VolumeForAPlatform.provide(gcs, "claim-7", "shop").id()).isEqualTo(volume.id());

            assertThat(VolumeForAPlatform.hasRoomFor(gcs, Capacity.ofGiB(10), out))
                    .isTrue();
            assertThat(written.size()).isZero();
            assertThat(VolumeForAPlatform.hasRoomFor(gcs, Capacity.ofTiB(10), out))
                    .isFalse();
            assertThat(written.size()).isPositive();

            VolumeForAPlatform.withdraw(gcs, volume);
            assertThat(gcs.volumes().list()).isEmpty();
            assertThat(gcs.violations()).isEmpty();
        }
    }

    @Test
    void planAndReview() {
        try (SimulatedGcs gcs = SimulatedGcs.create(4)) {
            assertThat(PlanAndReview.review(gcs, out).bricks())
                    .extracting(PlannedBrick::node)
                    .extracting(Object::toString)
                    .containsExactly("node-1", "node-3", "node-4");
            assertThat(gcs.volumes().list()).isEmpty();
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("node-2", "rejected", "node-2 keeps 100 GiB");
    }

    @Test
    void everyMainMethodRuns() {
        String[] none = {};
        ConnectAndList.main(none);
        VolumeForAPlatform.main(none);
        PlanAndReview.main(none);
    }
}
