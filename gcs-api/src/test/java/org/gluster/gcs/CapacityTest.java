/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {

    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "1GiB, 1073741824",
        "20 MiB, 20971520",
        "1073741824, 1073741824",
        "0, 0",
        "7B, 7",
        "3KiB, 3072",
        "2TiB, 2199023255552",
        "1PiB, 1125899906842624",
        "7EiB, 8070450532247928832",
        "9223372036854775807, 9223372036854775807",
        "007KiB, 7168"
    })
    void parsesWholeNumbersWithBinaryUnits(String text, long bytes) {
        assertThat(Capacity.parse(text)).isEqualTo(Capacity.ofBytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GiB",
                "1GB",
                "1.5GiB",
                "-1",
                "+1",
                "1 ",
                " 1",
                "1  GiB",
                "1gib",
                "1\n",
                "8EiB",
                "9223372036854775808",
                "99999999999999999999",
                "9007199254740992KiB",
                "\u0661GiB"
            })
    void refusesEverythingElse(String text) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Capacity.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1, 1B",
        "1023, 1023B",
        "1024, 1KiB",
        "1610612736, 1536MiB",
        "1073741824, 1GiB",
        "1099511627776, 1TiB",
        "1099511627777, 1099511627777B",
        "4611686018427387904, 4EiB",
        "9223372036854775807, 9223372036854775807B"
    })
    void toStringIsTheShortestExactForm(long bytes, String text) {
        assertThat(Capacity.ofBytes(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1610612736, 1.5 GiB",
        "10737418240, 10 GiB",
        "1073741823, 1023.9 MiB",
        "9223372036854775807, 7.9 EiB"
    })
    void formatRoundsDownForAPerson(long bytes, String text) {
        assertThat(Capacity.ofBytes(bytes).format()).isEqualTo(text);
    }

    @Test
    void factoriesMultiplyExactlyOrThrow() {
        assertThat(Capacity.ofKiB(3).bytes()).isEqualTo(3L << 10);
        assertThat(Capacity.ofMiB(3).bytes()).isEqualTo(3L << 20);
        assertThat(Capacity.ofGiB(3).bytes()).isEqualTo(3L << 30);
        assertThat(Capacity.ofTiB((1L << 23) - 1).bytes()).isEqualTo(((1L << 23) - 1) << 40);
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Capacity.ofTiB(1L << 23));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Capacity.ofKiB(-1));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Capacity.ofGiB(Long.MIN_VALUE));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Capacity.ofBytes(-1));
    }

    @Test
    void arithmeticAgreesWithUnboundedIntegersOrThrows() {
        Random random = Seeds.random("capacity-arithmetic");
        BigInteger limit = BigInteger.valueOf(Long.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            Capacity a = any(random);
            Capacity b = any(random);
            BigInteger sum = BigInteger.valueOf(a.bytes()).add(BigInteger.valueOf(b.bytes()));
            if (sum.compareTo(limit) > 0) {
                assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> a.plus(b));
            } else {
                assertThat(a.plus(b).bytes()).isEqualTo(sum.longValueExact());
                assertThat(a.plus(b).minus(b)).isEqualTo(a);
            }
            if (a.isAtLeast(b)) {
                assertThat(a.minus(b).plus(b)).isEqualTo(a);
                assertThat(a.compareTo(b)).isNotNegative();
            } else {
                assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> a.minus(b));
                assertThat(a.compareTo(b)).isNegative();
            }
        }
    }

    @Test
    void parseReadsBackWhatToStringPrints() {
        Random random = Seeds.random("capacity-text");
        for (int round = 0; round < ROUNDS; round++) {
            Capacity capacity = any(random);
            assertThat(Capacity.parse(capacity.toString())).isEqualTo(capacity);
        }
    }

    /** Small, huge and round numbers alike. */
    private static Capacity any(Random random) {
        long bits = random.nextLong() >>> (1 + random.nextInt(63));
        return Capacity.ofBytes(random.nextBoolean() ? bits : bits & (-1L << random.nextInt(63)));
    }
}
