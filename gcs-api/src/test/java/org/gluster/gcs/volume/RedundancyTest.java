/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.gluster.gcs.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedundancyTest {

    @ParameterizedTest
    @CsvSource({
        "distributed, 1, 1, 0",
        "replicated:2, 2, 1, 0",
        "replicated:3, 3, 1, 1",
        "replicated:16, 16, 1, 7",
        "arbiter, 3, 1, 1",
        "thin-arbiter, 2, 1, 1",
        "dispersed:2+1, 3, 2, 1",
        "dispersed:4+2, 6, 4, 2",
        "dispersed:16+15, 31, 16, 15"
    })
    void knowsItsArithmetic_andItsText(String text, int bricks, int data, int tolerated) {
        Redundancy redundancy = Redundancy.parse(text);
        assertThat(redundancy).hasToString(text);
        assertThat(redundancy.bricksPerSubvolume()).isEqualTo(bricks);
        assertThat(redundancy.dataBricks()).isEqualTo(data);
        assertThat(redundancy.tolerated()).isEqualTo(tolerated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "replicated",
                "replicated:0",
                "replicated:1",
                "replicated:17",
                "replicated:-3",
                "arbiter:1",
                "dispersed:2",
                "dispersed:32",
                "dispersed:1+1",
                "dispersed:4+0",
                "dispersed:4+4",
                "dispersed:17+1",
                "Distributed",
                "replicated:99999"
            })
    void refusesWhatGlusterFsCannotDo(String text) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Redundancy.parse(text));
    }

    @Test
    void dispersedReportsBothNumbersAtOnce() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Redundancy.dispersed(1, 0))
                .satisfies(
                        error -> assertThat(error.problems())
                                .containsExactly(
                                        "data bricks of a dispersed set must be from 2 to 16: 1",
                                        "redundancy bricks of a dispersed set must be at least 1 and fewer than its 1 data bricks: 0"));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 2, 1",
        "4, 3, 1",
        "5, 4, 1",
        "6, 4, 2",
        "7, 4, 3",
        "8, 7, 1",
        "9, 8, 1",
        "11, 8, 3",
        "12, 8, 4",
        "16, 15, 1",
        "17, 16, 1",
        "31, 16, 15"
    })
    void choosesTheRedundancyOfADispersedSetAsGlusterFsDoes(int bricks, int data, int redundancy) {
        assertThat(Redundancy.dispersed(bricks)).isEqualTo(Redundancy.dispersed(data, redundancy));
        assertThat(Redundancy.parse("dispersed:" + bricks)).hasToString("dispersed:" + data + "+" + redundancy);
    }
}
