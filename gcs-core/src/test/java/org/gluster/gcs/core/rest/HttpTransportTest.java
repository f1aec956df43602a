/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpTransportTest {

    @Test
    void aRequestGoesOutAsItIs_andItsAnswerComesBack() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.reply(
                        201, "{\"id\":\"é\"}", "X-Request-Id: theirs", "Location: /v1/volumes/a", "X-A: 1", "x-a: 2"));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            RestReply reply = transport.exchange(RestCall.of("POST", "/v1/volumes?a=b%20c", Repeatability.ONCE)
                    .withJson("{\"name\":\"ü\"}")
                    .withHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.body()).isEqualTo("{\"id\":\"é\"}");
            assertThat(reply.header("X-Request-ID")).hasValue("theirs");
            assertThat(reply.headers()).containsEntry("x-a", "1").containsEntry("location", "/v1/volumes/a");
            RawServer.Request sent = server.requests().get(0);
            assertThat(sent.line()).isEqualTo("POST /v1/volumes?a=b%20c HTTP/1.1");
            assertThat(sent.body()).isEqualTo("{\"name\":\"ü\"}");
            assertThat(sent.header("traceparent")).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            assertThat(sent.header("x-request-id"))
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(sent.headers().keySet())
                    .as("nothing that nobody asked for: no compression, no cookies, no upgrade to something else")
                    .containsExactly(
                            "accept",
                            "connection",
                            "content-length",
                            "content-type",
                            "host",
                            "traceparent",
                            "user-agent",
                            "x-request-id");
            assertThat(sent.header("content-type")).isEqualTo("application/json");
            assertThat(sent.header("accept")).isEqualTo("application/json");
            assertThat(sent.header("host")).isEqualTo("127.0.0.1:" + server.port());
            assertThat(sent.header("user-agent")).isEqualTo("gcs-java");
        }
    }

    @Test
    void aDeleteMayHaveABody() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.reply(204, ""));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            RestReply reply =
                    transport.exchange(RestCall.of("DELETE", "/v1/volumes/v/options", Repeatability.IDEMPOTENT)
                            .withJson("{\"options\":[\"a\"]}"));
            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.body()).isEmpty();
            assertThat(server.requests().get(0).line()).startsWith("DELETE ");
            assertThat(server.requests().get(0).body()).isEqualTo("{\"options\":[\"a\"]}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//double",
                "/v1/devices/p/%2Fdev%2Fsdb",
                "/v1/devices/p//dev/sdb",
                "/v1/a/../b/./c",
                "/v1/quota/a%20b",
                "/v1/volumes/v/options/cluster/replicate.eager-lock",
                "/?",
                "/x?a=/?&b={}|^`\"<>\\",
                "/;a=b@c:1"
            })
    void theTargetIsNotTouched(String target) throws IOException {
        try (RawServer server = RawServer.answering(RawServer.ok("{}"));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            assertThat(transport.exchange(RestCall.get(target)).ok()).isTrue();
            assertThat(server.requests().get(0).line()).isEqualTo("GET " + target + " HTTP/1.1");
        }
    }

    @Test
    void theCallersRequestIdIsKept() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.ok(""));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            transport.exchange(RestCall.get("/ping").withHeader("X-Request-Id", "mine"));
            assertThat(server.requests().get(0).header("x-request-id")).isEqualTo("mine");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAnAnswer_andNotFollowed(int status) throws IOException {
        try (RawServer other = RawServer.answering(RawServer.ok("not here"));
                RawServer server = RawServer.answering(
                        RawServer.reply(status, "", "Location: " + other.url() + "/", "Set-Cookie: a=b"));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            assertThat(transport.exchange(RestCall.get("/a")).status()).isEqualTo(status);
            transport.exchange(RestCall.get("/a"));
            assertThat(other.requests()).isEmpty();
            assertThat(server.requests().get(1).headers()).doesNotContainKey("cookie");
        }
    }

    @Test
    void anErrorStatusIsAnAnswer_andChallengesAreNotTakenUp() throws IOException {
        try (RawServer server = RawServer.answering(
                        RawServer.reply(401, "{\"errors\":[]}", "WWW-Authenticate: Basic realm=\"x\""));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            RestReply reply = transport.exchange(RestCall.get("/v1/peers"));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body()).isEqualTo("{\"errors\":[]}");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void connectionsAreUsedAgain() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.ok("{}"));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(transport.exchange(RestCall.get("/" + i)).ok()).isTrue();
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(transport.connections().leased()).isZero();
        }
    }

    @Test
    void chunkedAndLengthlessAnswersAreRead() throws IOException {
        List<String> replies = List.of(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nabcde",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde");
        for (String reply : replies) {
            try (RawServer server = RawServer.of(peer -> {
                        peer.request();
                        peer.write(reply);
                    });
                    HttpTransport transport =
                            HttpTransport.builder().endpoint(server.url()).build()) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("abcde");
            }
        }
    }

    @Test
    void anAnswerThatIsTooLong_isNotRead() throws IOException {
        List<String> replies = List.of(
                RawServer.ok("x".repeat(1001)),
                "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001) + "\r\n");
        for (String reply : replies) {
            try (RawServer server = RawServer.of(peer -> {
                        peer.request();
                        peer.write(reply);
                        peer.awaitEnd();
                    });
                    HttpTransport transport = HttpTransport.builder()
                            .endpoint(server.url())
                            .maxReplySize(Capacity.ofBytes(1000))
                            .build()) {
                assertThatThrownBy(() -> transport.exchange(RestCall.get("/big")))
                        .isInstanceOfSatisfying(
                                UnreachableException.class,
                                failure -> assertThat(failure.retryable()).isFalse())
                        .hasMessageContaining("longer than 1000 bytes")
                        .hasMessageContaining("GET /big")
                        .hasMessageContaining(server.url());
                assertThat(server.requests()).as("it would be as long again").hasSize(1);
                assertThat(transport.connections().leased()).isZero();
            }
        }
    }

    @Test
    void anAnswerOfExactlyTheLength_isRead() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.ok("x".repeat(1000)));
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(server.url())
                        .maxReplySize(Capacity.ofBytes(1000))
                        .build()) {
            assertThat(transport.exchange(RestCall.get("/")).body()).hasSize(1000);
            assertThat(transport.exchange(RestCall.get("/")).body()).hasSize(1000);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatIsCompressedWithoutBeingAsked_isNoText() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.reply(200, "xxx", "Content-Encoding: gzip"));
                HttpTransport transport =
                        HttpTransport.builder().endpoint(server.url()).build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/"))).hasMessageContaining("gzip");
        }
    }

    @Test
    void requestsThatCannotBeSent_areRefused() {
        try (HttpTransport transport =
                HttpTransport.builder().endpoint(RawServer.refusing()).build()) {
            List<RestCall> wrong = List.of(
                    RestCall.get("/a b"),
                    RestCall.get("/a\r\nHost: evil"),
                    RestCall.get("/%"),
                    RestCall.get("/%4"),
                    RestCall.get("/%zz"),
                    RestCall.get("/é"),
                    RestCall.get("/#fragment"),
                    RestCall.of("get", "/", Repeatability.READ),
                    RestCall.of("CONNECT", "/", Repeatability.READ),
                    RestCall.of("GET / HTTP/1.1\r\nX: ", "/", Repeatability.READ),
                    RestCall.get("/").withHeader("x-a", "b\r\nc: d"),
                    RestCall.get("/").withHeader("x a", "b"),
                    RestCall.get("/").withHeader("Authorization", "bearer x"),
                    RestCall.get("/").withHeader("Host", "elsewhere"),
                    RestCall.get("/").withHeader("Content-Length", "5"),
                    RestCall.get("/").withHeader("Transfer-Encoding", "chunked"));
            for (RestCall call : wrong) {
                assertThatThrownBy(() -> transport.exchange(call))
                        .as(call.toString())
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessageStartingWith("invalid request: ")
                        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n", "\r", "bearer"));
            }
        }
    }

    @Test
    void aBuilderTellsEverythingThatIsWrong() {
        assertThatThrownBy(() -> HttpTransport.builder().build()).hasMessageContaining("there is no endpoint");
        assertThatThrownBy(() -> HttpTransport.builder()
                        .endpoint("gd2-0:24007")
                        .endpoint("http://gd2-0")
                        .endpoint("http://user:hunter2@gd2-0:24007")
                        .endpoint("http://gd2-0:24007/v1")
                        .endpoint("http://gd2-0:24007/?a")
                        .endpoint("http://gd2-1:24007")
                        .endpoint("HTTP://GD2-1:24007/")
                        .endpoint("http://a b:1")
                        .maxConnections(0)
                        .maxReplySize(Capacity.ofBytes(0))
                        .proxy("", 0)
                        .userAgent("a\nb")
                        .idle(Duration.ZERO)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        failure -> assertThat(failure.problems())
                                .hasSize(12)
                                .anyMatch(problem -> problem.contains("GlusterD2 listens on 24007"))
                                .anyMatch(problem -> problem.contains("given twice"))
                                .noneMatch(problem -> problem.contains("hunter2")));
    }

    @Test
    void itsTextHasNoSecret() {
        try (HttpTransport transport = HttpTransport.builder()
                .endpoint("http://gd2-0:24007", Credentials.sharedSecret("glustercli", Secret.of("hunter2")))
                .build()) {
            assertThat(transport.toString()).isEqualTo("HttpTransport[http://gd2-0:24007]");
        }
        assertThat(Credentials.sharedSecret("glustercli", Secret.of("hunter2")).toString())
                .doesNotContain("hunter2");
        assertThat(Secret.of("hunter2").toString()).doesNotContain("hunter2");
    }
}
