/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gluster.gcs.core.planner.Cases.MIB;

import java.util.SplittableRandom;
import org.gluster.gcs.volume.SmallBricks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrickSizeTest {

    /** Blocks of 4 KiB as {@code statfs} showed them, all and available, of empty file systems of xfsprogs 6.1. */
    @ParameterizedTest
    @CsvSource({
        "16, 3153, 2924",
        "17, 3409, 3167",
        "20, 4177, 3895",
        "24, 5201, 4867",
        "32, 7249, 6797",
        "48, 11345, 10684",
        "64, 15441, 14543",
        "96, 23633, 22318",
        "127, 31569, 29849",
        "128, 31825, 30092",
        "160, 40017, 37866",
        "192, 48209, 45641",
        "224, 56401, 53415",
        "256, 64593, 61190",
        "288, 72785, 68964",
        "299, 75601, 71638",
        "300, 60416, 56087",
        "320, 65536, 60917",
        "400, 86016, 80230",
        "512, 114688, 107269",
        "768, 180224, 170707",
        "1024, 245760, 235783",
        "2048, 507904, 496100",
        "4096, 1032192, 1016730"
    })
    void usableIsNeverMoreThanARealFileSystemGives(long mib, long blocks, long available) {
        long given = (available - blocks / 100 - 1) * 4096;
        assertThat(BrickSize.usable(mib * MIB)).isLessThanOrEqualTo(given).isGreaterThan(given - 18 * MIB);
    }

    @Test
    void anImageHoldsWhatItIsMadeFor_andNoSmallerExtentDoes() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            long data = random.nextLong(1L << (10 + random.nextInt(45)));
            for (SmallBricks small : SmallBricks.values()) {
                long size = BrickSize.holding(data, small);
                String name = data + " bytes, " + small + ", -Dgcs.seed=" + seed;
                assertThat(size % BrickSize.UNIT).as(name).isZero();
                assertThat(BrickSize.leastOf(data * 3, 3, small)).as(name).isLessThanOrEqualTo(size * 3);
                assertThat(BrickSize.usable(size)).as(name).isGreaterThanOrEqualTo(data);
                long fitting = BrickSize.fitting(size, small);
                assertThat(fitting).as(name).isBetween(data, BrickSize.usable(size));
                assertThat(BrickSize.holding(fitting, small)).as(name).isLessThanOrEqualTo(size);
                assertThat(BrickSize.holding(fitting + 1, small)).as(name).isGreaterThan(size);
            }
        }
    }

    @Test
    void theSmallestImagesAreThoseOfXfs() {
        assertThat(BrickSize.holding(0, SmallBricks.ROUND_UP)).isEqualTo(300 * MIB);
        assertThat(BrickSize.holding(1, SmallBricks.SMALL)).isEqualTo(16 * MIB);
        assertThat(BrickSize.holding(16 * MIB, SmallBricks.SMALL)).isEqualTo(24 * MIB);
        assertThat(BrickSize.holding(200 * MIB, SmallBricks.SMALL)).isEqualTo(220 * MIB);
        assertThat(BrickSize.holding(280 * MIB, SmallBricks.SMALL)).isGreaterThan(300 * MIB);
        assertThat(BrickSize.fitting(15 * MIB, SmallBricks.SMALL)).isEqualTo(-1);
        assertThat(BrickSize.fitting(299 * MIB, SmallBricks.ROUND_UP)).isEqualTo(-1);
        assertThat(BrickSize.isSmall(300 * MIB - 1)).isTrue();
        assertThat(BrickSize.isSmall(300 * MIB)).isFalse();
    }

    @Test
    void sizesBeyondALongAreRefused() {
        assertThatThrownBy(() -> BrickSize.holding(Long.MAX_VALUE - 1, SmallBricks.SMALL))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> BrickSize.holding(Long.MAX_VALUE / 100 * 99, SmallBricks.ROUND_UP))
                .isInstanceOf(ArithmeticException.class);
        assertThat(BrickSize.fitting(Long.MAX_VALUE - 1, SmallBricks.SMALL)).isPositive();
    }
}
