/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.VolCreateReq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with JSON is said in words of JSON. */
class JsonProblemTest {
    private static String problem(String json) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> WireJson.read(json, VolumeRequestJson.class));
        assertThat(refused).as(json).isNotNull();
        assertThat(refused.problems()).hasSize(1);
        return refused.problems().get(0);
    }

    private static String problemOfGd2(String json) {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class, () -> Gd2Json.readRequest(json, VolCreateReq.class));
        assertThat(refused).as(json).isNotNull();
        return refused.problems().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|it must be an object, not a list",
                "5|it must be an object, not 5",
                "\"x\"|it must be an object, not the text \"x\"",
                "true|it must be an object, not true",
                "{\"name\":5}|name: it must be a text, not 5",
                "{\"name\":{}}|name: it must be a text, not an object",
                "{\"name\":true}|name: it must be a text, not true",
                "{\"capacity\":\"x\"}|capacity: it must be a whole number, not the text \"x\"",
                "{\"capacity\":\"5\"}|capacity: it must be a whole number, not the text \"5\"",
                "{\"capacity\":1.5}|capacity: it must be a whole number, not 1.5",
                "{\"capacity\":{}}|capacity: it must be a whole number, not an object",
                "{\"capacity\":99999999999999999999}|capacity: it must be a whole number that fits into 64 bits",
                "{\"subvolumes\":3000000000}|subvolumes: it must be a whole number that fits into 32 bits",
                "{\"labels\":[]}|labels: it must be an object, not a list",
                "{\"labels\":{\"a\":{}}}|labels.a: it must be a text, not an object",
                "{\"labels\":{\"a\":null}}|labels.a: it holds null where there must be a value",
                "{\"accessMode\":\"no\"}|accessMode: it must be one of READ_WRITE_MANY, READ_WRITE_ONCE, READ_ONLY_MANY,"
                        + " not the text \"no\"",
                "{\"accessMode\":1}|accessMode: it must be one of READ_WRITE_MANY, READ_WRITE_ONCE, READ_ONLY_MANY, not 1",
                "{\"bricks\":{}}|bricks: it must be a list, not an object",
                "{\"bricks\":[5]}|bricks[0]: it must be an object, not 5",
                "{\"bricks\":[{},{\"node\":[]}]}|bricks[1].node: it must be a text, not a list",
                "{\"start\":\"perhaps\"}|start: it must be true or false, not the text \"perhaps\"",
                "{\"start\":7}|start: it must be true or false, not 7",
                "{\"placement\":{\"spreadBy\":\"x\"}}|placement.spreadBy: it must be one of FREE_SPACE, BRICK_COUNT, not the"
                        + " text \"x\"",
                "{\"name\":\"a\"} {}|something follows after its end",
                "{|it ends before it is complete",
                "{\"name\":\"a|name: it ends before it is complete",
                "null|it is null where there must be a value",
            })
    void isSaidWithTheMember_whatMustBeThere_andWhatIs(String json, String problem) {
        assertThat(problem(json)).isEqualTo(problem);
    }

    @Test
    void nothingAtAll_isEmpty() {
        assertThat(problem("")).isEqualTo("it is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|it must be an object, not a list",
                "{\"Size\":-1}|size: it must be a whole number from 0 to 18446744073709551615, not -1",
                "{\"SUBVOLS\":[{\"bricks\":[{\"peerid\":7}]}]}|subvols[0].bricks[0].peerid: it must be a text, not 7",
                "{\"subvols\":[null]}|subvols[0]: it holds null where there must be a value",
                "{\"force\":1}|force: it must be true or false, not 1",
                "{\"replica\":\"3\"}|replica: it must be a whole number, not the text \"3\"",
                "{\"flags\":{\"a\":\"b\"}}|flags.a: it must be true or false, not the text \"b\"",
                "{\"name\":\"a\",\"name\":\"b\"}|the member \"name\" is given twice",
            })
    void isSaidLikewise_ofWhatGlusterD2sClientsSend(String json, String problem) {
        assertThat(problemOfGd2(json)).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\"} x",
                "{'a':1}",
                "{\"capacity\":NaN}",
                "{\"capacity\":01}",
                "{\"a\":1,}",
                "\u0000",
                "{\"name\":tru}"
            })
    void whatIsNoJson_isSaidWithItsPlace(String text) {
        assertThat(problem(text))
                .contains("it is no JSON at line 1, column ")
                .doesNotContain("`", "JsonRead", "Source");
    }

    @Test
    void longTextsAndDeepNests_makeNoLongProblem() {
        assertThat(problem("{\"start\":\"" + "x".repeat(10_000) + "\"}")).hasSizeLessThan(120);
        assertThat(problem("{\"labels\":{\"" + "k".repeat(10_000) + "\":7}}")).hasSizeLessThan(120);
        assertThat(problem("{\"x\":" + "[".repeat(2000)))
                .isEqualTo("Document nesting depth (1001) exceeds the maximum" + " allowed (1000)");
        assertThat(problem("{\"capacity\":" + "9".repeat(2000) + "}")).endsWith("exceeds the maximum allowed (1000)");
    }
}
