/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.mount.MountPointDriver.Directory;
import org.gluster.gcs.block.mount.MountPointDriver.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MountPointDriverTest {
    private static final Path IMAGE = Path.of("/d/bricks/b1.img");
    private static final Path PARENT = Path.of("/m/vol");
    private static final Path POINT = PARENT.resolve("b1");
    private static final MountPoint WANT = want(true);
    private static final MountPoint ABSENT = want(false);
    private static final LoopEntry LOOP = new LoopEntry("/dev/loop3", 3, IMAGE, false);
    private static final LoopEntry DELETED = new LoopEntry("/dev/loop9", 9, IMAGE, true);
    private static final MountEntry OURS = new MountEntry("/dev/loop3", POINT, "xfs", "rw,noatime");
    private static final MountEntry STALE = new MountEntry("/dev/loop9", POINT, "xfs", "rw,noatime");
    private static final MountEntry FOREIGN = new MountEntry("tmpfs", POINT, "tmpfs", "rw");
    private static final MountEntry BELOW = new MountEntry("/dev/sdb", POINT.resolve("x"), "ext4", "rw");
    private static final Step.Act UNMOUNT = Step.run(Command.of("umount", POINT.toString()));
    private static final Step.Act MOUNT = Step.run(
            Command.of("mount", "-t", "xfs", "-o", "rw,inode64,noatime,nouuid", "/dev/loop3", POINT.toString()));

    private final MountPointDriver driver = new MountPointDriver();

    static Stream<Arguments> decisions() {
        Directory noParent = missing(PARENT);
        Directory noPoint = missing(POINT);
        Directory parent = directory(PARENT, "b1");
        Directory emptyParent = directory(PARENT);
        Directory point = directory(POINT);
        return Stream.of(
                arguments(
                        WANT,
                        seen(List.of(), List.of(LOOP), noPoint, noParent),
                        inOrder(make(PARENT), make(POINT), MOUNT)),
                arguments(WANT, seen(List.of(), List.of(LOOP), noPoint, emptyParent), inOrder(make(POINT), MOUNT)),
                arguments(WANT, seen(List.of(), List.of(LOOP), point, parent), MOUNT),
                arguments(WANT, seen(List.of(), List.of(DELETED, LOOP), point, parent), MOUNT),
                arguments(WANT, seen(List.of(OURS), List.of(LOOP), directory(POINT, "brick"), parent), Step.done()),
                arguments(WANT, seen(List.of(OURS, BELOW), List.of(LOOP), point, parent), Step.done()),
                arguments(WANT, seen(List.of(OURS, OURS), List.of(LOOP), point, parent), UNMOUNT),
                arguments(WANT, seen(List.of(STALE), List.of(LOOP, DELETED), point, parent), UNMOUNT),
                arguments(ABSENT, seen(List.of(OURS), List.of(LOOP), point, parent), inOrder(UNMOUNT, delete(POINT))),
                arguments(
                        ABSENT, seen(List.of(STALE), List.of(DELETED), point, parent), inOrder(UNMOUNT, delete(POINT))),
                arguments(ABSENT, seen(List.of(OURS, OURS), List.of(LOOP), point, parent), UNMOUNT),
                arguments(ABSENT, seen(List.of(), List.of(LOOP), point, parent), delete(POINT)),
                arguments(ABSENT, seen(List.of(), List.of(), noPoint, emptyParent), delete(PARENT)),
                arguments(ABSENT, seen(List.of(), List.of(), noPoint, directory(PARENT, "b2")), Step.done()),
                arguments(ABSENT, seen(List.of(), List.of(), noPoint, noParent), Step.done()));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decides(MountPoint want, Seen seen, Step expected) {
        assertThat(driver.next(want, seen)).isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        Directory parent = directory(PARENT, "b1");
        Directory used = directory(POINT, "holiday.jpg");
        Directory file = new Directory(POINT, Optional.of(new FileStatus(FileType.FILE, 1)), List.of());
        MountEntry readOnly = new MountEntry("/dev/loop3", POINT, "xfs", "ro,noatime");
        return Stream.of(
                arguments(WANT, seen(List.of(FOREIGN), List.of(LOOP), used, parent), Problem.Kind.FOREIGN, "tmpfs"),
                arguments(ABSENT, seen(List.of(FOREIGN), List.of(LOOP), used, parent), Problem.Kind.FOREIGN, "tmpfs"),
                arguments(
                        ABSENT,
                        seen(List.of(OURS, FOREIGN), List.of(LOOP), used, parent),
                        Problem.Kind.FOREIGN,
                        "tmpfs"),
                arguments(
                        ABSENT,
                        seen(List.of(OURS, BELOW), List.of(LOOP), used, parent),
                        Problem.Kind.FOREIGN,
                        "/dev/sdb"),
                arguments(WANT, seen(List.of(), List.of(LOOP), used, parent), Problem.Kind.FOREIGN, "holiday.jpg"),
                arguments(ABSENT, seen(List.of(), List.of(LOOP), used, parent), Problem.Kind.FOREIGN, "holiday.jpg"),
                arguments(WANT, seen(List.of(), List.of(LOOP), file, parent), Problem.Kind.FOREIGN, "is none"),
                arguments(
                        WANT,
                        seen(List.of(readOnly), List.of(LOOP), used, parent),
                        Problem.Kind.READ_ONLY,
                        "read-only"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(MountPoint want, Seen seen, Problem.Kind kind, String part) {
        assertThat(driver.next(want, seen)).isInstanceOfSatisfying(Step.Impossible.class, impossible -> {
            assertThat(impossible.problem().kind()).isEqualTo(kind);
            assertThat(impossible.problem().message()).contains(POINT.toString(), part);
        });
    }

    @Test
    void waitsUntilTheImageIsAttachedOnce() {
        Directory parent = directory(PARENT, "b1");
        LoopEntry other = new LoopEntry("/dev/loop4", 4, IMAGE, false);
        assertThat(driver.next(WANT, seen(List.of(), List.of(), directory(POINT), parent)))
                .isInstanceOf(Step.Retry.class);
        assertThat(driver.next(WANT, seen(List.of(), List.of(LOOP, other), directory(POINT), parent)))
                .isInstanceOf(Step.Retry.class);
    }

    @Test
    void busyTeardown_waitsForTheBrickToLetGo() {
        HostException busy = HostException.ofCommand(
                Command.of("umount", POINT.toString()), 32, "umount: " + POINT + ": target is busy.");
        assertThat(driver.failed(ABSENT, busy))
                .isInstanceOfSatisfying(
                        Step.Retry.class, retry -> assertThat(retry.reason()).contains("let go"));
    }

    @Test
    void observationTellsItsReadingsApart() {
        Optional<FileStatus> status = Optional.of(new FileStatus(FileType.DIRECTORY, 1));
        Seen seen = driver.observe(WANT)
                .seen(List.of(
                        List.of(OURS),
                        List.of(LOOP, new LoopEntry("/dev/loop8", 8, IMAGE.resolve("x"), false)),
                        status,
                        Optional.of(new HostCall.DirectoryListing(List.of("brick"), false)),
                        status,
                        Optional.empty()));
        assertThat(seen)
                .isEqualTo(new Seen(
                        List.of(OURS),
                        List.of(LOOP),
                        new Directory(POINT, status, List.of("brick")),
                        List.of(new Directory(PARENT, status, List.of()))));
    }

    private static MountPoint want(boolean present) {
        return new MountPoint(List.of(PARENT), IMAGE, POINT, MountPoint.OPTIONS, present);
    }

    private static Step inOrder(Step.Act... acts) {
        return Step.inOrder(Stream.of(acts).<HostCall<?>>map(Step.Act::call).toList());
    }

    private static Step.Act make(Path path) {
        return Step.act(new HostCall.MakeDirectory(path, "rwx------"));
    }

    private static Step.Act delete(Path path) {
        return Step.act(new HostCall.Delete(path));
    }

    private static Directory missing(Path path) {
        return new Directory(path, Optional.empty(), List.of());
    }

    private static Directory directory(Path path, String... names) {
        return new Directory(path, Optional.of(new FileStatus(FileType.DIRECTORY, 1)), List.of(names));
    }

    private static Seen seen(List<MountEntry> mounts, List<LoopEntry> loops, Directory point, Directory parent) {
        return new Seen(mounts, loops, point, List.of(parent));
    }
}
