/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyConflictException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NoSpaceException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.PeerNotFoundException;
import org.gluster.gcs.StalePlanException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The facade of the engine, as a platform uses it. */
class SimulatedGcsTest {
    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    private Operation<Volume> create(String name) {
        return gcs.volumes()
                .create(v -> v.name(name).capacity(Capacity.ofGiB(1)).start(true));
    }

    @Test
    void aVolumeLives() {
        Volume made = create("v1").await();

        assertThat(made.state()).isEqualTo(VolumeState.STARTED);
        assertThat(made.usable().isAtLeast(made.capacity())).isTrue();
        assertThat(made.bricks()).hasSize(3).allSatisfy(brick -> {
            assertThat(brick.state()).isEqualTo(BrickState.ONLINE);
            assertThat(brick.port()).isPresent();
        });
        assertThat(gcs.volume("v1").heal().finished()).isTrue();
        assertThat(gcs.audit().clean()).isTrue();
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        assertThat(gcs.volume("v1").start().await().state()).isEqualTo(VolumeState.STARTED);
        gcs.volume("v1").delete(delete -> delete.stopFirst()).await();
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(gcs.audit().clean()).isTrue();
    }

    @Test
    void anAccessListIsChanged_whileTheVolumeServes() {
        create("v1").await();
        assertThat(gcs.volume("v1").get().accessList()).containsExactly("@nodes");
        Volume opened = gcs.volume("v1").changeAccess(c -> c.allow("10.1.*")).await();
        assertThat(opened.state()).isEqualTo(VolumeState.STARTED);
        assertThat(opened.accessList()).containsExactly("@nodes", "10.1.*");
        assertThat(opened.bricks()).allMatch(brick -> brick.state() == BrickState.ONLINE);
        assertThat(gcs.volume("v1").access().allowed()).hasToString("[@nodes, 10.1.*]");
        assertThat(gcs.volume("v1").access().refusals()).isEmpty();
        gcs.volume("v1").stop().await();
        assertThat(gcs.volume("v1").changeAccess(c -> c.deny("@nodes")).await().accessList())
                .containsExactly("10.1.*");
    }

    @Test
    void oneKeyMakesOneVolume() {
        Operation<Volume> first = gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).idempotencyKey("pvc-1"));
        Operation<Volume> again = gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).idempotencyKey("pvc-1"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.await().id()).isEqualTo(first.await().id());
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("v1").capacity(Capacity.ofGiB(2)).idempotencyKey("pvc-1")))
                .isInstanceOf(IdempotencyConflictException.class)
                .hasMessageContaining("pvc-1");
        assertThatThrownBy(() -> create("v1")).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void refusalsNameWhatWhichWhyAndWhatToDo() {
        assertThatThrownBy(() -> gcs.volume("ghost").start())
                .isInstanceOf(VolumeNotFoundException.class)
                .hasMessageContaining("ghost");
        assertThatThrownBy(() -> gcs.devices().add(d -> d.node("ghost").path("/data/d1")))
                .isInstanceOf(PeerNotFoundException.class);
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("big").capacity(Capacity.ofTiB(1)))
                        .await())
                .isInstanceOfSatisfying(
                        NoFitException.class,
                        noFit -> assertThat(noFit.shortfalls())
                                .hasSize(3)
                                .allSatisfy(line -> assertThat(line).contains("too small by")));
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("ec").capacity(Capacity.ofGiB(1)).redundancy(Redundancy.dispersed(4, 2))))
                .isInstanceOf(NoFitException.class)
                .hasMessageContaining("6 bricks");
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("ta").capacity(Capacity.ofGiB(1)).redundancy(Redundancy.thinArbiter())))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("arbiter");
        create("v1").await();
        assertThatThrownBy(() -> gcs.volume("v1").delete()).isInstanceOf(WrongStateException.class);
        assertThatThrownBy(() -> gcs.devices().remove("node-1", "/data/d1")).isInstanceOf(InUseException.class);
        assertThatThrownBy(() -> gcs.peers().remove("node-1")).isInstanceOf(InUseException.class);
    }

    @Test
    void aFullDiskFailsTheCreateAndLeavesNothing() {
        gcs.machine("node-2").diskFull(Path.of("/data/d1"), true);
        Operation<Volume> create = create("v1");

        assertThatThrownBy(create::await).isInstanceOf(NoSpaceException.class).hasMessageContaining("No space left");
        gcs.machine("node-2").diskFull(Path.of("/data/d1"), false);
        gcs.advance(Duration.ofMinutes(2)); // the node may have told meanwhile that its device is full
        assertThat(create.state()).isEqualTo(OperationState.FAILED);
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(create("v1").await().state()).isEqualTo(VolumeState.STARTED);
    }

    @Test
    void aKilledDaemonComesBackByItself() {
        create("v1").await();
        gcs.advance(Duration.ofSeconds(1));
        assertThat(gcs.killDaemons("node-2"))
                .as("its brick's and the self-heal daemon")
                .isEqualTo(2);

        gcs.advance(Duration.ofSeconds(10));

        assertThat(gcs.volumes().get("v1").bricks()).allMatch(brick -> brick.state() == BrickState.ONLINE);
    }

    @Test
    void operationsOutliveTheJvm() {
        Operation<Volume> create = create("v1");
        gcs.restart();

        assertThat(gcs.operations().get(create.id()).await())
                .isInstanceOfSatisfying(
                        Volume.class, volume -> assertThat(volume.state()).isEqualTo(VolumeState.STARTED));
    }

    @Test
    void aPlanIsTheLayoutThatACreateTakes() {
        BrickLayout plan = gcs.layouts().plan(v -> v.name("v1").capacity(Capacity.ofGiB(1)));
        Volume made = create("v1").await();

        assertThat(plan.explain().toString())
                .contains("node-1")
                .contains("node-2")
                .contains("node-3");
        assertThat(made.bricks().stream()
                        .map(brick -> brick.device().orElseThrow())
                        .toList())
                .isEqualTo(plan.bricks().stream().map(brick -> brick.device()).toList());
    }

    @Test
    void aPlannedLayoutIsMadeJustSo_orRefusedWhenItNoLongerHolds() {
        BrickLayout plan =
                gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(60)).label("team", "a"));
        BrickLayout other = gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(59)));

        Volume made = gcs.volumes().create("v1", plan).await();

        assertThat(made.labels()).containsEntry("team", "a");
        assertThat(made.usable()).isEqualTo(plan.usable());
        assertThat(made.bricks().stream()
                        .map(brick -> brick.device().orElseThrow())
                        .toList())
                .isEqualTo(plan.bricks().stream().map(brick -> brick.device()).toList());
        assertThatThrownBy(() -> gcs.volumes().create("v2", other))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining("the cluster changed since the layout was planned: node-1:")
                .hasMessageContaining("free, and the layout needs");
        assertThatThrownBy(() -> gcs.volumes().create("v1", plan)).isInstanceOf(AlreadyExistsException.class);
        gcs.volume("v1").delete(d -> d.stopFirst()).await();
        assertThat(gcs.volumes().create("v2", other).await().name()).hasToString("v2");
    }

    @Test
    void whatIfQuestionsChangeNothing() {
        BrickLayout largest = gcs.layouts().largest(v -> {});
        assertThat(largest.request().capacity()).isGreaterThan(Capacity.ofGiB(90));
        assertThat(gcs.layouts().howMany(v -> v.capacity(Capacity.ofGiB(1))).volumes())
                .isEqualTo(89);
        assertThatThrownBy(() ->
                        gcs.layouts().assuming(h -> h.withoutNodes("node-3")).plan(v -> v.capacity(Capacity.ofGiB(1))))
                .isInstanceOf(NoFitException.class);
        assertThat(gcs.layouts()
                        .assuming(h -> h.withoutNodes("node-3").withNode(NewNode.parse("node-4,z4,1TiB")))
                        .plan(v -> v.capacity(Capacity.ofGiB(1)))
                        .bricks()
                        .get(0)
                        .node())
                .hasToString("node-4");
        assertThat(gcs.devices().list()).hasSize(3);
    }

    /** Nobody waits for an answer that cannot come any more. */
    @Test
    void afterItsEndEverythingIsRefusedAtOnce() {
        SimulatedGcs ended = SimulatedGcs.create(3);
        Operation<Volume> created = ended.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1)));
        created.await();
        ended.close();
        ended.close();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                ended::ping,
                ended::audit,
                () -> ended.volumes().list(),
                () -> ended.volume("v1").get(),
                () -> ended.volume("v1").start(),
                () -> ended.withIdempotencyKey("again").volume("v1").delete(),
                () -> ended.operations().get(created.id()),
                created::await)) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void manyAtOnceDoNotOvercommit() {
        CompletableFuture<?>[] all = IntStream.range(0, 120)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try {
                        gcs.volumes()
                                .create(v -> v.name("v" + i).capacity(Capacity.ofGiB(1)))
                                .await();
                    } catch (NoFitException full) {
                        // 100 GiB a device hold 89 bricks of 1140 MiB
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();

        assertThat(gcs.volumes().list()).hasSize(89);
        assertThat(gcs.devices().list())
                .allSatisfy(device ->
                        assertThat(device.reserved().plus(device.free())).isEqualTo(device.size()));
    }
}
