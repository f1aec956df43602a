/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.core.planner.Planner;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One plan in a cluster of 1,000 nodes with 10 devices each, in 50 zones. The inventory is immutable and in memory; each call
 * plans another request of a list, and nothing of an earlier plan is kept.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlannerBenchmark {
    static final int NODES = 1_000;
    static final int DEVICES_PER_NODE = 10;
    static final int ZONES = 50;
    static final String MIX = "mix";
    private static final int REQUESTS = 997;
    private static final long GIB = 1L << 30;

    /** Sets of bricks of each request; in the mix 1, 10 and 100 follow each other. */
    @Param({"1", "10", "100", MIX})
    public String sets = MIX;

    private Inventory inventory = Inventory.builder().build();
    private List<VolumeRequest> requests = List.of();
    private int next;

    /** Makes the cluster and the requests, the same ones each time. */
    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(20_26);
        Inventory.Builder cluster = Inventory.builder();
        for (int node = 0; node < NODES; node++) {
            for (int device = 0; device < DEVICES_PER_NODE; device++) {
                long size = 1024 * GIB * (4 + random.nextInt(12));
                cluster.add(Slot.builder()
                        .node(NodeName.of("node-" + node))
                        .zone(Zone.of("rack-" + node % ZONES))
                        .device(DeviceId.of(new UUID(node, device)))
                        .path("/dev/sd" + (char) ('a' + device))
                        .size(size)
                        .free(random.nextLong(size))
                        .bricks(random.nextInt(40))
                        .unusable(random.nextInt(50) == 0 ? "the device is disabled" : "")
                        .build());
            }
        }
        inventory = cluster.build();
        List<VolumeRequest> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            all.add(request(random, i));
        }
        requests = List.copyOf(all);
    }

    private VolumeRequest request(SplittableRandom random, int number) {
        int count = sets.equals(MIX) ? List.of(1, 10, 100).get(number % 3) : Integer.parseInt(sets);
        List<Redundancy> kinds = List.of(
                Redundancy.replicated(3),
                Redundancy.replicated(3),
                Redundancy.arbiter(),
                Redundancy.dispersed(4, 2),
                Redundancy.replicated(2),
                Redundancy.distributed());
        return VolumeRequest.forPlan(v -> v.redundancy(kinds.get(random.nextInt(kinds.size())))
                .subvolumes(count)
                .capacity(Capacity.ofBytes(GIB * count * (1 + random.nextInt(400)) + random.nextInt(1 << 20)))
                .zones(z -> {
                    z.spread(random.nextBoolean() ? ZoneSpread.SUBVOLUME : ZoneSpread.PREFERRED);
                    if (random.nextInt(4) == 0) {
                        z.exclude("rack-" + random.nextInt(ZONES));
                    }
                })
                .placement(p -> p.spreadBy(random.nextInt(4) == 0 ? SpreadBy.BRICK_COUNT : SpreadBy.FREE_SPACE)));
    }

    private VolumeRequest turn() {
        next = next + 1 == REQUESTS ? 0 : next + 1;
        return requests.get(next);
    }

    /** A layout, ready to explain itself. */
    @Benchmark
    public BrickLayout plan() {
        return Planner.plan(inventory, turn());
    }

    /** A layout and why each of the devices was chosen or not. */
    @Benchmark
    public int planAndExplain() {
        return Planner.plan(inventory, turn()).explain().candidates().size();
    }
}
