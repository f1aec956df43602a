/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.NoSpaceException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume is to hold more: where it is, while it is used. */
class SimulatedExpansionTest {
    private static final Path DISK = Path.of("/disk");

    private final SimulatedGcs gcs = SimulatedGcs.create(0);

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        assertThat(gcs.audit().findings()).isEmpty();
        gcs.close();
    }

    private void nodes(Capacity disk, DevicePolicy policy) {
        for (int i = 1; i <= 3; i++) {
            String node = "n" + i;
            String address = "127.0.0." + i;
            gcs.machine(node).addDisk(DISK, "xfs", disk.bytes());
            gcs.peers().add(peer -> peer.name(node).address(address)).await();
            gcs.devices()
                    .add(device -> device.node(node).path(DISK.toString()).policy(policy))
                    .await();
        }
    }

    private Volume create(Redundancy redundancy, Capacity capacity, boolean started) {
        return gcs.volumes()
                .create(v -> v.name("orders")
                        .capacity(capacity)
                        .redundancy(redundancy)
                        .start(started))
                .await();
    }

    private long available(Brick brick) {
        return gcs.machine(brick.node().value())
                .apply(new HostCall.FileSystemOf(Path.of(brick.path())))
                .orElseThrow()
                .availableBytes();
    }

    /** What a client could store by what the brick file systems offer, as GlusterFS adds it up, 1 % kept back. */
    private long offered(Volume volume, Redundancy redundancy) {
        long least = volume.bricks().stream()
                .filter(brick -> brick.role() == BrickRole.DATA)
                .mapToLong(this::available)
                .min()
                .orElseThrow();
        int sets = volume.bricks().stream().mapToInt(Brick::subvolume).max().orElseThrow() + 1;
        return least / 100 * 99 * sets * redundancy.dataBricks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicated:3", "arbiter", "dispersed:2+1", "distributed"})
    void itHoldsWhatItIsAskedTo_andItsDataIsThere(String kind) {
        nodes(Capacity.ofGiB(20), DevicePolicy.reserved());
        Redundancy redundancy = Redundancy.parse(kind);
        Volume before = create(redundancy, Capacity.ofGiB(1), true);
        for (Brick brick : before.bricks()) {
            gcs.machine(brick.node().value())
                    .apply(new HostCall.WriteFile(Path.of(brick.path(), "data"), "of " + brick.id(), "rw-r--r--"));
        }
        long last = gcs.events().list(0).last();

        Volume after = gcs.volume("orders").expandTo(Capacity.ofGiB(5)).await();

        assertThat(after.capacity()).isEqualTo(Capacity.ofGiB(5));
        assertThat(after.usable().isAtLeast(Capacity.ofGiB(5))).isTrue();
        assertThat(offered(after, redundancy))
                .isGreaterThanOrEqualTo(Capacity.ofGiB(5).bytes());
        assertThat(after.state()).isEqualTo(VolumeState.STARTED);
        assertThat(after.bricks()).allSatisfy(brick -> {
            assertThat(brick.state()).isEqualTo(BrickState.ONLINE);
            assertThat(gcs.machine(brick.node().value())
                            .apply(new HostCall.ReadFile(Path.of(brick.path(), "data"), 100)))
                    .contains("of " + brick.id());
        });
        assertThat(gcs.events().list(last).events())
                .singleElement()
                .satisfies(event -> assertThat(event.name()).isEqualTo("volume.expanded"));
        for (Device device : gcs.devices().list()) {
            assertThat(device.reserved().plus(device.free())).isEqualTo(device.total());
            long allocated = 0;
            for (Brick brick : after.bricks()) {
                if (brick.device().orElseThrow().equals(device.id())) {
                    allocated += gcs.machine(device.node().value())
                            .apply(new HostCall.AllocatedBytes(DISK.resolve("bricks/" + brick.id() + ".img")))
                            .orElseThrow();
                }
            }
            assertThat(allocated).isEqualTo(device.reserved().bytes());
        }
        gcs.restart();
        gcs.volume("orders").stop().await();
        gcs.volume("orders").start().await();
        gcs.volume("orders").expandTo(Capacity.ofGiB(6)).await();
        gcs.volume("orders").delete(delete -> delete.stopFirst()).await();
        gcs.devices().list().forEach(device -> assertThat(device.free()).isEqualTo(device.total()));
    }

    @Test
    void whatItHoldsAlreadyIsDoneAtOnce_andLessIsRefused() {
        nodes(Capacity.ofGiB(20), DevicePolicy.reserved());
        create(Redundancy.replicated(3), Capacity.ofGiB(2), true);
        Operation<Volume> same = gcs.volume("orders").expandTo(Capacity.ofGiB(2));
        assertThat(same.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThatThrownBy(() -> gcs.volume("orders").expandTo(Capacity.ofGiB(1)))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContainingAll("holds 2 GiB", "cannot be made smaller", "1 GiB");
        assertThatThrownBy(() -> gcs.volume("nobody").expandTo(Capacity.ofGiB(1)))
                .isInstanceOf(VolumeNotFoundException.class);
    }

    @Test
    void devicesThatLackRoomAreAllNamed_andNothingChanges() {
        nodes(Capacity.ofGiB(10), DevicePolicy.reserved());
        create(Redundancy.replicated(3), Capacity.ofGiB(2), true);
        List<Device> before = gcs.devices().list();
        int operations = gcs.operations().list().size();

        assertThatExceptionOfType(NoSpaceException.class)
                .isThrownBy(() -> gcs.volume("orders").expandTo(Capacity.ofGiB(30)))
                .satisfies(refused -> assertThat(refused.detail().problems())
                        .hasSize(3)
                        .allSatisfy(problem -> assertThat(problem).contains(":/disk has ", "free and ", "too much")))
                .withMessageContainingAll("n1:/disk", "n2:/disk", "n3:/disk", "from 2 GiB to 30 GiB");

        assertThat(gcs.devices().list())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("usage")
                .isEqualTo(before);
        assertThat(gcs.operations().list()).hasSize(operations);
        assertThat(gcs.volume("orders").get().capacity()).isEqualTo(Capacity.ofGiB(2));
    }

    @Test
    void oneUnderAMissingDeviceIsNotExpanded_andADisabledDeviceLetsItsBricksGrow() {
        nodes(Capacity.ofGiB(10), DevicePolicy.reserved());
        create(Redundancy.replicated(3), Capacity.ofGiB(1), true);
        gcs.machine("n2").takeAway(DISK);
        gcs.advance(Duration.ofSeconds(7));
        assertThatThrownBy(() -> gcs.volume("orders").expandTo(Capacity.ofGiB(2)))
                .isInstanceOf(NoSpaceException.class)
                .hasMessageContaining("n2:/disk is missing");
        gcs.machine("n2").bringBack(DISK);
        gcs.advance(Duration.ofSeconds(7));
        gcs.devices().disable("n2", DISK.toString()).await();
        gcs.volume("orders").expandTo(Capacity.ofGiB(2)).await();
    }

    @Test
    void thinBricksGrowWithoutTakingSpace() {
        nodes(Capacity.ofGiB(10), DevicePolicy.thin(4, 0.9));
        create(Redundancy.replicated(3), Capacity.ofGiB(1), true);
        Volume after = gcs.volume("orders").expandTo(Capacity.ofGiB(20)).await();
        assertThat(offered(after, Redundancy.replicated(3)))
                .isGreaterThanOrEqualTo(Capacity.ofGiB(20).bytes());
        gcs.devices()
                .list()
                .forEach(
                        device -> assertThat(device.usage().orElseThrow().used().bytes())
                                .isLessThan(Capacity.ofGiB(1).bytes()));
    }

    @Test
    void aStoppedVolumeGrows_andStartsWithIt() {
        nodes(Capacity.ofGiB(10), DevicePolicy.reserved());
        create(Redundancy.replicated(3), Capacity.ofGiB(1), false);
        Volume after = gcs.volume("orders").expandTo(Capacity.ofGiB(3)).await();
        assertThat(after.state()).isEqualTo(VolumeState.CREATED);
        gcs.volume("orders").start().await();
        assertThat(offered(gcs.volume("orders").get(), Redundancy.replicated(3)))
                .isGreaterThanOrEqualTo(Capacity.ofGiB(3).bytes());
    }

    @Test
    void smallBricksGrow_andNoneMoreThanAHundredfold() {
        nodes(Capacity.ofGiB(50), DevicePolicy.reserved());
        gcs.volumes()
                .create(v -> v.name("orders")
                        .capacity(Capacity.ofMiB(20))
                        .smallBricks(SmallBricks.SMALL)
                        .start(true))
                .await();
        gcs.volume("orders").expandTo(Capacity.ofMiB(60)).await();
        gcs.volume("orders").expandTo(Capacity.ofGiB(1)).await();
        assertThatThrownBy(() -> gcs.volume("orders").expandTo(Capacity.ofGiB(20)))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("100 times");
    }

    @Test
    void directoriesThatTheRequestNamed_areNotOursToExpand() {
        nodes(Capacity.ofGiB(10), DevicePolicy.reserved());
        for (String node : List.of("n1", "n2", "n3")) {
            gcs.machine(node).makeDirectories(Path.of("/export/orders"));
        }
        gcs.volumes()
                .create(v -> v.name("orders")
                        .redundancy(Redundancy.replicated(3))
                        .brick("n1", "/export/orders")
                        .brick("n2", "/export/orders")
                        .brick("n3", "/export/orders"))
                .await();
        assertThatThrownBy(() -> gcs.volume("orders").expandTo(Capacity.ofGiB(2)))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("directories that its request named");
        gcs.volume("orders").delete().await();
    }

    /** The reservation is the intent's: two that want the same room do not both get it. */
    @Test
    void twoAtOnceDoNotTakeTheSameRoom() {
        nodes(Capacity.ofGiB(10), DevicePolicy.reserved());
        List<Operation<Volume>> growing = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            gcs.volumes()
                    .create(v -> v.name(name).capacity(Capacity.ofGiB(1)).start(true))
                    .await();
        }
        growing.add(gcs.volume("a").expandTo(Capacity.ofGiB(7)));
        assertThatThrownBy(() -> gcs.volume("b").expandTo(Capacity.ofGiB(7))).isInstanceOf(NoSpaceException.class);
        growing.forEach(Operation::await);
    }
}
