/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.block.image.ImageFile;
import org.gluster.gcs.block.image.Template;
import org.gluster.gcs.gluster.process.AttachedBrick;
import org.gluster.gcs.gluster.process.AttachedBrickDriver;
import org.gluster.gcs.gluster.process.BrickProcess;
import org.gluster.gcs.gluster.process.BrickProcessDriver;
import org.gluster.gcs.gluster.process.ProcessFiles;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriversOnFakeMachineTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Path DEVICE = Path.of("/srv/device");
    private static final Path MOUNTS = Path.of("/srv/mounts");
    private static final Path RUN = Path.of("/srv/run");
    private static final SortedMap<String, String> MARKS = Marks.daemon("c1", "n1", "bricks/shared-1.00");
    private static final UUID NODE = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @ParameterizedTest
    @EnumSource(ImageFile.Policy.class)
    void stoppedAfterAnyEffect_convergesToPresentAndToAbsent(ImageFile.Policy policy) {
        BrickChain brick = new BrickChain(DEVICE, MOUNTS, Template.MIN_SIZE, policy);
        Runner whole = runner(machine(), NEVER);
        present(brick, whole);
        assertThat(whole.effects()).isGreaterThan(25);

        for (int effects = 0; effects < whole.effects(); effects++) {
            FakeMachine machine = machine();
            assertThat(crashes(() -> present(brick, runner), machine, effects)).isTrue();
            FakeMachine changedItsMind = machine.copy();
            present(brick, runner(machine, NEVER));
            Runner idle = runner(machine, 0);
            present(brick, idle);
            assertThat(idle.effects()).isZero();
            crashes(() -> absent(brick, runner), machine, effects);
            absent(brick, runner(machine, NEVER));
            assertNothingLeft(machine);

            absent(brick, runner(changedItsMind, NEVER));
            assertNothingLeft(changedItsMind);
        }
    }

    private static void present(BrickChain brick, Runner runner) {
        brick.present(runner);
        runner.converge(new BrickProcessDriver(), process(true));
        runner.converge(new AttachedBrickDriver(), attached(brick, true));
    }

    private static void absent(BrickChain brick, Runner runner) {
        runner.converge(new AttachedBrickDriver(), attached(brick, false));
        runner.converge(new BrickProcessDriver(), process(false));
        brick.absent(runner);
    }

    private static BrickProcess process(boolean present) {
        return new BrickProcess(
                "shared-1.00",
                "bricks/shared-1.00",
                NODE,
                "127.0.0.1",
                49_152,
                RUN.resolve("management.sock"),
                new ProcessFiles(RUN.resolve("b1.pid"), RUN.resolve("b1.sock"), RUN.resolve("b1.log")),
                MARKS,
                true,
                true,
                present);
    }

    private static AttachedBrick attached(BrickChain brick, boolean present) {
        return new AttachedBrick(
                "shared-1.00",
                "bricks/shared-1.00",
                MARKS,
                RUN.resolve("b1.sock"),
                "v1.b1",
                brick.root(),
                true,
                RUN.resolve("v1.b1.vol"),
                "    option directory " + brick.root() + "\n",
                0,
                true,
                present);
    }

    private Runner runner = runner(machine(), 0);

    private boolean crashes(Runnable work, FakeMachine machine, int effects) {
        runner = runner(machine, effects);
        try {
            work.run();
            return false;
        } catch (Runner.Crash crash) {
            return true;
        }
    }

    private static FakeMachine machine() {
        FakeMachine machine = FakeMachine.withDisk(10L << 30);
        for (Path directory : List.of(DEVICE, MOUNTS, RUN)) {
            machine.makeDirectories(directory);
        }
        return machine;
    }

    private static Runner runner(FakeMachine machine, int effects) {
        return new Runner(
                new Host() {
                    @Override
                    public <R> CompletionStage<R> call(HostCall<R> call) {
                        try {
                            return CompletableFuture.completedFuture(machine.apply(call));
                        } catch (HostException failure) {
                            return CompletableFuture.failedFuture(failure);
                        }
                    }
                },
                effects);
    }

    private static void assertNothingLeft(FakeMachine machine) {
        assertThat(machine.apply(new HostCall.Loops(DEVICE))).isEmpty();
        assertThat(machine.apply(new HostCall.Mounts(MOUNTS))).isEmpty();
        assertThat(machine.apply(new HostCall.Processes(Marks.node("c1", "n1"))))
                .isEmpty();
        for (Path directory : List.of(DEVICE, MOUNTS, RUN)) {
            assertThat(machine.apply(new HostCall.ListDirectory(directory, 9)))
                    .isEqualTo(Optional.of(new HostCall.DirectoryListing(List.of(), false)));
        }
    }
}
