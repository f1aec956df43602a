/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.gluster.gcs.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxyTest {

    @Test
    void requestsGoThroughTheProxyThatWasGiven() throws Exception {
        try (RawServer proxy = RawServer.answering(RawServer.ok("through"));
                HttpTransport transport = HttpTransport.builder()
                        .endpoint("http://gd2-0.invalid:24007")
                        .proxy("127.0.0.1", proxy.port())
                        .build()) {
            assertThat(transport.exchange(RestCall.get("/v1/peers?a=b%20c")).body())
                    .isEqualTo("through");
            assertThat(proxy.requests().get(0).line())
                    .isEqualTo("GET http://gd2-0.invalid:24007/v1/peers?a=b%20c HTTP/1.1");
        }
    }

    @Test
    void withTls_theProxyMakesATunnel_andSeesNoCredentials() throws Exception {
        try (RawServer proxy = RawServer.of(peer -> {
                    peer.request();
                    peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
                    peer.awaitEnd();
                });
                HttpTransport transport = HttpTransport.builder()
                        .endpoint("https://gd2-0.invalid:24007", Credentials.sharedSecret("u", Secret.of("hunter2")))
                        .proxy("127.0.0.1", proxy.port())
                        .retry(RetryPolicy.never())
                        .timeouts(t -> t.handshake(Duration.ofMillis(50))
                                .attempt(Duration.ofHours(1))
                                .total(Duration.ofHours(1)))
                        .build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.of("POST", "/", Repeatability.ONCE)))
                    .as("TLS does not come about with this proxy, so nothing was begun")
                    .isInstanceOf(UnreachableException.class);
            RawServer.Request connect = proxy.requests().get(0);
            assertThat(connect.line()).isEqualTo("CONNECT gd2-0.invalid:24007 HTTP/1.1");
            assertThat(connect.headers()).doesNotContainKeys("authorization", "x-request-id");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 502})
    void aProxyThatRefusesATunnel_isNotTakenForTheServer(int status) throws Exception {
        try (RawServer proxy = RawServer.answering(RawServer.reply(status, "no"));
                HttpTransport transport = HttpTransport.builder()
                        .endpoint("https://gd2-0.invalid:24007")
                        .proxy("127.0.0.1", proxy.port())
                        .time(new FakeTime())
                        .build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.of("POST", "/", Repeatability.ONCE)))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("the proxy refused to connect: status " + status);
        }
    }

    @Test
    void systemPropertiesChangeNothing() throws Exception {
        String[] names = {
            "http.proxyHost",
            "http.proxyPort",
            "https.proxyHost",
            "https.proxyPort",
            "socksProxyHost",
            "socksProxyPort",
            "http.nonProxyHosts",
            "http.agent"
        };
        String refusing = Integer.toString(RawServer.closedPort());
        try (RawServer server = RawServer.answering(RawServer.ok("direct"))) {
            for (String name : names) {
                System.setProperty(name, name.endsWith("Port") ? refusing : name.endsWith("Host") ? "127.0.0.1" : "-");
            }
            try (HttpTransport transport =
                    HttpTransport.builder().endpoint(server.url()).build()) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("direct");
                assertThat(server.requests().get(0).header("user-agent")).isEqualTo("gcs-java");
            } finally {
                for (String name : names) {
                    System.clearProperty(name);
                }
            }
        }
    }
}
