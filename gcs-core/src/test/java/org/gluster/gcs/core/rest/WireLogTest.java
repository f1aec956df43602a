/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class WireLogTest {
    private static final String SECRET = "hunter2hunter2hunter2hunter2hunter2";

    @AfterEach
    void end() {
        CapturedLogs.end();
    }

    private static List<String> logged(Level level, String url, RestCall call) {
        CapturedLogs.begin(level);
        try (HttpTransport transport = HttpTransport.builder()
                .endpoint(url, Credentials.sharedSecret("glustercli", Secret.of(SECRET)))
                .retry(RetryPolicy.never())
                .build()) {
            Throwable failure = catchThrowable(() -> transport.exchange(call));
            if (failure != null) {
                StringWriter text = new StringWriter();
                failure.printStackTrace(new PrintWriter(text));
                assertThat(text.toString()).doesNotContain(SECRET, "eyJ");
            }
        }
        return CapturedLogs.end();
    }

    private static List<String> wire(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(" " + WireLog.NAME + " "))
                .toList();
    }

    @Test
    void atDebugHeadsAreShown_andAtTraceBodiesToo() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.reply(201, "{\"b\":2}", "X-Request-Id: theirs"))) {
            RestCall call = RestCall.of("POST", "/v1/volumes?a=b", Repeatability.ONCE)
                    .withJson("{\"a\":1}")
                    .withHeader("X-Request-Id", "mine");
            List<String> heads = wire(logged(Level.DEBUG, server.url(), call));
            assertThat(heads).hasSize(2);
            assertThat(heads.get(0))
                    .startsWith("DEBUG " + WireLog.NAME + " mine > POST " + server.url() + "/v1/volumes?a=b [")
                    .contains("authorization: [hidden]", "x-request-id: mine");
            assertThat(heads.get(1)).contains(" mine < 201 after ", "x-request-id: theirs");

            List<String> all = wire(logged(Level.TRACE, server.url(), call));
            assertThat(all).hasSize(4);
            assertThat(all.get(1)).isEqualTo("TRACE " + WireLog.NAME + " mine > {\"a\":1}");
            assertThat(all.get(3)).isEqualTo("TRACE " + WireLog.NAME + " mine < {\"b\":2}");

            assertThat(wire(logged(Level.INFO, server.url(), call))).isEmpty();
        }
    }

    @Test
    void aFailureIsShown() {
        String url = RawServer.refusing();
        assertThat(wire(logged(Level.DEBUG, url, RestCall.get("/"))))
                .last()
                .asString()
                .contains(" ! " + url + ": no connection was made");
    }

    /** The libraries below log what they send at such levels, were they let. */
    @Test
    void withEverythingLogged_noSecretIsInAnyLog() throws IOException {
        try (RawServer server = RawServer.answering(
                        RawServer.reply(200, "{\"token\":\"" + SECRET + "\"}", "Set-Cookie: " + SECRET));
                RawServer broken = RawServer.of(RawServer.Peer::request)) {
            RestCall call = RestCall.of("POST", "/v1/events/webhook", Repeatability.ONCE)
                    .withJson("{\"url\":\"http://a\",\"secret\":\"" + SECRET + "\"}");
            for (String url : List.of(server.url(), broken.url(), RawServer.refusing())) {
                List<String> lines = logged(Level.TRACE, url, call);
                assertThat(lines).anyMatch(line -> line.contains("org.apache.hc"));
                assertThat(lines).noneMatch(line -> line.contains(SECRET) || line.contains("eyJ"));
            }
            assertThat(server.requests().get(0).header("authorization")).startsWith("bearer eyJ");
            assertThat(server.requests().get(0).body()).contains(SECRET);
        }
    }

    @Test
    void secretsInBodiesAreHidden() {
        for (String secret : List.of(
                "{\"secret\":\"hunter2\"}",
                "{\"a\":[{\"Password\" : \"hunter2\"}]}",
                "{\"auth-token\":\"hun\\\"ter2hunter2\"}",
                "{\"gluster-block-secret\":\"hunter2\",\"b\":1}",
                "{\"private-key\":\"hunter2\\nhunter2\"}",
                "{\"token\":\"hunter2 that does not end",
                "{\"x\":\"" + "y".repeat(WireLog.LONGEST - 20) + "\",\"secret\":\"hunter2\"}")) {
            assertThat(WireLog.shown(secret))
                    .as(secret)
                    .doesNotContain("hunter2")
                    .contains("[hidden]".substring(0, 1));
        }
        assertThat(WireLog.shown("{\"name\":\"v\",\"size\":5}")).isEqualTo("{\"name\":\"v\",\"size\":5}");
        assertThat(WireLog.shown(new TreeMap<>(Map.of("authorization", "bearer x", "x-api-key", "y", "accept", "z"))))
                .isEqualTo("[accept: z, authorization: [hidden], x-api-key: [hidden]]");
    }

    @Test
    void bodiesAreCut_andKeepToTheirLine() {
        assertThat(WireLog.shown("x".repeat(1 << 20)))
                .hasSizeLessThan(WireLog.LONGEST + 100)
                .endsWith("(1048576 characters)");
        assertThat(WireLog.shown("a\nDEBUG forged\r\u001b[31m")).doesNotContain("\n", "\r", "\u001b");
        assertThat(WireLog.shown("\"token\":\"" + "x\\\"".repeat(100_000))).contains("[hidden]");
    }
}
