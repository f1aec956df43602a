/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.OutcomeUnknownException;
import org.gluster.gcs.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private final FakeTime time = new FakeTime();
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    RetryTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpTransport transport(String... urls) {
        HttpTransport.Builder builder = HttpTransport.builder()
                .retry(RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(5)))
                .time(time);
        for (String url : urls.length == 0 ? new String[] {server.baseUrl().replace("localhost", "127.0.0.1")} : urls) {
            builder.endpoint(url);
        }
        return builder.build();
    }

    private static RestCall call(Repeatability repeatability) {
        return RestCall.of("POST", "/v1/volumes", repeatability).withJson("{}");
    }

    private int requests() {
        return server.findAll(WireMock.anyRequestedFor(WireMock.anyUrl())).size();
    }

    // --- answers that ask for patience
    // -----------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aBusyServerIsAskedAgain_andItsGoodAnswerCounts(int status) {
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(WireMock.status(status))
                .willSetStateTo("ready"));
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs("ready")
                .willReturn(WireMock.ok("{}")));
        try (HttpTransport transport = transport()) {
            assertThat(transport.exchange(call(Repeatability.IDEMPOTENT)).status())
                    .isEqualTo(200);
            assertThat(requests()).isEqualTo(2);
            assertThat(time.pauses()).hasSize(1);
        }
    }

    @Test
    void aServerThatStaysBusy_isAskedAsOftenAsThePolicySays_andItsLastAnswerCounts() {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(503).withBody("still busy")));
        try (HttpTransport transport = transport()) {
            RestReply reply = transport.exchange(RestCall.get("/v1/peers"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.body()).isEqualTo("still busy");
            assertThat(requests()).isEqualTo(4);
            assertThat(time.pauses()).hasSize(3).allMatch(pause -> pause.compareTo(Duration.ofMillis(400)) <= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 404, 409, 500, 501})
    void otherAnswersAreFinal(int status) {
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(status)));
        try (HttpTransport transport = transport()) {
            assertThat(transport.exchange(RestCall.get("/")).status()).isEqualTo(status);
            assertThat(requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void whatMayBeSentOnce_isNotSentAgainToABusyServer(int status) {
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(status)));
        try (HttpTransport transport = transport()) {
            assertThat(transport.exchange(call(Repeatability.ONCE)).status()).isEqualTo(status);
            assertThat(requests()).isEqualTo(1);
        }
    }

    @Test
    void aServerIsGivenTheTimeThatItAsksFor() {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(503).withHeader("Retry-After", "7")));
        try (HttpTransport transport = transport()) {
            transport.exchange(RestCall.get("/"));
            assertThat(time.pauses())
                    .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ofSeconds(7));
        }
    }

    @Test
    void aServerMayNameADate() {
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .willReturn(WireMock.status(429).withHeader("Retry-After", "Wed, 25 Nov 2026 12:00:09 GMT")));
        try (HttpTransport transport = transport()) {
            transport.exchange(RestCall.get("/"));
            assertThat(time.pauses().get(0)).isEqualTo(Duration.ofSeconds(9));
            assertThat(time.pauses().get(1)).as("that date has come").isLessThan(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "99999999999999999999", ""})
    void aTimeThatMakesNoSense_isPassedOver(String value) {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(503).withHeader("Retry-After", value)));
        try (HttpTransport transport = transport()) {
            transport.exchange(RestCall.get("/"));
            assertThat(time.pauses()).hasSize(3).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
        }
    }

    @Test
    void noPauseGoesBeyondTheDeadline() {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(503).withHeader("Retry-After", "60")));
        try (HttpTransport transport = transport()) {
            assertThat(transport
                            .exchange(RestCall.get("/").within(Duration.ofSeconds(100)))
                            .status())
                    .isEqualTo(503);
            assertThat(time.pauses()).as("a second minute would be too much").containsExactly(Duration.ofSeconds(60));
        }
    }

    // --- requests that get no answer
    // -------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(value = Repeatability.class, names = "ONCE", mode = EnumSource.Mode.EXCLUDE)
    void aLostRequestIsSentAgain_whenItMayBe(Repeatability repeatability) {
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .inScenario("lost")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE))
                .willSetStateTo("up"));
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .inScenario("lost")
                .whenScenarioStateIs("up")
                .willReturn(WireMock.ok("{}")));
        try (HttpTransport transport = transport()) {
            assertThat(transport.exchange(call(repeatability)).ok()).isTrue();
            assertThat(requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatMayBeSentOnce_isNotSentAgain_andItsOutcomeIsUnknown(Fault fault) {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFault(fault)));
        try (HttpTransport transport = transport()) {
            assertThatThrownBy(() -> transport.exchange(call(Repeatability.ONCE)))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("POST /v1/volumes")
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("look before asking again")
                    .hasCauseInstanceOf(IOException.class);
            assertThat(requests()).isEqualTo(1);
            assertThat(time.pauses()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aReadThatIsLostAgainAndAgain_isUnreachable(Fault fault) {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFault(fault)));
        try (HttpTransport transport = transport()) {
            Throwable failure = catchThrowable(() -> transport.exchange(RestCall.get("/v1/peers?a=b")));
            assertThat(failure)
                    .isInstanceOfSatisfying(UnreachableException.class, unreachable -> {
                        assertThat(unreachable.attempts()).isEqualTo(4);
                        assertThat(unreachable.retryable()).isTrue();
                        assertThat(unreachable.operation()).hasValue("GET /v1/peers");
                        assertThat(unreachable.requestId()).isPresent();
                    })
                    .hasMessageContaining("4 tries");
            assertThat(failure.getSuppressed()).as("all but the last").hasSize(3);
            assertThat(requests()).isEqualTo(4);
        }
    }

    @Test
    void aChangeThatIsLostAgainAndAgain_isUnknown() {
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE)));
        try (HttpTransport transport = transport()) {
            assertThatThrownBy(() -> transport.exchange(call(Repeatability.IDEMPOTENT)))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(requests()).isEqualTo(4);
        }
    }

    @Test
    void aBusyAnswerToARepetition_saysNothingOfTheRequestThatWasLost() {
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .inScenario("lost")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE))
                .willSetStateTo("busy"));
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .inScenario("lost")
                .whenScenarioStateIs("busy")
                .willReturn(WireMock.status(503)));
        try (HttpTransport transport = transport()) {
            assertThatThrownBy(() -> transport.exchange(call(Repeatability.IDEMPOTENT)))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            unknown -> assertThat(unknown.httpStatus()).hasValue(503))
                    .hasMessageContaining("a repetition got status 503");
        }
        server.resetScenarios();
        time.pass(Duration.ofMinutes(1));
        try (HttpTransport transport = transport()) {
            assertThat(transport.exchange(RestCall.get("/")).status())
                    .as("a read changed nothing")
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @EnumSource(Repeatability.class)
    void whereNobodyListens_everythingIsTriedAgain_andNothingWasBegun(Repeatability repeatability) {
        try (HttpTransport transport = transport(RawServer.refusing())) {
            assertThatThrownBy(() -> transport.exchange(call(repeatability)))
                    .isInstanceOfSatisfying(
                            UnreachableException.class,
                            failure -> assertThat(failure.attempts()).isEqualTo(4))
                    .hasMessageContaining("nothing was changed")
                    .hasRootCauseInstanceOf(ConnectException.class);
            assertThat(time.pauses()).hasSize(3);
        }
    }

    @Test
    void aPolicyOfOneAttempt_isOneAttempt() {
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.status(503)));
        try (HttpTransport transport = HttpTransport.builder()
                .endpoint(server.baseUrl())
                .retry(RetryPolicy.never())
                .build()) {
            assertThat(transport.exchange(RestCall.get("/")).status()).isEqualTo(503);
            assertThat(requests()).isEqualTo(1);
        }
    }

    @Test
    void theTimeOfACallIncludesItsPauses() {
        try (HttpTransport transport = transport(RawServer.refusing())) {
            long began = time.nanos();
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/").within(Duration.ofMillis(1))))
                    .isInstanceOf(UnreachableException.class);
            assertThat(Duration.ofNanos(time.nanos() - began)).isLessThanOrEqualTo(Duration.ofMillis(1));
        }
    }

    // --- the policy itself
    // -----------------------------------------------------------------------------------------------

    @Test
    void pausesAreDrawnBetweenNothingAndABoundThatDoubles() {
        RetryPolicy policy = RetryPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(5));
        List<Long> bounds = List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
        SplittableRandom random = new SplittableRandom(1);
        for (int failures = 1; failures <= bounds.size(); failures++) {
            long bound = bounds.get(failures - 1);
            assertThat(policy.bound(failures)).isEqualTo(Duration.ofMillis(bound));
            double sum = 0;
            for (int i = 0; i < 2000; i++) {
                long drawn = policy.pause(failures, random).toNanos();
                assertThat(drawn).isBetween(0L, bound * 1_000_000);
                sum += drawn;
            }
            assertThat(sum / 2000 / 1e6).as("in the middle on average").isBetween(bound * 0.45, bound * 0.55);
        }
        assertThat(policy.bound(1000)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void policiesThatMakeNoSense_areRefused() {
        RetryPolicy policy = RetryPolicy.exponential(Duration.ofMillis(1), Duration.ofMillis(1));
        assertThatThrownBy(() -> RetryPolicy.exponential(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> RetryPolicy.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> RetryPolicy.exponential(Duration.ofSeconds(2), Duration.ofDays(2)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> policy.maxAttempts(0)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new CircuitPolicy(0, Duration.ZERO))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        failure -> assertThat(failure.problems()).hasSize(2));
        assertThatThrownBy(() -> Timeouts.of(t -> t.connect(Duration.ZERO).total(Duration.ofDays(9))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        failure -> assertThat(failure.problems()).hasSize(2));
    }
}
