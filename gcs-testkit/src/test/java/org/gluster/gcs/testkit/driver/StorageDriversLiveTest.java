/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.gluster.gcs.block.device.DeviceDirectoryDriver;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.LocalHost;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.block.image.ImageFile;
import org.gluster.gcs.block.image.Template;
import org.gluster.gcs.block.loop.LoopDevice;
import org.gluster.gcs.block.loop.LoopDeviceDriver;
import org.gluster.gcs.block.mount.MountPointDriver;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real loop devices and file systems. Needs root, XFS tools and a temporary directory on ext4 or XFS. */
@Live
class StorageDriversLiveTest {
    private static final int NEVER = Integer.MAX_VALUE;

    private final LocalHost host = LocalHost.builder()
            .loop(Runnable::run)
            .marks(Marks.command("c1", "drivers-test", "i1"))
            .workers(2)
            .build();
    private Runner runner = runner(0);
    private Path base;
    private BrickChain brick;

    @BeforeEach
    void directories() throws IOException {
        base = Files.createTempDirectory("drv");
        brick = new BrickChain(
                Files.createDirectory(base.resolve("device")),
                Files.createDirectory(base.resolve("mounts")),
                Template.MIN_SIZE,
                ImageFile.Policy.RESERVED);
    }

    @AfterEach
    void removeAll() throws IOException {
        try {
            brick.absent(runner(NEVER));
            assertNothingLeft();
        } finally {
            host.close();
        }
        Files.delete(brick.device());
        Files.delete(brick.mounts());
        Files.delete(base);
    }

    @Test
    void stoppedAfterAnyEffect_convergesToPresentAndToAbsent() throws IOException {
        Runner present = runner(NEVER);
        brick.present(present);
        Runner absent = runner(NEVER);
        brick.absent(absent);
        assertNothingLeft();

        for (int effects = 0; effects <= Math.max(present.effects(), absent.effects()); effects++) {
            boolean fewer = effects < present.effects();
            assertThat(crashes(() -> brick.present(runner), effects)).isEqualTo(fewer);
            brick.present(runner(NEVER));
            assertPresent();

            crashes(() -> brick.absent(runner), effects);
            brick.absent(runner(NEVER));
            assertNothingLeft();
        }
    }

    @Test
    void presentBrickNeedsNoEffect() {
        brick.present(runner(NEVER));
        Runner again = runner(0);
        brick.present(again);
        assertThat(again.effects()).isZero();
    }

    @Test
    void reservedImageOccupiesItsSize_templateDoesNot() {
        brick.present(runner(NEVER));

        assertThat(allocated(brick.image())).isGreaterThanOrEqualTo(Template.MIN_SIZE);
        assertThat(allocated(brick.template(true).path())).isLessThan(8L << 20);
    }

    /** A container that was made anew finds its predecessor's loop devices under paths that are none of its own. */
    @Test
    void loopDeviceOfAnotherMountNamespace_isTheSame() {
        brick.present(runner(NEVER));
        String device = loops().get(0).device();
        run("umount", brick.mount().toString());
        run("losetup", "--detach", device);
        Path elsewhere = brick.mounts();
        run(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount --bind \"$1\" \"$2\" && exec losetup --find --show \"$2/${3##*/}\"",
                "sh",
                Objects.requireNonNull(brick.image().getParent()).toString(),
                elsewhere.toString(),
                brick.image().toString());
        assertThat(loops()).hasSize(1);
        String theirs = loops().get(0).device();
        assertThat(host.call(new HostCall.Loops(base)).toCompletableFuture().join())
                .extracting(HostCall.LoopEntry::device)
                .containsExactly(theirs);

        brick.present(runner(NEVER));

        assertThat(loops()).hasSize(1);
        assertThat(loops().get(0).device()).isEqualTo(theirs);
    }

    @Test
    void doubleAttachAndStackedMount_areReducedToOne() {
        brick.present(runner(NEVER));
        String image = brick.image().toString();
        String device = loops().get(0).device();
        run("losetup", "--find", "--show", image);
        run("mount", "--bind", brick.mount().toString(), brick.mount().toString());
        assertThat(loops()).hasSize(2);
        assertThat(mounts()).hasSize(2);

        brick.present(runner(NEVER));

        assertThat(loops()).extracting(HostCall.LoopEntry::device).containsExactly(device);
        assertThat(mounts()).hasSize(1);
    }

    @Test
    void strangersStay() throws IOException {
        brick.present(runner(NEVER));
        runner(NEVER).converge(new MountPointDriver(), brick.mountPoint(false));
        Files.createDirectories(brick.mount());
        Path stranger = Files.writeString(brick.mount().resolve("holiday.jpg"), "x");

        assertThatThrownBy(() -> brick.present(runner(NEVER)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("holiday.jpg");
        assertThatThrownBy(() -> brick.absent(runner(NEVER)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("holiday.jpg");

        assertThat(stranger).exists();
        Files.delete(stranger);
    }

    @Test
    void anotherOwnersImageIsNeverTouched() {
        brick.present(runner(NEVER));
        runner(NEVER).converge(new MountPointDriver(), brick.mountPoint(false));
        runner(NEVER).converge(new LoopDeviceDriver(), new LoopDevice(brick.image(), false));
        set(brick.image(), "{\"cluster\":\"c2\"}");

        assertThatThrownBy(() -> brick.absent(runner(NEVER)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("c2");

        assertThat(brick.image()).exists();
        set(brick.image(), BrickChain.OWNER);
    }

    @Test
    void fileAndTmpfsAreRefusedAsDevices() throws IOException {
        Path file = Files.writeString(base.resolve("file"), "x");
        BrickChain onFile = new BrickChain(file, brick.mounts(), Template.MIN_SIZE, ImageFile.Policy.THIN);
        assertThatThrownBy(() -> runner(NEVER).converge(new DeviceDirectoryDriver(), onFile.deviceDirectory(true)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is a regular file");
        Files.delete(file);
        BrickChain onProc = new BrickChain(Path.of("/proc"), brick.mounts(), Template.MIN_SIZE, ImageFile.Policy.THIN);
        assertThatThrownBy(() -> runner(NEVER).converge(new DeviceDirectoryDriver(), onProc.deviceDirectory(true)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("proc");
    }

    private boolean crashes(Runnable work, int effects) {
        runner = runner(effects);
        try {
            work.run();
            return false;
        } catch (Runner.Crash crash) {
            return true;
        }
    }

    private Runner runner(int effects) {
        return new Runner(host, effects);
    }

    private void assertPresent() {
        assertThat(loops()).hasSize(1);
        assertThat(mounts()).hasSize(1);
        assertThat(brick.root().resolve(".glusterfs")).isDirectory();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(loops()).isEmpty();
        assertThat(mounts()).isEmpty();
        for (Path directory : List.of(brick.device(), brick.mounts())) {
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).isEmpty();
            }
        }
    }

    private List<HostCall.LoopEntry> loops() {
        return call(new HostCall.Loops(brick.device()));
    }

    private List<HostCall.MountEntry> mounts() {
        return call(new HostCall.Mounts(brick.mounts()));
    }

    private long allocated(Path file) {
        return call(new HostCall.AllocatedBytes(file)).orElseThrow();
    }

    private void set(Path image, String owner) {
        call(new HostCall.SetAttribute(image, ImageFile.OWNER_ATTRIBUTE, owner));
    }

    private void run(String... arguments) {
        call(new HostCall.Run(Command.of(arguments)));
    }

    private <R> R call(HostCall<R> call) {
        return host.call(call).toCompletableFuture().join();
    }
}
