/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.GcsTimeoutException;
import org.gluster.gcs.OperationSupersededException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeHandle;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of a volume that cannot be carried out everywhere: they wait for no ill device, and give way to later ones. */
class SimulatedTakeoverTest {
    private static final Path DISK = Path.of("/disk");
    private static final Duration A_LOOK = Duration.ofSeconds(7);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final String IO_CACHE = "performance.io-cache";

    private final SimulatedGcs gcs = SimulatedGcs.create(0);

    /** The readings of one observation follow each other at once: no disk is away, and back, between two of them. */
    private static final Duration LONGER_THAN_AN_OBSERVATION = Duration.ofMillis(100);

    @BeforeEach
    void makeAStartedVolume() {
        for (int i = 1; i <= 3; i++) {
            String node = "n" + i;
            String address = "127.0.0." + i;
            gcs.machine(node).addDisk(DISK, "xfs", Capacity.ofGiB(10).bytes());
            gcs.peers().add(peer -> peer.name(node).address(address)).await();
            gcs.devices().add(device -> device.node(node).path(DISK.toString())).await();
        }
        gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).start(true))
                .await();
    }

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    private VolumeHandle volume() {
        return gcs.volume("v1");
    }

    private Brick brickOn(String node) {
        return volume().get().bricks().stream()
                .filter(brick -> brick.node().value().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private OperationInfo info(Operation<?> operation) {
        return gcs.operations().list().stream()
                .filter(one -> one.id().equals(operation.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The device is gone, and the brick's daemon with it. */
    private void lose(String node) {
        gcs.machine(node).takeAway(DISK);
        gcs.advance(A_LOOK);
        assertThat(gcs.devices().get(node, DISK.toString()).state()).isEqualTo(DeviceState.MISSING);
        gcs.killDaemons(node);
        gcs.advance(A_LOOK);
        assertThat(brickOn(node).state()).isEqualTo(BrickState.OFFLINE);
    }

    private void bringBack(String node) {
        gcs.machine(node).bringBack(DISK);
        gcs.advance(A_LOOK);
        assertThat(gcs.violations()).isEmpty(); // each daemon has the volfile of the record
        assertThat(volume().get().bricks()).allSatisfy(brick -> {
            assertThat(brick.state()).isEqualTo(BrickState.ONLINE);
            assertThat(brick.behind()).isFalse();
        });
    }

    /** From now on daemons of the node cannot be told that there is something to fetch. */
    private void deafen(String node) {
        deafen(node, call -> true);
    }

    private void deafen(String node, Predicate<HostCall<?>> which) {
        for (int i = 0; i < 2000; i++) {
            gcs.machine(node)
                    .failNext(
                            call -> call instanceof HostCall.NotifySubscribers && which.test(call),
                            new HostException(HostException.Kind.FAILED, "simulated: nobody hears"));
        }
    }

    private static Predicate<HostCall<?>> afterTheFirst() {
        Set<HostCall<?>> first = Collections.newSetFromMap(new IdentityHashMap<>());
        return call -> {
            boolean brick = call instanceof HostCall.NotifySubscribers told
                    && VolfileKey.parse(told.volfileKey()).orElseThrow().kind() == VolfileKey.Kind.BRICK;
            if (brick && first.isEmpty()) {
                first.add(call);
            }
            return brick && !first.contains(call);
        };
    }

    private void hear(String node) {
        gcs.machine(node).failNoMore();
        gcs.advance(Duration.ofMinutes(2));
    }

    @Test
    void aChangeOfAccessIsNotHeldUpByAMissingDevice_andItsBrickTakesItWhenItIsBack() {
        lose("n2");

        Operation<Volume> change = volume().changeAccess(access -> access.allow("192.0.2.7"));
        Volume changed = change.await();

        assertThat(changed.accessList()).contains("192.0.2.7");
        assertThat(changed.bricks().stream()
                        .filter(Brick::behind)
                        .map(brick -> brick.node().value()))
                .containsExactly("n2");
        assertThat(change.progress().doing()).contains("not taken yet by n2:", "/disk is missing", "back");
        bringBack("n2");
    }

    @Test
    void aChangeOfOptionsIsNotHeldUpByAMissingDevice_andItsBrickTakesItWhenItIsBack() {
        lose("n3");

        Operation<Volume> change = volume().setOptions(Map.of(IO_CACHE, "off", "performance.io-thread-count", "24"));
        assertThat(change.await().options()).containsEntry(IO_CACHE, "off");

        assertThat(brickOn("n3").behind()).isTrue();
        gcs.restart();
        assertThat(brickOn("n3").behind()).isTrue();
        bringBack("n3");
    }

    /** Its file system goes on as long as its daemon has it open: what narrows access must reach it. */
    @Test
    void aBrickThatIsAliveTakesAChange_thoughItsDeviceIsMissing() {
        gcs.machine("n1").takeAway(DISK);
        gcs.advance(A_LOOK);

        Operation<Volume> change =
                volume().changeAccess(access -> access.replace().allow("192.0.2.7"));
        change.await();

        assertThat(change.progress().doing()).isEmpty();
        assertThat(brickOn("n1").behind()).isFalse();
        assertThat(brickOn("n1").state()).isEqualTo(BrickState.ONLINE);
        assertThat(gcs.violations())
                .allSatisfy(violation -> assertThat(violation).contains("no whole image"));
        bringBack("n1");
    }

    /** Not a word of the engine's work may be half done to the machine when its disk goes. */
    @Test
    void aDiskMayGoAtAnyMoment() {
        for (int round = 0; round < 150; round++) {
            String name = "w" + round;
            Operation<Volume> create = gcs.volumes()
                    .create(v -> v.name(name).capacity(Capacity.ofMiB(64)).start(true));
            for (int i = 0; i < round % 8; i++) {
                gcs.machine("n2").takeAway(DISK);
                gcs.advance(LONGER_THAN_AN_OBSERVATION);
                gcs.machine("n2").bringBack(DISK);
            }
            gcs.machine("n2").takeAway(DISK);
            gcs.advance(A_LOOK);
            gcs.machine("n2").bringBack(DISK);
            gcs.advance(A_LOOK);
            try {
                create.await();
            } catch (GcsException taken) {
                assertThat(taken).isNotInstanceOf(GcsTimeoutException.class);
            }
            gcs.volume(name).delete(d -> d.stopFirst().ifExists()).await();
        }
    }

    @Test
    void aDeviceThatFellIllUnseen_isLookedAtBeforeAChangeIsTakenBack() {
        gcs.machine("n1").takeAway(DISK);

        Volume changed = volume().setOptions(Map.of(IO_CACHE, "off")).await();

        assertThat(changed.options()).containsEntry(IO_CACHE, "off");
        assertThat(gcs.devices().get("n1", DISK.toString()).state()).isEqualTo(DeviceState.MISSING);
        bringBack("n1");
    }

    @Test
    void aStopIsNotHeldUpByAMissingDevice() {
        lose("n2");
        assertThat(volume().stop().await().state()).isEqualTo(VolumeState.STOPPED);
        gcs.machine("n2").bringBack(DISK);
        gcs.advance(A_LOOK);
        volume().start().await();
        assertThat(volume().get().bricks())
                .allSatisfy(brick -> assertThat(brick.state()).isEqualTo(BrickState.ONLINE));
    }

    /** It would have a set with two bricks fewer. */
    @Test
    void bricksAreNotRestartedWhileADeviceIsIll() {
        lose("n2");
        assertThatThrownBy(() -> volume().changeOptions(options ->
                        options.set("transport.listen-backlog", "2048").allowBrickRestart()))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContainingAll("/disk on n2", "missing", "bring it back");
        bringBack("n2");
    }

    @Test
    void aLaterChangeOfAccessTakesThePlaceOfOneThatIsStuck() {
        deafen("n1");
        Operation<Volume> first = volume().changeAccess(access -> access.allow("192.0.2.7"));
        assertThatThrownBy(() -> first.await(SOON))
                .isInstanceOf(GcsTimeoutException.class)
                .hasMessageContaining("wait again")
                .hasMessageNotContaining("cancel");

        Operation<Volume> second = volume().changeAccess(access -> access.allow("192.0.2.8"));

        assertThatThrownBy(first::await)
                .isInstanceOf(OperationSupersededException.class)
                .hasMessageContainingAll(first.id().toString(), second.id().toString(), "took its place");
        assertThat(first.state()).isEqualTo(OperationState.SUPERSEDED);
        assertThat(info(first).supersededBy()).contains(second.id());
        hear("n1");
        assertThat(second.await().accessList()).contains("192.0.2.7", "192.0.2.8");
    }

    @Test
    void theKeyOfAnOperationWhosePlaceWasTaken_isNotUsedForTheOldWishAgain() {
        deafen("n1");
        Operation<Volume> first = volume().changeAccess(
                        access -> access.replace().allow("192.0.2.7").idempotencyKey("a"));
        Operation<Volume> second =
                volume().changeAccess(access -> access.replace().allow("192.0.2.8"));
        hear("n1");
        second.await();

        Operation<Volume> again = volume().changeAccess(
                        access -> access.replace().allow("192.0.2.7").idempotencyKey("a"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(volume().get().accessList()).containsExactly("192.0.2.8");
    }

    @Test
    void aStopTakesThePlaceOfAChangeThatIsStuck_andWhatThatSetStays() {
        deafen("n1");
        Operation<Volume> change =
                volume().changeAccess(access -> access.replace().allow("192.0.2.7"));

        Volume stopped = volume().stop().await();

        assertThat(stopped.state()).isEqualTo(VolumeState.STOPPED);
        assertThat(stopped.accessList()).containsExactly("192.0.2.7");
        assertThat(change.state()).isEqualTo(OperationState.SUPERSEDED);
        hear("n1");
        volume().start().await();
    }

    @Test
    void aDeleteTakesThePlaceOfAChangeThatIsStuck() {
        deafen("n1");
        Operation<Volume> change =
                volume().changeAccess(access -> access.replace().allow("192.0.2.7"));

        volume().delete(delete -> delete.stopFirst()).await();

        assertThatThrownBy(() -> volume().get()).isInstanceOf(VolumeNotFoundException.class);
        assertThat(change.state()).isEqualTo(OperationState.SUPERSEDED);
        gcs.machine("n1").failNoMore();
    }

    @Test
    void whatIsBeingTakenBackGivesWayToALaterWish() {
        // Simulated time runs while the first is failing, so it is the wish, not the clock, that ends their deafness.
        Predicate<HostCall<?>> before =
                call -> !gcs.stored("volume/v1").orElse("").contains("\"performance.io-thread-count\":\"24\"");
        deafen("n1", before); // it cannot take the change, and the others cannot be told that it is taken back
        deafen("n2", afterTheFirst().and(before));
        deafen("n3", afterTheFirst().and(before));
        Operation<Volume> failing = volume().setOptions(Map.of("performance.io-thread-count", "32"));
        gcs.advance(Duration.ofMinutes(1));
        assertThat(failing.state()).isEqualTo(OperationState.FAILING);

        Operation<Volume> second = volume().setOptions(Map.of("performance.io-thread-count", "24"));

        assertThatThrownBy(failing::await).isInstanceOf(GcsException.class).hasMessageContaining("nobody hears");
        assertThat(failing.state()).isEqualTo(OperationState.FAILED);
        assertThat(second.await().options()).containsOnlyKeys("performance.io-thread-count");
        gcs.machine("n1").failNoMore();
        gcs.machine("n2").failNoMore();
        gcs.machine("n3").failNoMore();
    }

    @Test
    void changesOfOtherKindsWait_andSayForWhat() {
        deafen("n1");
        Operation<Volume> access = volume().changeAccess(change -> change.allow("192.0.2.7"));
        assertThatThrownBy(() -> volume().setOptions(Map.of(IO_CACHE, "off")))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContainingAll("access list", access.id().toString())
                .hasMessageNotContaining("cancel");
        hear("n1");
        access.await();
    }
}
