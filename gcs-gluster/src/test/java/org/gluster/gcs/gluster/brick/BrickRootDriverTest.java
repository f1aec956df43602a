/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.gluster.brick.BrickRootDriver.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrickRootDriverTest {
    private static final Path MOUNT = Path.of("/m/b1");
    private static final Path ROOT = MOUNT.resolve("brick");
    private static final Path INTERNAL = ROOT.resolve(".glusterfs");
    private static final UUID ID = UUID.fromString("6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01");
    private static final String ID_TEXT = "0x6a8d2c5e7c114a0e9a580d7a1f3f9b01";
    private static final String OWNER = "{\"brick\":\"b1\"}";
    private static final Optional<FileStatus> DIRECTORY = Optional.of(new FileStatus(FileType.DIRECTORY, 1));
    private static final BrickRoot WANT = want(false, true);
    private static final BrickRoot ESTABLISHED = want(true, true);
    private static final HostCall<?> SET_ID = new HostCall.SetAttribute(ROOT, "trusted.glusterfs.volume-id", ID_TEXT);
    private static final List<HostCall<?>> DURABLE = List.of(
            new HostCall.Sync(ROOT),
            new HostCall.Sync(INTERNAL),
            new HostCall.Sync(MOUNT),
            new HostCall.SetAttribute(INTERNAL, BrickRootDriver.SYNCED, "1"));

    private final BrickRootDriver driver = new BrickRootDriver();

    @Test
    void makesAllInOneGoAndMarksItAfterTheSync() {
        assertThat(driver.next(WANT, seen(Optional.empty(), "", "", false, false)))
                .isEqualTo(Step.inOrder(List.of(
                        new HostCall.MakeDirectory(ROOT, "rwxr-xr-x"),
                        new HostCall.MakeDirectory(INTERNAL, "rw-------"),
                        new HostCall.SetAttribute(INTERNAL, "user.gcs.owner", OWNER),
                        new HostCall.MakeDirectory(INTERNAL.resolve("indices"), "rw-------"),
                        SET_ID,
                        DURABLE.get(0),
                        DURABLE.get(1),
                        DURABLE.get(2),
                        DURABLE.get(3))));
        assertThat(driver.next(WANT, seen(DIRECTORY, "", OWNER, true, false)))
                .isEqualTo(
                        Step.inOrder(List.of(SET_ID, DURABLE.get(0), DURABLE.get(1), DURABLE.get(2), DURABLE.get(3))));
        assertThat(driver.next(WANT, seen(DIRECTORY, "", OWNER, true, true)))
                .as("the mark comes after the volume id")
                .isEqualTo(Step.done());
        assertThat(driver.next(ESTABLISHED, seen(DIRECTORY, ID_TEXT, OWNER, true, false)))
                .isEqualTo(Step.inOrder(DURABLE));
        assertThat(driver.next(ESTABLISHED, seen(DIRECTORY, ID_TEXT, OWNER, true, true)))
                .isEqualTo(Step.done());
    }

    @Test
    void nothingIsMadeWhileNothingIsMounted() {
        Seen seen = new Seen(false, Optional.empty(), Optional.empty(), Optional.empty(), false, false);
        assertThat(driver.next(WANT, seen)).isInstanceOf(Step.Retry.class);
    }

    static Stream<Arguments> refusals() {
        Optional<FileStatus> file = Optional.of(new FileStatus(FileType.FILE, 1));
        return Stream.of(
                arguments(WANT, seen(file, "", "", false, false), Problem.Kind.FOREIGN),
                arguments(WANT, seen(DIRECTORY, "0x00", OWNER, true, true), Problem.Kind.FOREIGN),
                arguments(WANT, seen(DIRECTORY, ID_TEXT, "{\"brick\":\"b2\"}", true, true), Problem.Kind.FOREIGN),
                arguments(ESTABLISHED, seen(Optional.empty(), "", "", false, false), Problem.Kind.MISSING),
                arguments(ESTABLISHED, seen(DIRECTORY, "", OWNER, true, true), Problem.Kind.MISSING));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(BrickRoot want, Seen seen, Problem.Kind kind) {
        assertThat(driver.next(want, seen)).isInstanceOfSatisfying(Step.Impossible.class, impossible -> {
            assertThat(impossible.problem().kind()).isEqualTo(kind);
            assertThat(impossible.problem().message()).contains(ROOT.toString(), ":");
        });
    }

    @Test
    void absentNeedsNothingAndReadsNothing() {
        BrickRoot absent = want(true, false);
        assertThat(driver.observe(absent).readings()).isEmpty();
        assertThat(driver.next(absent, driver.observe(absent).seen(List.of()))).isEqualTo(Step.done());
    }

    @Test
    void observationTellsItsReadingsApart() {
        assertThat(driver.observe(ESTABLISHED)
                        .seen(List.of(
                                true,
                                DIRECTORY,
                                Optional.of(ID_TEXT),
                                Optional.of(OWNER),
                                DIRECTORY,
                                Optional.of("1"))))
                .isEqualTo(seen(DIRECTORY, ID_TEXT, OWNER, true, true));
        assertThat(driver.observe(WANT)
                        .seen(List.of(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                        .mounted())
                .isFalse();
    }

    @Test
    void pendingHealsLeavesOutTheBaseFile() {
        Observation<Optional<Long>> pending = PendingHeals.of(ROOT);
        HostCall.DirectoryListing index =
                new HostCall.DirectoryListing(List.of("11-22", "33-44", "xattrop-5f1c"), false);
        assertThat(pending.seen(List.of(Optional.of(index)))).contains(2L);
        assertThat(pending.seen(List.of(Optional.empty()))).isEmpty();
    }

    private static BrickRoot want(boolean established, boolean present) {
        return new BrickRoot(ROOT, ID, OWNER, established, present);
    }

    private static Seen seen(Optional<FileStatus> root, String id, String owner, boolean internals, boolean synced) {
        return new Seen(true, root, text(id), text(owner), internals, synced);
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
