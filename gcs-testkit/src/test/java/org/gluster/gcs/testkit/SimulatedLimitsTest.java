/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.LimitExceededException;
import org.gluster.gcs.LimitReached;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a machine's limits do not allow is refused before anything is begun, and allowed when they do. */
class SimulatedLimitsTest {
    private static final Duration A_LOOK = Duration.ofSeconds(90);

    /** Of these 13 are its own, the rest is more than its share of its process. */
    private static final int TASKS_OF_A_BRICK = 14;

    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    /** From the next look on the node's machine allows so many bricks. */
    private void allow(String node, int bricks) {
        for (String directory : new String[] {"/proc", "/proc/sys", "/proc/sys/kernel"}) {
            gcs.machine(node).makeDirectories(Path.of(directory));
        }
        gcs.machine(node)
                .apply(new HostCall.WriteFile(
                        Path.of("/proc/sys/kernel/pid_max"), (1000 + bricks * TASKS_OF_A_BRICK) + "\n", "rw-r--r--"));
    }

    private void look() {
        gcs.advance(A_LOOK);
    }

    private Volume create(String name, Redundancy redundancy) {
        return gcs.volumes().create(volume(name, redundancy)).await();
    }

    private static VolumeRequest volume(String name, Redundancy redundancy) {
        return VolumeRequest.of(
                volume -> volume.name(name).capacity(Capacity.ofGiB(1)).redundancy(redundancy));
    }

    private static LimitReached refused(ThrowingCallable call) {
        LimitReached[] limit = new LimitReached[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(LimitExceededException.class, refusal -> {
            limit[0] = refusal.limit().orElseThrow();
            assertThat(refusal)
                    .hasMessageContaining(limit[0].node())
                    .hasMessageContaining(limit[0].limit())
                    .hasMessageContaining(limit[0].remedy());
            assertThat(refusal.retryable()).isFalse();
        });
        return limit[0];
    }

    @Test
    void aVolumeThatWouldPassALimit_isRefusedBeforeAnythingIsBegun() {
        allow("node-2", 1);
        look();
        create("one", Redundancy.replicated(3));
        int operations = gcs.operations().list().size();

        LimitReached limit = refused(() -> create("two", Redundancy.replicated(3)));

        assertThat(limit)
                .isEqualTo(new LimitReached(
                        "node-2", "process ids (kernel.pid_max)", 1, 1, 1, "sysctl kernel.pid_max=4194304"));
        assertThat(gcs.volumes().find("two")).isEmpty();
        assertThat(gcs.operations().list()).hasSize(operations);
    }

    @Test
    void whenTheMachinesLimitChanges_soDoesWhatIsAllowed() {
        allow("node-2", 1);
        look();
        create("one", Redundancy.replicated(3));
        refused(() -> create("two", Redundancy.replicated(3)));
        allow("node-2", 2);
        look();
        create("two", Redundancy.replicated(3));
        refused(() -> create("three", Redundancy.replicated(3)));
        gcs.volume("one").delete().await();
        create("three", Redundancy.replicated(3));
    }

    @Test
    void bricksGoToNodesWhoseMachinesAllowThem() {
        allow("node-1", 0);
        allow("node-3", 1);
        look();
        for (int i = 0; i < 3; i++) {
            create("v" + i, Redundancy.distributed());
        }
        assertThat(gcs.volumes().list().stream()
                        .map(volume -> volume.bricks().get(0).node().value()))
                .containsOnly("node-2", "node-3")
                .filteredOn(node -> node.equals("node-3"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(refused(() -> create("three", Redundancy.replicated(3))).node())
                .isEqualTo("node-1");
    }

    @Test
    void whatWouldNotFitEither_isNoMatterOfLimits() {
        allow("node-1", 0);
        look();
        assertThatThrownBy(() -> gcs.volumes()
                        .create(volume -> volume.name("huge")
                                .capacity(Capacity.ofTiB(900))
                                .redundancy(Redundancy.distributed())))
                .isInstanceOf(NoFitException.class);
    }

    @Test
    void severalTogetherAreCountedTogether() {
        allow("node-2", 2);
        look();
        refused(() -> gcs.volumes()
                .createAll(all -> all.volume(volume("a", Redundancy.replicated(3)))
                        .volume(volume("b", Redundancy.replicated(3)))
                        .volume(volume("c", Redundancy.replicated(3)))));
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(gcs.volumes()
                        .createAll(all -> all.bestEffort()
                                .volume(volume("a", Redundancy.replicated(3)))
                                .volume(volume("b", Redundancy.replicated(3)))
                                .volume(volume("c", Redundancy.replicated(3))))
                        .await()
                        .failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.subject()).isEqualTo("c"));
    }

    /** What is told of the machine says nothing of the node's end. */
    @Test
    void aNodeThatCannotGo_isNotSaidToBeGone_whenItsMachineIsLookedAt() {
        gcs.peers().add(peer -> peer.name("node-9").address("127.0.0.9")).await();
        gcs.machine("node-9").ioErrors(Path.of("/"), true);
        Operation<?> removal = gcs.peers().remove("node-9");
        look();
        look();
        assertThat(removal.state()).isEqualTo(OperationState.RUNNING);
        assertThat(gcs.peers().find("node-9")).isPresent();
        gcs.machine("node-9").ioErrors(Path.of("/"), false);
        removal.await();
    }

    @Test
    void nodesOfOneMachineAreCountedTogether() {
        for (String node : new String[] {"node-1", "node-2", "node-3"}) {
            allow(node, 5);
            gcs.machine(node).makeDirectories(Path.of("/proc/sys/kernel/random"));
            gcs.machine(node)
                    .apply(new HostCall.WriteFile(
                            Path.of("/proc/sys/kernel/random/boot_id"), "0c7e-of-one-machine\n", "rw-r--r--"));
        }
        look();
        create("one", Redundancy.replicated(3));
        LimitReached limit = refused(() -> create("two", Redundancy.replicated(3)));
        assertThat(limit.inUse()).isEqualTo(3);
        assertThat(limit.wanted()).isEqualTo(3);
        assertThat(limit.most()).isEqualTo(5);
        create("three", Redundancy.replicated(2));
    }

    @Test
    void aVolumeIsNotServedBeyondALimit_butWhatIsServedStaysSo() {
        create("one", Redundancy.replicated(3));
        create("two", Redundancy.replicated(3));
        gcs.volume("one").start().await();
        allow("node-2", 1);
        look();
        assertThat(refused(() -> gcs.volume("two").start()).inUse()).isEqualTo(1);
        gcs.volume("one").stop().await();
        gcs.volume("two").start().await();
    }
}
