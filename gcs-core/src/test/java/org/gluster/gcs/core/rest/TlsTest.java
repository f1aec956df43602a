/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {
    private static final RestCall WRITE = RestCall.of("POST", "/v1/volumes", Repeatability.ONCE);
    private final FakeTime time = new FakeTime();

    static Path file(String name) {
        URL found = Objects.requireNonNull(TlsTest.class.getResource(name), name);
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static SSLContext context(String identity) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "own",
                Pem.key(file(identity + ".key")),
                new char[0],
                Pem.certificates(file(identity + ".pem")).toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", Pem.certificates(file("ca.pem")).get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static RawServer server(String identity, Consumer<SSLServerSocket> settings) throws Exception {
        SSLServerSocket socket = (SSLServerSocket)
                context(identity).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        settings.accept(socket);
        return RawServer.of(socket, peer -> {
            while (peer.request() != null) {
                peer.write(RawServer.ok("safe"));
            }
        });
    }

    private HttpTransport transport(RawServer server, Consumer<Tls> tls) {
        return HttpTransport.builder()
                .endpoint(server.url())
                .tls(tls)
                .time(time)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerWithATrustedCertificate_isTalkedTo(String protocol) throws Exception {
        try (RawServer server = server("server", socket -> socket.setEnabledProtocols(new String[] {protocol}));
                HttpTransport transport = transport(server, t -> t.trust(file("ca.pem")))) {
            for (int i = 0; i < 3; i++) {
                assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("safe");
                assertThat(transport.exchange(WRITE).body()).isEqualTo("safe");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void severalFilesMayBeTrusted() throws Exception {
        try (RawServer server = server("server", socket -> {});
                HttpTransport transport =
                        transport(server, t -> t.trust(file("other-ca.pem")).trust(file("ca.pem")))) {
            assertThat(transport.exchange(RestCall.get("/")).ok()).isTrue();
        }
    }

    private void refuses(String identity, Consumer<Tls> tls) throws Exception {
        try (RawServer server = server(identity, socket -> {});
                HttpTransport transport = transport(server, tls)) {
            assertThatThrownBy(() -> transport.exchange(WRITE))
                    .isInstanceOfSatisfying(UnreachableException.class, failure -> {
                        assertThat(failure.retryable()).isFalse();
                        assertThat(failure.attempts())
                                .as("it would be the same again")
                                .isEqualTo(1);
                    })
                    .hasMessageContaining("TLS was not agreed on")
                    .hasMessageContaining(server.url());
            assertThat(time.pauses()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherName_isRefused() throws Exception {
        refuses("wrong-name", t -> t.trust(file("ca.pem")));
    }

    @Test
    void aCertificateThatHasExpired_isRefused() throws Exception {
        refuses("expired", t -> t.trust(file("ca.pem")));
    }

    @Test
    void aCertificateOfAnotherAuthority_isRefused() throws Exception {
        refuses("server", t -> t.trust(file("other-ca.pem")));
    }

    @Test
    void aCertificateThatThisJavaDoesNotTrust_isRefused() throws Exception {
        refuses("server", t -> {});
    }

    @Test
    void oldProtocolsAreRefused() throws Exception {
        try (RawServer server = server("server", socket -> {
                    socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                });
                HttpTransport transport = transport(server, t -> t.trust(file("ca.pem")))) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/"))).isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void anEndpointThatIsNotTrusted_isPassedOver() throws Exception {
        try (RawServer first = server("wrong-name", socket -> {});
                RawServer second = server("server", socket -> {});
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(first.url())
                        .endpoint(second.url())
                        .tls(t -> t.trust(file("ca.pem")))
                        .build()) {
            assertThat(transport.exchange(WRITE).body()).isEqualTo("safe");
        }
    }

    @Test
    void insecurityHasItsPrice_andItsName() throws Exception {
        try (RawServer server = server("expired", socket -> {});
                HttpTransport transport = transport(server, Tls::insecurelyTrustAnybody)) {
            assertThat(transport.exchange(RestCall.get("/")).ok()).isTrue();
        }
        try (RawServer server = server("wrong-name", socket -> {});
                HttpTransport transport =
                        transport(server, t -> t.trust(file("ca.pem")).insecurelyAcceptAnyName())) {
            assertThat(transport.exchange(RestCall.get("/")).ok()).isTrue();
        }
        refuses("wrong-name", t -> t.trust(file("other-ca.pem")).insecurelyAcceptAnyName());
    }

    // --- both sides
    // ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientShowsItsCertificate(String protocol) throws Exception {
        try (RawServer server = server("server", socket -> {
                    socket.setNeedClientAuth(true);
                    socket.setEnabledProtocols(new String[] {protocol});
                });
                HttpTransport transport = transport(
                        server, t -> t.trust(file("ca.pem")).identity(file("client.pem"), file("client.key")))) {
            assertThat(transport.exchange(WRITE).body()).isEqualTo("safe");
        }
    }

    @Test
    void aContextMayBeGiven() throws Exception {
        SSLContext context = context("client");
        try (RawServer server = server("server", socket -> socket.setNeedClientAuth(true));
                HttpTransport transport = transport(server, t -> t.context(context))) {
            assertThat(transport.exchange(WRITE).body()).isEqualTo("safe");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatTheServerDoesNotTrust_isRefused(String protocol) throws Exception {
        for (Consumer<Tls> tls : List.<Consumer<Tls>>of(
                t -> t.trust(file("ca.pem")),
                t -> t.trust(file("ca.pem")).identity(file("stranger.pem"), file("stranger.key")))) {
            try (RawServer server = server("server", socket -> {
                        socket.setNeedClientAuth(true);
                        socket.setEnabledProtocols(new String[] {protocol});
                    });
                    HttpTransport transport = transport(server, tls)) {
                // With TLS 1.3 the refusal may be overtaken by the end of the connection, and then it is not known.
                assertThatThrownBy(() -> transport.exchange(WRITE))
                        .isInstanceOf(GcsException.class)
                        .hasMessageContaining(server.url());
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    // --- neither
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void aServerWithoutTls_isNoneWithIt() throws Exception {
        try (RawServer server = RawServer.of(peer -> {
                    peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    peer.awaitEnd();
                });
                HttpTransport transport = HttpTransport.builder()
                        .endpoint("https://127.0.0.1:" + server.port())
                        .time(time)
                        .build()) {
            assertThatThrownBy(() -> transport.exchange(WRITE))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("TLS was not agreed on");
        }
    }

    @ParameterizedTest
    @EnumSource(Repeatability.class)
    void aServerThatEndsTheHandshake_hasBegunWithNothing(Repeatability repeatability) throws Exception {
        try (RawServer server = RawServer.of(peer -> {});
                HttpTransport transport = HttpTransport.builder()
                        .endpoint("https://127.0.0.1:" + server.port())
                        .time(time)
                        .build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.of("POST", "/", repeatability)))
                    .isInstanceOfSatisfying(
                            UnreachableException.class,
                            failure -> assertThat(failure.attempts())
                                    .as("that may be over soon")
                                    .isEqualTo(4));
        }
    }

    @Test
    void aServerThatSaysNothingInTheHandshake_isGivenUp() throws Exception {
        try (RawServer server = RawServer.of(RawServer.Peer::awaitEnd);
                HttpTransport transport = HttpTransport.builder()
                        .endpoint("https://127.0.0.1:" + server.port())
                        .retry(RetryPolicy.never())
                        .timeouts(t -> t.handshake(Duration.ofMillis(50))
                                .attempt(Duration.ofHours(1))
                                .total(Duration.ofHours(1)))
                        .build()) {
            assertThatThrownBy(() -> transport.exchange(WRITE)).isInstanceOf(UnreachableException.class);
        }
    }

    // --- files
    // -----------------------------------------------------------------------------------------------------------

    @Test
    void filesThatAreNone_areRefused_withoutTheirContent(@TempDir Path directory) throws Exception {
        Path garbage = Files.writeString(directory.resolve("garbage"), "hunter2");
        Path damaged = Files.writeString(
                directory.resolve("damaged"), "-----BEGIN CERTIFICATE-----\naHVudGVyMg==\n-----END CERTIFICATE-----\n");
        Path noKey = Files.writeString(
                directory.resolve("no-key"), "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----\n");
        Path encrypted = Files.writeString(
                directory.resolve("encrypted"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\naHVudGVyMg==\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path missing = directory.resolve("missing");
        Tls tls = new Tls();
        for (Path each : List.of(garbage, damaged, missing, directory)) {
            assertThatThrownBy(() -> tls.trust(each))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(each.toString())
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hunter2", "aHVudGVyMg"));
        }
        for (Path each : List.of(garbage, noKey, encrypted, missing)) {
            assertThatThrownBy(() -> tls.identity(file("client.pem"), each))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(each.toString())
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hunter2", "aHVudGVyMg"));
        }
        assertThatThrownBy(() -> tls.identity(file("client.pem"), encrypted)).hasMessageContaining("openssl pkcs8");
    }

    @Test
    void settingsThatContradictEachOther_areRefused() throws Exception {
        SSLContext context = SSLContext.getDefault();
        assertThatThrownBy(
                        () -> new Tls().context(context).trust(file("ca.pem")).upgrade())
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() ->
                        new Tls().trust(file("ca.pem")).insecurelyTrustAnybody().upgrade())
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new Tls().identity(file("client.pem"), file("stranger.key")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new Tls().identity(file("server.pem"), file("stranger.key")))
                .isInstanceOf(InvalidRequestException.class);
    }
}
