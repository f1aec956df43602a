/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.gluster.gcs.OutcomeUnknownException;
import org.gluster.gcs.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverTest {
    private static final Duration REST = Duration.ofSeconds(10);
    private final FakeTime time = new FakeTime();

    private HttpTransport transport(int attempts, String... urls) {
        HttpTransport.Builder builder = HttpTransport.builder()
                .retry(RetryPolicy.exponential(Duration.ofMillis(1), Duration.ofMillis(1))
                        .maxAttempts(attempts))
                .circuit(new CircuitPolicy(3, REST))
                .time(time);
        for (String url : urls) {
            builder.endpoint(url);
        }
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource(Repeatability.class)
    void anEndpointWhereNobodyListens_isPassedOverAtOnce(Repeatability repeatability) throws IOException {
        try (RawServer third = RawServer.answering(RawServer.ok("third"));
                HttpTransport transport = transport(1, RawServer.refusing(), RawServer.refusing(), third.url())) {
            RestReply reply = transport.exchange(RestCall.of("POST", "/", repeatability));
            assertThat(reply.body()).isEqualTo("third");
            assertThat(time.pauses()).isEmpty();
        }
    }

    @Test
    void theEndpointThatAnsweredLast_isAskedFirst() throws IOException {
        try (RawServer second = RawServer.answering(RawServer.ok("second"));
                RawServer third = RawServer.answering(RawServer.ok("third"));
                HttpTransport transport = transport(1, RawServer.refusing(), second.url(), third.url())) {
            for (int i = 0; i < 10; i++) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("second");
            }
            second.stop();
            for (int i = 0; i < 10; i++) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("third");
            }
            assertThat(second.requests()).hasSize(10);
        }
    }

    @Test
    void aLostReadGoesOnWithAnotherEndpoint() throws IOException {
        try (RawServer first = RawServer.of(RawServer.Peer::request);
                RawServer second = RawServer.answering(RawServer.ok("second"));
                HttpTransport transport = transport(2, first.url(), second.url())) {
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("second");
            assertThat(time.pauses()).hasSize(1);
            assertThat(first.requests()).hasSize(1);
        }
    }

    @Test
    void whatMayBeSentOnce_doesNotGoOnAfterItWasLost() throws IOException {
        try (RawServer first = RawServer.of(RawServer.Peer::request);
                RawServer second = RawServer.answering(RawServer.ok("second"));
                HttpTransport transport = transport(4, first.url(), second.url())) {
            assertThatThrownBy(() -> transport.exchange(RestCall.of("POST", "/", Repeatability.ONCE)))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining(first.url());
            assertThat(second.requests()).isEmpty();
        }
    }

    @Test
    void aBusyEndpointIsLeftForAnother() throws IOException {
        try (RawServer first = RawServer.answering(RawServer.reply(503, "busy"));
                RawServer second = RawServer.answering(RawServer.ok("second"));
                HttpTransport transport = transport(2, first.url(), second.url())) {
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("second");
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("second");
            assertThat(first.requests()).hasSize(1);
        }
    }

    @Test
    void everyEndpointsFailureIsTold() {
        String first = RawServer.refusing();
        String second = RawServer.refusing();
        try (HttpTransport transport = transport(1, first, second)) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining(second)
                    .satisfies(failure -> {
                        assertThat(failure.getCause()).hasMessageContaining(second);
                        assertThat(failure.getSuppressed()).hasSize(1);
                        assertThat(failure.getSuppressed()[0]).hasMessageContaining(first);
                    });
        }
    }

    // --- circuits
    // --------------------------------------------------------------------------------------------------------

    @Test
    void anEndpointThatFailsAgainAndAgain_isLeftAlone_thenTriedOnce() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(RawServer.reply(503, "down"));
        try (RawServer server = RawServer.of(peer -> {
                    while (peer.request() != null) {
                        peer.write(answer.get());
                    }
                });
                HttpTransport transport = transport(1, server.url())) {
            for (int i = 0; i < 3; i++) {
                assertThat(transport.exchange(RestCall.get("/")).status()).isEqualTo(503);
            }
            assertThatThrownBy(() -> transport.exchange(RestCall.of("POST", "/", Repeatability.ONCE)))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("circuit is open");
            assertThat(server.requests()).hasSize(3);

            time.pass(REST.plusMillis(1));
            assertThat(transport.exchange(RestCall.get("/")).status())
                    .as("tried")
                    .isEqualTo(503);
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/"))).hasMessageContaining("circuit is open");
            assertThat(server.requests()).hasSize(4);

            time.pass(REST.plusMillis(1));
            answer.set(RawServer.ok("up"));
            for (int i = 0; i < 5; i++) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("up");
            }
        }
    }

    @Test
    void aTrialThatSaysNothingOfTheEndpoint_isFollowedByAnother() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(RawServer.reply(503, "down"));
        try (RawServer server = RawServer.of(peer -> {
                    while (peer.request() != null) {
                        peer.write(answer.get());
                    }
                });
                HttpTransport transport = transport(1, server.url())) {
            for (int i = 0; i < 3; i++) {
                transport.exchange(RestCall.get("/"));
            }
            time.pass(REST.plusMillis(1));
            answer.set(RawServer.reply(200, "packed", "Content-Encoding: gzip"));
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("gzip");
            answer.set(RawServer.ok("up"));
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("up");
        }
    }

    @Test
    void oneSuccessBetweenFailures_keepsTheCircuitClosed() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(RawServer.reply(502, ""));
        try (RawServer server = RawServer.of(peer -> {
                    while (peer.request() != null) {
                        peer.write(answer.get());
                    }
                });
                HttpTransport transport = transport(1, server.url())) {
            for (int i = 0; i < 12; i++) {
                answer.set(i % 3 == 2 ? RawServer.ok("") : RawServer.reply(502, ""));
                transport.exchange(RestCall.get("/"));
            }
            assertThat(server.requests()).hasSize(12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 429, 500})
    void answersOfAHealthyServer_openNoCircuit(int status) throws IOException {
        try (RawServer server = RawServer.answering(RawServer.reply(status, ""));
                HttpTransport transport = transport(1, server.url())) {
            for (int i = 0; i < 10; i++) {
                assertThat(transport.exchange(RestCall.get("/")).status()).isEqualTo(status);
            }
        }
    }

    @Test
    void anOpenCircuitCostsNothing_whereAnotherEndpointAnswers() throws IOException {
        String down = RawServer.refusing();
        try (RawServer up = RawServer.answering(RawServer.ok("up"));
                HttpTransport transport = transport(1, down, up.url())) {
            transport.exchange(RestCall.get("/"));
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("up");
            assertThat(transport
                            .settings()
                            .endpoints()
                            .get(0)
                            .breaker()
                            .getMetrics()
                            .getNumberOfFailedCalls())
                    .as("it was asked once")
                    .isEqualTo(1);
        }
    }
}
