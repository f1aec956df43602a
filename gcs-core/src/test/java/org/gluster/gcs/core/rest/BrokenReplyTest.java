/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.gluster.gcs.OutcomeUnknownException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of which the end is missing is none. */
class BrokenReplyTest {
    private static final String WHOLE = RawServer.reply(200, "{\"name\":\"v\"}", "X-Request-Id: theirs");

    /** Answers the first request with the beginning of an answer, and the others with all of it. */
    private static RawServer cutting(int length) {
        return RawServer.of(peer -> {
            if (peer.request() != null) {
                peer.write(peer.number() == 1 ? WHOLE.substring(0, length) : WHOLE);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 12, 13, 17, 19, 25, 41, 44, 60, 63, 64, 65, 66, 67, 68, 74})
    void aReadIsAskedForAgain_whereverItsAnswerBreaksOff(int length) throws IOException {
        try (RawServer server = cutting(length);
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            assertThat(transport.exchange(RestCall.get("/v1/volumes/v")).body()).isEqualTo("{\"name\":\"v\"}");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 12, 13, 17, 19, 25, 41, 44, 60, 63, 64, 65, 66, 67, 68, 74})
    void aChangeThatMayNotBeSentAgainIsInDoubt_whereverItsAnswerBreaksOff(int length) throws IOException {
        try (RawServer server = cutting(length);
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.of("POST", "/v1/volumes", Repeatability.ONCE)))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }
}
