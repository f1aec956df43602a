/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/volumes, /v1/volumes",
        "/v1//volumes, /v1/volumes",
        "/v1/./volumes, /v1/volumes",
        "/v1/peers/../volumes, /v1/volumes",
        "/../../v1, /v1",
        "/v1/devices/p/, /v1/devices/p/",
        "/v1/devices/p//, /v1/devices/p/",
        "/, /",
        "//, /",
        "/.., /",
        "/v1/.., /"
    })
    void aPath_isCleanedAsGoDoesIt(String path, String clean) {
        assertThat(Paths.clean(path)).isEqualTo(clean);
        assertThat(Paths.clean(clean)).isEqualTo(clean);
    }

    @Test
    void escapes_areUtf8_andAPlusSignIsOne() {
        assertThat(Paths.decoded("/a%20b+c/v%C3%B6l%2Fx")).contains("/a b+c/völ/x");
        assertThat(Paths.encoded("/a b+c/völ?")).isEqualTo("/a%20b+c/v%C3%B6l%3F");
    }

    @ParameterizedTest
    @CsvSource({"/a%", "/a%2", "/a%zz", "/%-1"})
    void aMalformedEscape_isNoPath(String path) {
        assertThat(Paths.decoded(path)).isEmpty();
    }

    @Test
    void ofAQuery_theFirstOfSeveralCounts_andNothingIsNothing() {
        assertThat(Paths.query("key=a+b&key=c&value=&flag&=x&bad=%zz"))
                .containsEntry("key", "a b")
                .containsEntry("value", "")
                .containsEntry("flag", "")
                .doesNotContainKey("bad");
        assertThat(Paths.query("")).isEmpty();
    }
}
