/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gluster.gcs.block.device.DeviceDirectoryDriver.Seen;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceDirectoryDriverTest {
    private static final Path PATH = Path.of("/srv/d1");
    private static final DeviceDirectory WANT = new DeviceDirectory(PATH, "c1", "n1", "d1", false, true);
    private static final DeviceDirectory ESTABLISHED = new DeviceDirectory(PATH, "c1", "n1", "d1", true, true);
    private static final DeviceDirectory ABSENT = new DeviceDirectory(PATH, "c1", "n1", "d1", true, false);
    private static final Optional<FileStatus> DIRECTORY = Optional.of(new FileStatus(FileType.DIRECTORY, 4096));
    private static final Optional<String> MARK = Optional.of(WANT.markText());

    private final DeviceDirectoryDriver driver = new DeviceDirectoryDriver();

    @Test
    void adoptsAnEmptyDirectoryMarkFirst() {
        assertThat(driver.next(WANT, seen("ext4", List.of("lost+found"), Optional.empty())))
                .isEqualTo(Step.act(new HostCall.WriteFile(WANT.mark(), WANT.markText(), "rw-------")));
        assertThat(WANT.markText()).isEqualTo("{\"schema\":1,\"cluster\":\"c1\",\"node\":\"n1\",\"device\":\"d1\"}\n");
    }

    @Test
    void makesItsDirectoriesAfterTheMark() {
        Seen marked = seen("xfs", List.of(".gcs-device"), MARK);
        assertThat(driver.next(WANT, marked))
                .isEqualTo(
                        Step.inOrder(new HostCall.MakeDirectory(WANT.bricks(), "rwx------"), new HostCall.Sync(PATH)));
        assertThat(driver.next(WANT, with(marked, list(), Optional.empty())))
                .isEqualTo(Step.inOrder(
                        new HostCall.MakeDirectory(WANT.templates(), "rwx------"), new HostCall.Sync(PATH)));
        assertThat(driver.next(WANT, with(marked, list("b1.img"), list("xfs-1.img"))))
                .isEqualTo(Step.done());
    }

    @Test
    void deletesWhatAnInterruptedWriteOfTheMarkLeft() {
        Seen seen = with(seen("xfs", List.of("..gcs-device.gcs-tmp", ".gcs-device"), MARK), list(), list());
        assertThat(driver.next(WANT, seen))
                .isEqualTo(Step.act(new HostCall.Delete(PATH.resolve("..gcs-device.gcs-tmp"))));
        Seen unmarked = seen("xfs", List.of("..gcs-device.gcs-tmp"), Optional.empty());
        assertThat(driver.next(WANT, unmarked)).isInstanceOf(Step.Act.class);
        assertThat(driver.next(ABSENT, unmarked))
                .isEqualTo(Step.act(new HostCall.Delete(PATH.resolve("..gcs-device.gcs-tmp"))));
    }

    @Test
    void ignoresForeignFilesOnceAdopted() {
        assertThat(driver.next(WANT, with(seen("xfs", List.of("notes.txt"), MARK), list(), list())))
                .isEqualTo(Step.done());
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        WANT,
                        new Seen(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Problem.Kind.MISSING,
                        "does not exist"),
                arguments(WANT, ofType(FileType.BLOCK_DEVICE), Problem.Kind.UNSUPPORTED, "is a block device"),
                arguments(WANT, ofType(FileType.FILE), Problem.Kind.UNSUPPORTED, "is a regular file"),
                arguments(WANT, ofType(FileType.OTHER), Problem.Kind.UNSUPPORTED, "is no directory"),
                arguments(WANT, seen("tmpfs", List.of(), Optional.empty()), Problem.Kind.UNSUPPORTED, "tmpfs"),
                arguments(
                        WANT,
                        new Seen(
                                DIRECTORY,
                                Optional.of(new FileSystemStatus("xfs", Path.of("/srv"), 9, 9, true)),
                                list(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Problem.Kind.READ_ONLY,
                        "mounted at /srv"),
                arguments(
                        WANT,
                        seen("xfs", List.of("holiday.jpg", "lost+found"), Optional.empty()),
                        Problem.Kind.FOREIGN,
                        "holiday.jpg"),
                arguments(
                        WANT,
                        with(seen("xfs", List.of("bricks"), Optional.empty()), list("b.img"), Optional.empty()),
                        Problem.Kind.FOREIGN,
                        "no mark"),
                arguments(
                        WANT,
                        seen(
                                "xfs",
                                List.of(".gcs-device"),
                                Optional.of(
                                        "{\"schema\": 1, \"cluster\": \"c2\", \"node\": \"n1\", \"device\": \"d1\"}")),
                        Problem.Kind.FOREIGN,
                        "cluster \"c2\""),
                arguments(WANT, seen("xfs", List.of(), Optional.of("")), Problem.Kind.FOREIGN, "belongs to"),
                arguments(
                        WANT,
                        seen("xfs", List.of(), Optional.of("{\"schema\":2,\"x\":{}}")),
                        Problem.Kind.UNSUPPORTED,
                        "newer release"),
                arguments(
                        ESTABLISHED,
                        seen("ext4", List.of(), Optional.empty()),
                        Problem.Kind.MISSING,
                        "file system is not mounted"),
                arguments(
                        ABSENT,
                        seen("xfs", List.of(), Optional.of("{\"schema\":1,\"cluster\":\"c2\"}")),
                        Problem.Kind.FOREIGN,
                        "c2"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesAndSaysWhichWhyAndWhatToDo(DeviceDirectory want, Seen seen, Problem.Kind kind, String part) {
        Step step = driver.next(want, seen);

        assertThat(step).isInstanceOfSatisfying(Step.Impossible.class, impossible -> {
            assertThat(impossible.problem().kind()).isEqualTo(kind);
            assertThat(impossible.problem().message()).contains("/srv/d1", part).contains(":");
        });
    }

    @Test
    void givesBackTemplatesThenBricksThenTheMark() {
        Seen marked = with(seen("xfs", List.of(), MARK), list(), list("a", "b"));
        assertThat(driver.next(ABSENT, marked))
                .isEqualTo(Step.inOrder(
                        new HostCall.Delete(ABSENT.templates().resolve("a")),
                        new HostCall.Delete(ABSENT.templates().resolve("b")),
                        new HostCall.Delete(ABSENT.templates())));
        assertThat(driver.next(ABSENT, with(marked, list(), Optional.empty())))
                .isEqualTo(Step.act(new HostCall.Delete(ABSENT.bricks())));
        assertThat(driver.next(ABSENT, with(marked, Optional.empty(), Optional.empty())))
                .isEqualTo(Step.inOrder(
                        new HostCall.Sync(PATH), new HostCall.Delete(ABSENT.mark()), new HostCall.Sync(PATH)));
        assertThat(driver.next(ABSENT, seen("xfs", List.of(), Optional.empty())))
                .isEqualTo(Step.done());
    }

    /** A device that was never adopted since another cluster has the directory: nothing to give back, and nothing to wait for. */
    @Test
    void whatWasNeverAdopted_isGivenBackAtOnce_whoeverHasIt() {
        DeviceDirectory never = new DeviceDirectory(PATH, "c1", "n1", "d1", false, false);
        assertThat(driver.next(never, seen("xfs", List.of(), Optional.of("{\"schema\":1,\"cluster\":\"c2\"}"))))
                .isEqualTo(Step.done());
        assertThat(driver.next(never, seen("xfs", List.of(), Optional.of("{\"schema\":2,\"x\":{}}"))))
                .isEqualTo(Step.done());
    }

    @Test
    void keepsEverythingWhileBricksAreThere() {
        Step step = driver.next(ABSENT, with(seen("xfs", List.of(), MARK), list("b1.img"), list("a")));
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Wait.class, wait -> assertThat(wait.reason()).contains("b1.img"));
    }

    @Test
    void idsThatWouldBreakTheMarkAreRefused() {
        assertThatThrownBy(() -> new DeviceDirectory(PATH, "c\"1", "n", "d", false, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cluster");
    }

    @Test
    void observationAndItsMeaningAgree() {
        assertThat(driver.observe(WANT)
                        .seen(List.of(DIRECTORY, Optional.empty(), list("x"), MARK, list("b"), list("t"))))
                .isEqualTo(new Seen(DIRECTORY, Optional.empty(), list("x"), MARK, list("b"), list("t")));
    }

    private static Seen ofType(FileType type) {
        return new Seen(
                Optional.of(new FileStatus(type, 0)),
                Optional.of(new FileSystemStatus("devtmpfs", Path.of("/dev"), 9, 9, false)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Seen seen(String fileSystem, List<String> names, Optional<String> mark) {
        return new Seen(
                DIRECTORY,
                Optional.of(new FileSystemStatus(fileSystem, Path.of("/srv"), 9, 9, false)),
                Optional.of(new DirectoryListing(names, false)),
                mark,
                Optional.empty(),
                Optional.empty());
    }

    private static Seen with(Seen seen, Optional<DirectoryListing> bricks, Optional<DirectoryListing> templates) {
        return new Seen(seen.directory(), seen.fileSystem(), seen.names(), seen.mark(), bricks, templates);
    }

    private static Optional<DirectoryListing> list(String... names) {
        return Optional.of(new DirectoryListing(List.of(names), false));
    }
}
