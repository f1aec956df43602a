/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.engine.server.Credentials;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void connectAndList() {
        try (SampleCluster cluster = SampleCluster.simulated(SimulatedGcs.create(1))) {
            ConnectAndList.list(cluster.gcs(), out);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("""
                peer node-1 at 127.0.0.1 in zone node-1
                device /data/d1 of node-1: 100 GiB free of 100 GiB
                """);
    }

    @Test
    void volumeForAPlatform() {
        SimulatedGcs simulated = SimulatedGcs.create(3);
        try (SampleCluster cluster = SampleCluster.simulated(simulated)) {
            Gcs gcs = cluster.gcs();
            Volume volume = VolumeForAPlatform.provide(gcs, "claim-7", "shop");
            assertThat(volume.state()).isEqualTo(VolumeState.STARTED);
            assertThat(volume.usable().isAtLeast(Capacity.ofGiB(10))).isTrue();
            simulated.restart();
            assertThat(VolumeForAPlatform.provide(gcs, "claim-7", "shop").id()).isEqualTo(volume.id());

            assertThat(VolumeForAPlatform.hasRoomFor(gcs, Capacity.ofGiB(10), out))
                    .isTrue();
            assertThat(written.size()).isZero();
            assertThat(VolumeForAPlatform.hasRoomFor(gcs, Capacity.ofTiB(10), out))
                    .isFalse();
            assertThat(written.size()).isPositive();

            VolumeForAPlatform.withdraw(gcs, volume);
            assertThat(gcs.volumes().list()).isEmpty();
            assertThat(simulated.violations()).isEmpty();
        }
    }

    @Test
    void planAndReview() {
        try (SampleCluster cluster = SampleCluster.simulated(SimulatedGcs.create(4))) {
            assertThat(PlanAndReview.review(cluster.gcs(), out).bricks())
                    .extracting(PlannedBrick::node)
                    .extracting(Object::toString)
                    .containsExactly("node-1", "node-3", "node-4");
            assertThat(cluster.gcs().volumes().list()).isEmpty();
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("node-2", "rejected", "node-2 keeps 100 GiB");
    }

    @Test
    void bulkProvisioning() {
        List<String> claims = IntStream.range(0, 70).mapToObj(i -> "claim-" + i).toList();
        SimulatedGcs simulated = SimulatedGcs.create(3);
        try (SampleCluster cluster = SampleCluster.simulated(simulated)) {
            SortedMap<String, Volume> made =
                    BulkProvisioning.provide(cluster.gcs(), claims, Capacity.ofGiB(2), Duration.ofMinutes(5), out);
            // Three devices of 100 GiB have room for some of them; each of the others is told why not.
            assertThat(made).hasSizeBetween(40, 50).allSatisfy((claim, volume) -> {
                assertThat(volume.name()).hasToString(claim);
                assertThat(volume.state()).isEqualTo(VolumeState.STARTED);
            });
            assertThat(written.toString(StandardCharsets.UTF_8).lines())
                    .hasSize(claims.size() - made.size())
                    .allMatch(line -> line.contains("has room for"));

            assertThat(BulkProvisioning.provide(
                            cluster.gcs(), List.copyOf(made.keySet()), Capacity.ofGiB(2), Duration.ofMinutes(5), out))
                    .isEqualTo(made);
            assertThat(simulated.violations()).isEmpty();
        }
    }

    @Test
    void everyMainMethodRuns() {
        String[] none = {};
        ConnectAndList.main(none);
        VolumeForAPlatform.main(none);
        PlanAndReview.main(none);
        BulkProvisioning.main(none);
    }

    @Test
    void aSampleWorksOnTheClusterThatItIsGiven(@TempDir Path directory) throws Exception {
        String secret = "0123456789abcdef0123456789abcdef";
        Path file = Files.writeString(directory.resolve("secret"), secret);
        try (SimulatedGcs simulated = SimulatedGcs.create(3);
                FrontDoor door = FrontDoor.serve(
                        simulated,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Credentials.ofSecret(secret.getBytes(StandardCharsets.US_ASCII)))) {
            BulkProvisioning.main(
                    new String[] {"http://127.0.0.1:" + door.address().getPort(), file.toString()});
            assertThat(simulated.volumes().list()).hasSize(20);
        }
    }
}
