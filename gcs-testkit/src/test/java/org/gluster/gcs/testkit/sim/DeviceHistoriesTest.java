/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.DeviceRequests;
import org.gluster.gcs.engine.operation.PeerRequests;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.testkit.sim.Cuts.Kind;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.Test;

/**
 * Seeded random histories in which disks fill up from outside, go read-only, return errors, shrink and vanish, while
 * volumes come and go, devices are enabled and disabled, and the engine is killed: what was seen keeps new bricks away,
 * and once the disks are well again all is known to be well, and the contract holds.
 */
class DeviceHistoriesTest {
    private static final int RUNS = Math.min(200, Integer.getInteger("gcs.runs", 30));
    private static final int STEPS = 8;
    private static final int NODES = 4;
    private static final int VOLUMES = 4;
    private static final Path DISK = Path.of("/data/d2");
    private static final long SIZE = 8L << 30;

    /** What can befall a disk. */
    private enum Illness {
        FULL,
        READ_ONLY,
        FAILING,
        SHRUNK,
        MISSING
    }

    private final ConcurrentSkipListMap<Illness, AtomicInteger> seen = new ConcurrentSkipListMap<>();
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void disksFallIllAndRecover() {
        String given = System.getProperty("gcs.seed", "");
        long from = given.isEmpty() ? ThreadLocalRandom.current().nextLong(1L << 40) : Long.parseLong(given);
        List<String> failures = LongStream.range(from, from + (given.isEmpty() ? RUNS : 1))
                .parallel()
                .mapToObj(seed -> {
                    try {
                        history(seed);
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "replay with -Dgcs.seed=" + seed + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        System.out.println("device histories from seed " + from + ": illnesses seen " + seen
                + ", volumes made while one was: " + made);
        assertThat(failures).isEmpty();
        if (given.isEmpty() && RUNS >= 30) {
            assertThat(seen).containsOnlyKeys(Illness.values());
            assertThat(made).hasPositiveValue();
        }
    }

    private void history(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Run run = Run.fresh(seed, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        for (int i = 1; i <= NODES; i++) {
            String node = "node-" + i;
            String address = "127.0.0." + i;
            run.world().machine(node).addDisk(DISK, random.nextBoolean() ? "xfs" : "ext4", SIZE);
            DevicePolicy policy = random.nextBoolean() ? DevicePolicy.reserved() : DevicePolicy.thin(2, 0.7);
            Run.succeeded(run.perform(
                    engine,
                    PeerRequests.add(
                            PeerRequest.of(peer -> peer.name(node).address(address)),
                            "/gcs/nodes/" + node,
                            Requested.PLAIN)));
            Run.succeeded(run.perform(
                    engine,
                    DeviceRequests.add(
                            DeviceRequest.of(device ->
                                    device.node(node).path(DISK.toString()).policy(policy)),
                            Requested.PLAIN)));
        }
        for (int step = 0; step < STEPS; step++) {
            if (engine.life().over()) {
                engine = run.open(Cuts.none());
                run.settle();
            }
            step(random, run, engine);
            if (engine.life().over()) {
                engine = run.open(Cuts.none());
            }
            rest(run, engine);
        }
        for (int i = 1; i <= NODES; i++) {
            Run.succeeded(
                    run.perform(engine, DeviceRequests.enable("node-" + i, DISK.toString(), true, Requested.PLAIN)));
        }
        for (int volume = 0; volume < VOLUMES; volume++) {
            Run.succeeded(run.perform(engine, VolumeRequests.delete("v" + volume, true, true, Requested.PLAIN)));
        }
        for (int i = 1; i <= NODES; i++) {
            Run.succeeded(run.perform(engine, DeviceRequests.remove("node-" + i, DISK.toString(), Requested.PLAIN)));
        }
        assertThat(run.violations()).isEmpty();
    }

    /** One disk falls ill. When that was seen, volumes are asked for; or before, or while the engine is killed. */
    private void step(SplittableRandom random, Run run, SimulatedEngine engine) {
        String sick = "node-" + (1 + random.nextInt(NODES));
        Illness illness = Illness.values()[random.nextInt(Illness.values().length)];
        FakeMachine machine = run.world().machine(sick);
        Map<String, List<String>> before = bricks(run);
        befall(machine, illness);
        boolean patient = random.nextInt(3) > 0;
        if (patient) {
            run.simulation().run(Duration.ofSeconds(7));
            run.simulation().run(Duration.ofMillis(200));
            String condition = condition(run, sick);
            switch (illness) {
                case READ_ONLY, FAILING, MISSING -> assertThat(condition).isEqualTo(illness.name());
                default -> // a disk that bricks have reserved to the end does not mind
                    assertThat(condition).isIn(illness.name(), "GOOD");
            }
            if (!condition.equals("GOOD")) {
                seen.computeIfAbsent(illness, kind -> new AtomicInteger()).incrementAndGet();
            }
        }
        if (!patient && random.nextBoolean()) {
            engine.cuts(Cuts.at(random.nextInt(200), List.of(Kind.values()).get(random.nextInt(4)))
                    .arm());
        }
        List<OperationRecord> begun = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            run.submit(engine, request(random), begun);
        }
        run.simulation().run(Duration.ofSeconds(random.nextInt(20)));
        if (patient && !condition(run, sick).equals("GOOD")) {
            bricks(run).forEach((volume, devices) -> {
                if (!before.containsKey(volume)) {
                    made.incrementAndGet();
                    assertThat(devices).as("new bricks avoid %s", sick).doesNotContain(sick);
                }
            });
        }
        engine.cuts(Cuts.none());
        if (random.nextInt(4) == 0) {
            engine.kill();
        }
        recover(machine, illness);
    }

    /** All is well again, and known to be. */
    private static void rest(Run run, SimulatedEngine engine) {
        run.simulation().run(Duration.ofSeconds(100));
        run.settle();
        run.simulation().run(Duration.ofSeconds(100));
        run.settle();
        assertThat(engine.life().over()).isFalse();
        assertThat(run.violations()).isEmpty();
        for (int i = 1; i <= NODES; i++) {
            assertThat(condition(run, "node-" + i)).isEqualTo("GOOD");
        }
    }

    private static void befall(FakeMachine machine, Illness illness) {
        FileSystemStatus disk = machine.apply(new HostCall.FileSystemOf(DISK)).orElseThrow();
        switch (illness) {
            case FULL -> machine.fill(DISK, Math.max(0, disk.availableBytes() - (1 << 20)));
            case READ_ONLY -> machine.readOnly(DISK, true);
            case FAILING -> machine.ioErrors(DISK, true);
            case SHRUNK ->
                machine.resize(DISK, Math.max(disk.totalBytes() - disk.availableBytes() + (1 << 20), SIZE * 2 / 3));
            case MISSING -> machine.takeAway(DISK);
        }
    }

    private static void recover(FakeMachine machine, Illness illness) {
        switch (illness) {
            case FULL -> machine.fill(DISK, 0);
            case READ_ONLY -> machine.readOnly(DISK, false);
            case FAILING -> machine.ioErrors(DISK, false);
            case SHRUNK -> machine.resize(DISK, SIZE);
            case MISSING -> machine.bringBack(DISK);
        }
    }

    private static Decision<OperationRecord> request(SplittableRandom random) {
        String volume = "v" + random.nextInt(VOLUMES);
        String node = "node-" + (1 + random.nextInt(NODES));
        return switch (random.nextInt(7)) {
            case 0, 1, 2 ->
                VolumeRequests.create(
                        VolumeRequest.of(wish ->
                                wish.name(volume).capacity(Capacity.ofMiB(900)).start(random.nextBoolean())),
                        Requested.PLAIN);
            case 3 -> VolumeRequests.start(volume, Requested.PLAIN);
            case 4 -> VolumeRequests.delete(volume, true, true, Requested.PLAIN);
            default -> DeviceRequests.enable(node, DISK.toString(), random.nextInt(4) > 0, Requested.PLAIN);
        };
    }

    /** Nodes of the bricks of each volume, by its id. */
    private static Map<String, List<String>> bricks(Run run) {
        Map<String, List<String>> bricks = new TreeMap<>();
        for (Entry entry : run.stored()) {
            if (entry.key().startsWith(Keys.VOLUMES)) {
                VolumeRecord volume = Codec.VOLUME.read(entry.key(), entry.value());
                bricks.put(
                        volume.id(),
                        volume.bricks().stream().map(BrickRecord::node).toList());
            }
        }
        return bricks;
    }

    private static String condition(Run run, String node) {
        for (Entry entry : run.stored()) {
            if (entry.key().startsWith(Keys.statusOf(node) + "device/")) {
                StatusRecord status = Codec.STATUS.read(entry.key(), entry.value());
                return Objects.requireNonNull(status.device(), "not looked at").condition();
            }
        }
        throw new AssertionError("nothing is told of the device of " + node);
    }
}
