/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.loop.LoopDeviceDriver.Attached;
import org.gluster.gcs.block.loop.LoopDeviceDriver.Seen;
import org.junit.jupiter.api.Test;

class LoopDeviceDriverTest {
    private static final Path IMAGE = Path.of("/d/bricks/b1.img");
    private static final LoopDevice WANT = new LoopDevice(IMAGE, true);
    private static final LoopDevice ABSENT = new LoopDevice(IMAGE, false);
    private static final Attached FREE3 = new Attached("/dev/loop3", false, Optional.empty());
    private static final Attached FREE5 = new Attached("/dev/loop5", false, Optional.empty());
    private static final Attached MOUNTED5 = new Attached("/dev/loop5", false, Optional.of(Path.of("/m/b1")));
    private static final Attached MOUNTED6 = new Attached("/dev/loop6", false, Optional.of(Path.of("/m/b2")));

    private final LoopDeviceDriver driver = new LoopDeviceDriver();

    @Test
    void attachesOnceUnderTheMachinesLock() {
        assertThat(driver.next(WANT, new Seen(true, List.of())))
                .isEqualTo(Step.run(Command.of("losetup", "--find", "--show", "--direct-io=on", IMAGE.toString())
                        .exclusively(Command.LOOP_ATTACH)));
        assertThat(driver.next(WANT, new Seen(true, List.of(FREE3)))).isEqualTo(Step.done());
        assertThat(driver.next(WANT, new Seen(true, List.of(MOUNTED5)))).isEqualTo(Step.done());
        assertThat(driver.next(WANT, new Seen(false, List.of()))).isInstanceOf(Step.Wait.class);
    }

    @Test
    void attachedTwice_detachesTheOneThatIsNotMounted() {
        assertThat(driver.next(WANT, new Seen(true, List.of(FREE3, MOUNTED5)))).isEqualTo(detach("/dev/loop3"));
        assertThat(driver.next(WANT, new Seen(true, List.of(MOUNTED5, FREE3)))).isEqualTo(detach("/dev/loop3"));
        assertThat(driver.next(WANT, new Seen(true, List.of(FREE3, FREE5)))).isEqualTo(detach("/dev/loop5"));
    }

    @Test
    void mountedTwice_isReported() {
        assertThat(driver.next(WANT, new Seen(true, List.of(MOUNTED5, MOUNTED6))))
                .isInstanceOfSatisfying(
                        Step.Impossible.class,
                        impossible -> assertThat(impossible.problem().message())
                                .contains("/dev/loop5", "/dev/loop6", "unmount"));
    }

    @Test
    void deviceOfADeletedFile_isDetachedUnlessMounted() {
        Attached stale = new Attached("/dev/loop7", true, Optional.empty());
        assertThat(driver.next(WANT, new Seen(true, List.of(stale)))).isEqualTo(detach("/dev/loop7"));
        assertThat(driver.next(ABSENT, new Seen(false, List.of(stale)))).isEqualTo(detach("/dev/loop7"));
        Attached held = new Attached("/dev/loop7", true, Optional.of(Path.of("/m/b1")));
        assertThat(driver.next(WANT, new Seen(true, List.of(held)))).isInstanceOf(Step.Impossible.class);
    }

    @Test
    void neverDetachesWhatIsMounted() {
        assertThat(driver.next(ABSENT, new Seen(true, List.of(MOUNTED5)))).isInstanceOf(Step.Wait.class);
        assertThat(driver.next(ABSENT, new Seen(true, List.of(MOUNTED5, FREE3))))
                .isEqualTo(detach("/dev/loop3"));
        assertThat(driver.next(ABSENT, new Seen(true, List.of()))).isEqualTo(Step.done());
    }

    @Test
    void observationTakesOnlyThisImagesDevicesAndSeesTheirMounts() {
        Seen seen = driver.observe(WANT)
                .seen(List.of(
                        List.of(
                                new LoopEntry("/dev/loop5", 5, IMAGE, false),
                                new LoopEntry("/dev/loop6", 6, IMAGE.resolve("other"), false)),
                        List.of(new MountEntry("/dev/loop5", Path.of("/m/b1"), "xfs", "rw")),
                        Optional.of(new FileStatus(FileType.FILE, 1))));
        assertThat(seen).isEqualTo(new Seen(true, List.of(MOUNTED5)));
    }

    @Test
    void noFreeDevice_isExplained() {
        HostException failure = HostException.ofCommand(
                Command.of("losetup", "--find"), 1, "losetup: cannot find an unused loop device");
        assertThat(driver.failed(WANT, failure)).isInstanceOfSatisfying(Step.Impossible.class, impossible -> {
            assertThat(impossible.problem().kind()).isEqualTo(Problem.Kind.UNSUPPORTED);
            assertThat(impossible.problem().message()).contains("loop module");
        });
        assertThat(driver.failed(ABSENT, failure)).isInstanceOf(Step.Retry.class);
    }

    private static Step detach(String device) {
        Command command = Command.of("losetup", "--detach", device);
        return Step.run(command).within(Duration.ofSeconds(5), new HostCall.Run(command));
    }
}
