/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gluster.gcs.block.device.DeviceCheck.Promise;
import org.gluster.gcs.block.device.DeviceCheck.Seen;
import org.gluster.gcs.block.device.DeviceHealth.Condition;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.HostException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceCheckTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final Path PATH = Path.of("/disk");
    private static final DeviceDirectory DEVICE = new DeviceDirectory(PATH, "c", "n", "d", true, true);
    private static final long TOTAL = 100 * GIB;
    private static final long SIZE = TOTAL - DeviceCheck.KEPT_FREE;

    private static Promise reserved(long size, long reserved) {
        return new Promise(DEVICE, size, reserved, TOTAL, 0);
    }

    private static Promise thin(double watermark) {
        return new Promise(DEVICE, SIZE, 150 * GIB, TOTAL, watermark);
    }

    private static Seen seen(long total, long available, boolean readOnly) {
        return new Seen(
                Optional.of(new FileStatus(FileType.DIRECTORY, 4096)),
                Optional.of(new FileSystemStatus("xfs", PATH, total, available, readOnly)),
                Optional.of(DEVICE.markText()));
    }

    private static DeviceHealth judge(Promise promise, Seen seen) {
        return DeviceCheck.judge(promise, seen, Optional.empty());
    }

    static Stream<Arguments> sights() {
        FileStatus directory = new FileStatus(FileType.DIRECTORY, 4096);
        FileSystemStatus disk = new FileSystemStatus("xfs", PATH, TOTAL, SIZE, false);
        return Stream.of(
                Arguments.of(
                        new Seen(Optional.empty(), Optional.empty(), Optional.empty()),
                        Condition.MISSING,
                        "is not there"),
                Arguments.of(
                        new Seen(
                                Optional.of(new FileStatus(FileType.FILE, 1)),
                                Optional.of(disk),
                                Optional.of(DEVICE.markText())),
                        Condition.MISSING,
                        "is not there"),
                Arguments.of(
                        new Seen(Optional.of(directory), Optional.of(disk), Optional.empty()),
                        Condition.MISSING,
                        "has no mark"),
                Arguments.of(
                        new Seen(
                                Optional.of(directory),
                                Optional.of(disk),
                                Optional.of(DEVICE.markText().replace("\"d\"", "\"other\""))),
                        Condition.MISSING,
                        "now belongs to"),
                Arguments.of(
                        new Seen(
                                Optional.of(directory),
                                Optional.of(new FileSystemStatus("xfs", PATH, 0, 0, false)),
                                Optional.of(DEVICE.markText())),
                        Condition.FAILING,
                        "does not tell its size"),
                Arguments.of(seen(TOTAL, SIZE, true), Condition.READ_ONLY, "read-only"),
                Arguments.of(seen(90 * GIB, 80 * GIB, false), Condition.SHRUNK, "of 100 GiB, and has one of 90 GiB"),
                Arguments.of(seen(TOTAL, DeviceCheck.KEPT_FREE - 1, false), Condition.FULL, "is full"),
                Arguments.of(seen(TOTAL, DeviceCheck.KEPT_FREE, false), Condition.GOOD, "files that are not bricks"),
                Arguments.of(seen(TOTAL, SIZE, false), Condition.GOOD, ""),
                Arguments.of(seen(2 * TOTAL, TOTAL + SIZE, false), Condition.GOOD, ""));
    }

    @ParameterizedTest
    @MethodSource("sights")
    void whatIsSeen_isJudged(Seen seen, Condition condition, String reason) {
        DeviceHealth health = judge(reserved(SIZE, 0), seen);

        assertThat(health.condition()).isEqualTo(condition);
        assertThat(health.reason())
                .contains(reason)
                .satisfies(text -> assertThat(text.isEmpty()).isEqualTo(reason.isEmpty()));
    }

    /** A device that gives less than there is can lose what it does not give. */
    @Test
    void aLimitedDevice_isWell_asLongAsWhatItPromisedFits() {
        assertThat(judge(reserved(10 * GIB, 4 * GIB), seen(50 * GIB, 6 * GIB, false))
                        .condition())
                .isEqualTo(Condition.GOOD);
        assertThat(judge(reserved(10 * GIB, 4 * GIB), seen(50 * GIB, 6 * GIB - 1, false))
                        .condition())
                .isEqualTo(Condition.SHRUNK);
        assertThat(judge(reserved(10 * GIB, 10 * GIB), seen(TOTAL, 0, false)).condition())
                .isEqualTo(Condition.GOOD); // others took the rest, and all that was promised is reserved
        assertThat(judge(new Promise(DEVICE, 10 * GIB, 0, 0, 0), seen(10 * GIB - 1, 10 * GIB - 1, false))
                        .condition())
                .isEqualTo(Condition.SHRUNK); // of before the size of file systems was remembered
    }

    /** Whatever bricks reserve and take, what others took stays the same; and what is lost is never too little. */
    @Test
    void whatIsLost_isWhatOthersTook() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        System.out.println("losses: replay with -Dgcs.seed=" + seed);
        for (int i = 0; i < 100_000; i++) {
            long size = 1 + random.nextLong(TOTAL);
            long reserved = random.nextLong(size + 1);
            long foreign = random.nextLong(TOTAL - reserved + 1);
            long available = TOTAL - reserved - foreign;
            DeviceHealth health = judge(reserved(size, reserved), seen(TOTAL, available, false));
            long missing = Math.max(0, size - reserved - available);

            assertThat(health.lost()).isBetween(missing, missing + Math.max(MIB, size / 100));
            assertThat(health.used()).isEqualTo(TOTAL - available);
            assertThat(health.condition())
                    .isEqualTo(missing > 0 && available < DeviceCheck.KEPT_FREE ? Condition.FULL : Condition.GOOD);
            assertThat(size - reserved - health.lost()).isLessThanOrEqualTo(available);
        }
    }

    @Test
    void thinDevices_areJudgedByTheirWatermark_andStayOnTheirSideOfIt() {
        Promise promise = thin(0.8);
        DeviceHealth below = judge(promise, seen(TOTAL, 20 * GIB + 1, false));
        DeviceHealth above = judge(promise, seen(TOTAL, 20 * GIB, false));
        assertThat(below.condition()).isEqualTo(Condition.GOOD);
        assertThat(above.condition()).isEqualTo(Condition.ABOVE_WATERMARK);
        assertThat(above.reason()).contains("80 %");
        assertThat(above.lost()).isZero();

        Optional<DeviceHealth> before = Optional.of(above);
        assertThat(DeviceCheck.judge(promise, seen(TOTAL, 21 * GIB, false), before)
                        .condition())
                .isEqualTo(Condition.ABOVE_WATERMARK);
        assertThat(DeviceCheck.judge(promise, seen(TOTAL, 21 * GIB + 1, false), before)
                        .condition())
                .isEqualTo(Condition.GOOD);
        DeviceHealth full = judge(promise, seen(TOTAL, MIB, false));
        assertThat(full.condition()).isEqualTo(Condition.FULL);
        assertThat(full.reason()).contains("will meet a full disk");
    }

    @Test
    void aFullDevice_isNotFullAgain_onlyWhenThereIsSomeRoom() {
        Promise promise = reserved(SIZE, 0);
        Optional<DeviceHealth> full = Optional.of(judge(promise, seen(TOTAL, 0, false)));
        assertThat(DeviceCheck.judge(promise, seen(TOTAL, DeviceCheck.KEPT_FREE, false), full)
                        .condition())
                .isEqualTo(Condition.FULL);
        assertThat(DeviceCheck.judge(promise, seen(TOTAL, DeviceCheck.KEPT_FREE * 5 / 4, false), full)
                        .condition())
                .isEqualTo(Condition.GOOD);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFailure_saysWhatItIs_orNothing(Kind kind) {
        Optional<DeviceHealth> health = DeviceCheck.failed(DEVICE, new HostException(kind, "WriteFile failed: so"));

        switch (kind) {
            case UNKNOWN_OUTCOME, PROGRAM_MISSING, TOO_LARGE ->
                assertThat(health).isEmpty();
            default -> {
                assertThat(health.orElseThrow().condition()).isNotEqualTo(Condition.GOOD);
                assertThat(health.orElseThrow().reason()).contains("/disk", "WriteFile failed: so");
            }
        }
    }

    @Test
    void theProbe_cannotLandBesideTheDisk() {
        assertThat(DeviceCheck.probe(DEVICE).path()).isEqualTo(Path.of("/disk/templates/.probe"));
        assertThat(DeviceCheck.silent(DEVICE, 30).condition()).isEqualTo(Condition.FAILING);
        assertThat(DeviceCheck.silent(DEVICE, 30).reason()).contains("30 s");
    }

    @Test
    void onlyWhatChanged_isWorthTelling() {
        DeviceHealth health = new DeviceHealth(Condition.GOOD, "", 1000, 500, 0);
        assertThat(health.tellsTheSame(new DeviceHealth(Condition.GOOD, "otherwise", 1000, 549, 0)))
                .isTrue();
        for (DeviceHealth other : List.of(
                new DeviceHealth(Condition.FULL, "", 1000, 500, 0),
                new DeviceHealth(Condition.GOOD, "", 1001, 500, 0),
                new DeviceHealth(Condition.GOOD, "", 1000, 550, 0),
                new DeviceHealth(Condition.GOOD, "", 1000, 450, 0),
                new DeviceHealth(Condition.GOOD, "", 1000, 500, 1))) {
            assertThat(health.tellsTheSame(other)).isFalse();
        }
    }
}
