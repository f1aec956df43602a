/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.DeviceNotFoundException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NoSpaceException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that have policies, are enabled and disabled, and fall ill, through the facade: four nodes with a disk each. */
class SimulatedDevicesTest {
    private static final String PATH = "/disk";
    private static final Path DISK = Path.of(PATH);
    private static final Capacity SIZE = Capacity.ofGiB(10);
    private static final List<String> NODES = List.of("n1", "n2", "n3", "n4");
    private static final Duration A_LOOK = Duration.ofSeconds(7);
    private static final Duration A_PROBE = Duration.ofSeconds(70);

    private final SimulatedGcs gcs = SimulatedGcs.create(0);

    @BeforeEach
    void addNodes() {
        for (String node : NODES) {
            gcs.machine(node).addDisk(DISK, "xfs", SIZE.bytes());
            gcs.peers()
                    .add(peer -> peer.name(node).address("127.0.0." + node.charAt(1)))
                    .await();
        }
    }

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    private void addDevices(DevicePolicy policy) {
        for (String node : NODES) {
            gcs.devices()
                    .add(device -> device.node(node).path(PATH).policy(policy).label("node", node))
                    .await();
        }
    }

    private Device device(String node) {
        return gcs.devices().get(node, PATH);
    }

    private Volume create(String name, Capacity capacity) {
        return gcs.volumes()
                .create(v -> v.name(name).capacity(capacity).start(true))
                .await();
    }

    private List<String> nodesOf(String volume) {
        return gcs.volume(volume).get().bricks().stream()
                .map(brick -> brick.node().value())
                .sorted()
                .toList();
    }

    private long allocated(String node) {
        FakeMachine machine = gcs.machine(node);
        long sum = 0;
        for (DeviceBrick brick : device(node).usedBy()) {
            sum += machine.apply(new HostCall.AllocatedBytes(DISK.resolve("bricks/" + brick.id() + ".img")))
                    .orElseThrow();
        }
        return sum;
    }

    @Test
    void aDeviceTellsWhatItHasAndWhoUsesIt() {
        addDevices(DevicePolicy.reserved());
        Volume volume = create("v1", Capacity.ofGiB(2));
        Device device = device(volume.bricks().get(0).node().value());

        assertThat(device.state()).isEqualTo(DeviceState.ENABLED);
        assertThat(device.enabled()).isTrue();
        assertThat(device.reason()).isEmpty();
        assertThat(device.policy()).isEqualTo(DevicePolicy.reserved());
        assertThat(device.labels()).containsEntry("node", device.node().value());
        assertThat(device.total()).isEqualTo(device.size());
        assertThat(device.reserved().plus(device.free())).isEqualTo(device.total());
        assertThat(device.lost()).isEqualTo(Capacity.ZERO);
        assertThat(device.usage())
                .hasValueSatisfying(usage -> assertThat(usage.size()).isEqualTo(SIZE));
        assertThat(device.usedBy()).singleElement().satisfies(brick -> {
            assertThat(brick.volume()).isEqualTo(volume.name());
            assertThat(brick.id()).isEqualTo(volume.bricks().get(0).id());
            assertThat(brick.reserved()).isEqualTo(device.reserved());
        });
        assertThat(allocated(device.node().value())).isEqualTo(device.reserved().bytes());
        // All but what the disk itself shows: a node may report that between the two readings.
        assertThat(gcs.devices().list())
                .hasSize(4)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("usage")
                .contains(device);
    }

    /** Filled to the last brick, emptied and filled again: reserved and free are the total at each step, and on the disk. */
    @Test
    void reservedAndFreeAreTheTotalAtEachStep() {
        addDevices(DevicePolicy.reserved());
        for (int round = 0; round < 2; round++) {
            int made = 0;
            try {
                while (made < 100) {
                    create("v" + made, Capacity.ofMiB(900));
                    made++;
                    ledgersAgree();
                }
            } catch (NoFitException full) {
                assertThat(full.detail().problems()).isNotEmpty();
            }
            assertThat(made).isBetween(10, 99);
            for (int i = 0; i < made; i++) {
                gcs.volume("v" + (i * 7 + 3) % made)
                        .delete(delete -> delete.stopFirst().ifExists())
                        .await();
                ledgersAgree();
            }
            gcs.volumes()
                    .list()
                    .forEach(left -> gcs.volume(left.name().value())
                            .delete(delete -> delete.stopFirst())
                            .await());
            ledgersAgree();
            NODES.forEach(node ->
                    assertThat(device(node).free()).isEqualTo(device(node).total()));
        }
    }

    private void ledgersAgree() {
        for (String node : NODES) {
            Device device = device(node);
            assertThat(device.reserved().plus(device.free())).isEqualTo(device.total());
            assertThat(allocated(node)).isEqualTo(device.reserved().bytes());
        }
    }

    @Test
    void thinDevicesPromiseMoreThanThereIsAndTakeItAsItIsWritten() {
        addDevices(DevicePolicy.thin(3, 0.8));
        Device empty = device("n1");
        assertThat(empty.total().bytes()).isEqualTo(3 * empty.size().bytes());

        create("v1", Capacity.ofGiB(9));
        create("v2", Capacity.ofGiB(9));

        for (String node : nodesOf("v1")) {
            Device device = device(node);
            assertThat(device.reserved().plus(device.free())).isEqualTo(device.total());
            assertThat(allocated(node)).isLessThan(Capacity.ofGiB(1).bytes());
        }
        assertThat(gcs.machine("n1").apply(new HostCall.Mounts(Path.of("/gcs"))).stream()
                        .map(HostCall.MountEntry::options))
                .allSatisfy(options -> assertThat(options).contains("discard"));
        assertThat(gcs.audit().findings()).isEmpty();
        assertThatThrownBy(() -> create("v3", Capacity.ofGiB(30))).isInstanceOf(NoFitException.class);
    }

    @Test
    void aWatermarkKeepsNewBricksAwayUntilSpaceIsFreed() {
        addDevices(DevicePolicy.thin(3, 0.8));
        gcs.machine("n1")
                .fill(DISK, Capacity.ofGiB(8).bytes() + Capacity.ofMiB(200).bytes());
        gcs.advance(A_LOOK);

        assertThat(device("n1").state()).isEqualTo(DeviceState.ABOVE_WATERMARK);
        assertThat(device("n1").reason()).contains("80 %", PATH);
        assertThat(device("n1").usage().orElseThrow().share()).isGreaterThan(0.8);
        avoids("n1");

        gcs.machine("n1")
                .fill(DISK, Capacity.ofGiB(8).bytes() - Capacity.ofMiB(50).bytes());
        gcs.advance(A_LOOK);
        assertThat(device("n1").state()).isEqualTo(DeviceState.ABOVE_WATERMARK); // so that it does not flutter

        gcs.machine("n1").fill(DISK, 0);
        gcs.advance(A_LOOK);
        assertThat(device("n1").state()).isEqualTo(DeviceState.ENABLED);
    }

    /** A new volume goes to the three others; a fourth zone cannot be had. */
    private void avoids(String node) {
        Volume probe = create("avoids", Capacity.ofMiB(900));
        assertThat(nodesOf("avoids")).hasSize(3).doesNotContain(node);
        NoFitException refused = null;
        try {
            gcs.layouts()
                    .plan(v -> v.capacity(Capacity.ofMiB(900)).zones(zones -> {
                        NODES.stream()
                                .filter(other -> !other.equals(node))
                                .limit(1)
                                .forEach(zones::exclude);
                    }));
        } catch (NoFitException expected) {
            refused = expected;
        }
        assertThat(refused).isNotNull();
        if (refused != null) {
            String reason = device(node).reason();
            assertThat(refused.detail().problems())
                    .anySatisfy(problem ->
                            assertThat(problem).contains(node + ":" + PATH).contains(reason));
        }
        assertThat(probe.state()).isEqualTo(VolumeState.STARTED);
        gcs.volume("avoids").delete(delete -> delete.stopFirst()).await();
    }

    private void fallsIllAndRecovers(
            DeviceState state,
            Duration until,
            FindingKind finding,
            Consumer<FakeMachine> ill,
            Consumer<FakeMachine> well) {
        addDevices(DevicePolicy.reserved());
        create("v1", Capacity.ofGiB(1));
        String node = nodesOf("v1").get(0);
        Capacity reserved = device(node).reserved();

        ill.accept(gcs.machine(node));
        gcs.advance(until);

        Device device = device(node);
        assertThat(device.state()).isEqualTo(state);
        assertThat(device.reason()).contains(PATH);
        assertThat(device.enabled()).isTrue();
        assertThat(device.reserved()).isEqualTo(reserved);
        assertThat(gcs.volume("v1").get().state()).isEqualTo(VolumeState.STARTED);
        avoids(node);
        assertThat(gcs.audit().findings()).extracting(Finding::kind).contains(finding);
        assertThat(gcs.audit().findings())
                .anySatisfy(found ->
                        assertThat(found.message()).contains("the device is " + Words.of(state.name()), "1 brick"));

        well.accept(gcs.machine(node));
        gcs.advance(until);
        assertThat(device(node).state()).isEqualTo(DeviceState.ENABLED);
        assertThat(device(node).reason()).isEmpty();
        assertThat(gcs.audit().findings()).isEmpty();
        assertThat(gcs.volume("v1").heal().finished()).isTrue();
    }

    @Test
    void aDeviceThatFillsUpFromOutside_isFull() {
        fallsIllAndRecovers(
                DeviceState.FULL,
                A_LOOK,
                FindingKind.LEDGER,
                machine -> machine.fill(DISK, free(machine) - Capacity.ofMiB(10).bytes()),
                machine -> machine.fill(DISK, 0));
    }

    private static long free(FakeMachine machine) {
        return machine.apply(new HostCall.FileSystemOf(DISK)).orElseThrow().availableBytes();
    }

    @Test
    void aDeviceThatShrinks_isShrunk() {
        fallsIllAndRecovers(
                DeviceState.SHRUNK,
                A_LOOK,
                FindingKind.LEDGER,
                machine -> machine.resize(DISK, Capacity.ofGiB(6).bytes()),
                machine -> machine.resize(DISK, SIZE.bytes()));
    }

    @Test
    void aDeviceThatShrank_isWellWithALimitThatItCanHold() {
        addDevices(DevicePolicy.reserved());
        gcs.machine("n1").resize(DISK, Capacity.ofGiB(6).bytes());
        gcs.advance(A_LOOK);
        assertThat(device("n1").state()).isEqualTo(DeviceState.SHRUNK);

        assertThatThrownBy(() -> gcs.devices().edit("n1", PATH, edit -> edit.limit(Capacity.ofGiB(7))))
                .isInstanceOf(NoSpaceException.class)
                .hasMessageContaining("7 GiB", "room for");
        gcs.devices().edit("n1", PATH, edit -> edit.limit(Capacity.ofGiB(5))).await();
        gcs.advance(A_LOOK);

        Device device = device("n1");
        assertThat(device.state()).isEqualTo(DeviceState.ENABLED);
        assertThat(device.total()).isEqualTo(Capacity.ofGiB(5));
        create("v1", Capacity.ofGiB(2));
        String holder = nodesOf("v1").get(0);
        assertThatThrownBy(() -> gcs.devices().edit(holder, PATH, edit -> edit.limit(Capacity.ofGiB(1))))
                .isInstanceOf(InUseException.class)
                .hasMessageContaining("have reserved");
        gcs.restart();
        gcs.advance(Duration.ofSeconds(10)); // every node has read what there is
        assertThat(device("n1").total()).isEqualTo(Capacity.ofGiB(5));
        assertThat(gcs.audit().findings()).isEmpty();
    }

    @Test
    void theLimitOfADeviceThatIsGone_isNotSet() {
        addDevices(DevicePolicy.reserved());
        gcs.machine("n1").takeAway(DISK);
        gcs.advance(A_LOOK);
        assertThatThrownBy(() -> gcs.devices().edit("n1", PATH, edit -> edit.limit(Capacity.ofGiB(1))))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("missing");
        gcs.machine("n1").bringBack(DISK);
        gcs.advance(A_LOOK);
    }

    @Test
    void aDeviceThatGoesReadOnly_isReadOnly() {
        fallsIllAndRecovers(
                DeviceState.READ_ONLY,
                A_LOOK,
                FindingKind.DRIFT,
                machine -> machine.readOnly(DISK, true),
                machine -> machine.readOnly(DISK, false));
    }

    @Test
    void aDeviceThatReturnsErrors_isFailing() {
        fallsIllAndRecovers(
                DeviceState.FAILING,
                A_LOOK,
                FindingKind.LOSS,
                machine -> machine.ioErrors(DISK, true),
                machine -> machine.ioErrors(DISK, false));
    }

    @Test
    void aDeviceThatVanishes_isMissing() {
        fallsIllAndRecovers(
                DeviceState.MISSING,
                A_LOOK,
                FindingKind.LOSS,
                machine -> machine.takeAway(DISK),
                machine -> machine.bringBack(DISK));
    }

    @Test
    void aDeviceWhoseFileSystemWasReplaced_isMissing() {
        fallsIllAndRecovers(
                DeviceState.MISSING,
                A_LOOK,
                FindingKind.LOSS,
                machine -> {
                    machine.takeAway(DISK);
                    machine.apply(new HostCall.WriteFile(
                            DISK.resolve(".gcs-device"),
                            "{\"schema\":1,\"cluster\":\"other\",\"node\":\"n1\",\"device\":\"d\"}\n",
                            "rw-------"));
                },
                machine -> {
                    machine.apply(new HostCall.Delete(DISK.resolve(".gcs-device")));
                    machine.bringBack(DISK);
                });
    }

    /** Readings go on from memory; only the write that is tried now and then finds it. */
    @Test
    void aDeviceThatTakesNoWrites_isFailing_andFoundBySmallWrites() {
        addDevices(DevicePolicy.reserved());
        gcs.advance(A_LOOK);
        for (int i = 0; i < 40; i++) {
            gcs.machine("n2")
                    .failNext(
                            call -> call instanceof HostCall.WriteFile write
                                    && write.path().endsWith("templates/.probe"),
                            new org.gluster.gcs.block.host.HostException(
                                    org.gluster.gcs.block.host.HostException.Kind.IO_ERROR,
                                    "WriteFile failed: Input/output error"));
        }
        gcs.advance(A_PROBE);
        assertThat(device("n2").state()).isEqualTo(DeviceState.FAILING);
        assertThat(device("n2").reason()).contains("Input/output error", "check the disk");
        avoids("n2");

        gcs.advance(Duration.ofMinutes(5)); // the forty are used up
        assertThat(device("n2").state()).isEqualTo(DeviceState.ENABLED);
    }

    /** What others took is not promised to new bricks, and what bricks have reserved is safe. */
    @Test
    void whatOthersTake_isNotFree_andTakesNothingFromBricks() {
        addDevices(DevicePolicy.reserved());
        create("v1", Capacity.ofGiB(1));
        String node = nodesOf("v1").get(0);
        Capacity free = device(node).free();
        gcs.machine(node).fill(DISK, Capacity.ofGiB(5).bytes());
        gcs.advance(A_LOOK);

        Device device = device(node);
        assertThat(device.state()).isEqualTo(DeviceState.ENABLED);
        assertThat(device.lost().bytes()).isBetween(Capacity.ofGiB(5).bytes() - (128L << 20), 5L << 30);
        assertThat(device.free()).isEqualTo(free.minus(device.lost()));
        assertThat(device.reason()).contains("not bricks", "safe");
        assertThat(allocated(node)).isEqualTo(device.reserved().bytes());
        assertThat(gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(5))).bricks())
                .noneSatisfy(brick -> assertThat(brick.node().value()).isEqualTo(node));
    }

    /** It is told once, and not again at every look. */
    @Test
    void whatDoesNotChange_isToldOnce() {
        addDevices(DevicePolicy.reserved());
        gcs.machine("n1").readOnly(DISK, true);
        gcs.advance(A_LOOK);
        int before = gcs.operations().list().size();
        long writes = gcs.storeWrites();
        gcs.advance(Duration.ofMinutes(10));

        assertThat(gcs.storeWrites()).isEqualTo(writes);
        assertThat(gcs.operations().list()).hasSize(before);
        assertThat(device("n1").state()).isEqualTo(DeviceState.READ_ONLY);
        gcs.machine("n1").readOnly(DISK, false);
    }

    @Test
    void whatWasSeen_isKnownAfterARestart_andWhatHealedMeanwhileToo() {
        addDevices(DevicePolicy.reserved());
        gcs.machine("n1").readOnly(DISK, true);
        gcs.advance(A_LOOK);
        gcs.restart();
        assertThat(device("n1").state()).isEqualTo(DeviceState.READ_ONLY);
        gcs.restart();
        gcs.machine("n1").readOnly(DISK, false);
        gcs.advance(Duration.ofMinutes(1));
        assertThat(device("n1").state()).isEqualTo(DeviceState.ENABLED);
        gcs.machine("n1").readOnly(DISK, true);
        gcs.advance(A_LOOK);
        assertThat(device("n1").state()).isEqualTo(DeviceState.READ_ONLY);
        gcs.machine("n1").readOnly(DISK, false);
    }

    /** What an earlier life told last is not taken for what was told last. */
    @Test
    void whatAnEarlierLifeTold_isToldAgain_whenItIsSoAgain() {
        addDevices(DevicePolicy.reserved());
        gcs.advance(A_LOOK);
        readOnlyAndBack();
        gcs.restart();
        gcs.advance(A_LOOK);
        readOnlyAndBack();
    }

    private void readOnlyAndBack() {
        gcs.machine("n1").readOnly(DISK, true);
        gcs.advance(A_LOOK);
        assertThat(device("n1").state()).isEqualTo(DeviceState.READ_ONLY);
        gcs.machine("n1").readOnly(DISK, false);
        gcs.advance(A_LOOK);
        assertThat(device("n1").state()).isEqualTo(DeviceState.ENABLED);
    }

    @Test
    void aDisabledDevice_getsNoNewBrick_andKeepsThoseThere() {
        addDevices(DevicePolicy.reserved());
        create("v1", Capacity.ofGiB(1));
        String node = nodesOf("v1").get(0);

        Device disabled = gcs.devices().disable(node, PATH).await();
        assertThat(disabled.state()).isEqualTo(DeviceState.DISABLED);
        assertThat(disabled.enabled()).isFalse();
        assertThat(gcs.devices().disable(node, PATH).await()).isEqualTo(disabled);
        create("v2", Capacity.ofGiB(1));
        assertThat(nodesOf("v2")).doesNotContain(node);
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        assertThat(gcs.volume("v1").start().await().state()).isEqualTo(VolumeState.STARTED);

        gcs.machine(node).readOnly(DISK, true);
        gcs.advance(A_LOOK);
        assertThat(device(node).state()).isEqualTo(DeviceState.READ_ONLY);
        assertThat(device(node).enabled()).isFalse();
        gcs.machine(node).readOnly(DISK, false);
        gcs.advance(A_LOOK);
        assertThat(device(node).state()).isEqualTo(DeviceState.DISABLED);

        assertThat(gcs.devices().enable(node, PATH).await().state()).isEqualTo(DeviceState.ENABLED);
        assertThat(gcs.operations().list())
                .extracting(info -> info.kind())
                .contains(OperationKind.DISABLE_DEVICE, OperationKind.ENABLE_DEVICE);
        assertThatThrownBy(() -> gcs.devices().disable(node, "/nowhere")).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void labelsAreSetAndRemoved() {
        addDevices(DevicePolicy.reserved());
        Device labelled = gcs.devices()
                .edit(
                        "n1",
                        PATH,
                        edit -> edit.label("rack", "7").label("kind", "ssd").removeLabel("node"))
                .await();
        assertThat(labelled.labels())
                .containsOnly(java.util.Map.entry("rack", "7"), java.util.Map.entry("kind", "ssd"));
        gcs.restart();
        assertThat(device("n1")).isEqualTo(labelled);
    }

    @Test
    void aDeviceWithBricks_isNotRemoved_andSaysWhoseTheyAre() {
        addDevices(DevicePolicy.reserved());
        create("orders", Capacity.ofGiB(1));
        create("bills", Capacity.ofGiB(1));
        String node = nodesOf("orders").stream()
                .filter(nodesOf("bills")::contains)
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> gcs.devices().remove(node, PATH))
                .isInstanceOf(InUseException.class)
                .hasMessageContaining("2 bricks")
                .hasMessageContaining("bills, orders");
        gcs.volume("orders").delete(delete -> delete.stopFirst()).await();
        gcs.volume("bills").delete(delete -> delete.stopFirst()).await();
        gcs.devices().remove(node, PATH).await();
        assertThat(gcs.devices().find(node, PATH)).isEmpty();
        assertThat(gcs.machine(node)
                        .apply(new HostCall.ListDirectory(DISK, 10))
                        .orElseThrow()
                        .names())
                .isEmpty();
    }

    @Test
    void aDrainPlanSaysWhereEachBrickWouldGo_orWhyNowhere_andChangesNothing() {
        addDevices(DevicePolicy.reserved());
        create("v1", Capacity.ofGiB(4));
        create("v2", Capacity.ofGiB(4));
        String node = nodesOf("v1").stream()
                .filter(nodesOf("v2")::contains)
                .findFirst()
                .orElseThrow();
        List<Device> before = gcs.devices().list();

        DrainPlan plan = gcs.devices().drainPlan(node, PATH);

        assertThat(gcs.devices().list()) // but for what the disks show, which nodes may report at any time
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("usage")
                .isEqualTo(before);
        assertThat(plan.moves()).hasSize(2).allSatisfy(move -> {
            List<String> siblings = nodesOf(move.brick().volume().value());
            move.target()
                    .ifPresent(target ->
                            assertThat(siblings).doesNotContain(target.node().value()));
            assertThat(move.explain().candidates()).hasSize(3);
        });
        String only = NODES.stream()
                .filter(other -> !nodesOf("v1").contains(other))
                .findFirst()
                .orElseThrow();
        gcs.devices().disable(only, PATH).await();
        DrainPlan stuck = gcs.devices().drainPlan(node, PATH);
        assertThat(stuck.complete()).isFalse();
        assertThat(stuck.moves().get(0).target()).isEmpty();
        assertThat(stuck.moves().get(0).explain().rejected())
                .extracting(candidate -> candidate.node().value() + ": " + candidate.reason())
                .anySatisfy(reason -> assertThat(reason).isEqualTo(only + ": the device is disabled"))
                .anySatisfy(reason -> assertThat(reason).contains("has another brick of its subvolume"));
        assertThat(gcs.devices().drainPlan(only, PATH).node().value()).isEqualTo(only);
        assertThatThrownBy(() -> gcs.devices().drainPlan(node, "/nowhere")).isInstanceOf(DeviceNotFoundException.class);
    }
}
