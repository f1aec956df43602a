/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NotPermittedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerTest {
    private static final String SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String OTHER = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    @Test
    void signsAsRfc7515Does() {
        // Appendix A.1
        byte[] key = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        String content = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        assertThat(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Signer.signature(key, content.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    @Test
    void anIndependentLibraryAcceptsTheToken() throws Exception {
        Signer signer = new Signer("glustercli", Secret.of(SECRET));
        Instant now = Instant.ofEpochSecond(1_795_600_000);
        SignedJWT token = SignedJWT.parse(signer.token(signer.key(), "GET", "/v1/volumes/vol1?key=a", now));

        assertThat(token.verify(new MACVerifier(SECRET.getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(token.verify(new MACVerifier(OTHER.getBytes(StandardCharsets.UTF_8))))
                .isFalse();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("glustercli");
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(now.plusSeconds(120));
        assertThat(token.getJWTClaimsSet().getStringClaim("qsh"))
                .isEqualTo(sha256("GET&/v1/volumes/vol1".getBytes(StandardCharsets.UTF_8)));
        assertThat(token.getJWTClaimsSet().getClaims()).containsOnlyKeys("iss", "exp", "qsh");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/quota/a%20b, GET&/v1/quota/a b",
        "POST, /v1/volumes, POST&/v1/volumes",
        "GET, '/v1/devices/p/%2Fdev%2fsdb', GET&/v1/devices/p//dev/sdb",
        "DELETE, /a?b=%20c&d, DELETE&/a",
        "GET, /a+b, GET&/a+b",
        "GET, /%C3%BC, GET&/ü",
        "GET, /%3Fa, GET&/?a"
    })
    void theHashIsOfTheDecodedPath(String method, String target, String hashed) throws Exception {
        assertThat(Signer.qsh(method, target)).isEqualTo(sha256(hashed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsEncodedNeedNotBeText() throws Exception {
        assertThat(Signer.qsh("GET", "/%ff%FE"))
                .isEqualTo(sha256(new byte[] {'G', 'E', 'T', '&', '/', (byte) 0xff, (byte) 0xfe}));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** Answers 200 to what is signed with that secret and 401 to all else, as GlusterD2 does. */
    private static RawServer checking(String secret, String body) {
        return RawServer.of(peer -> {
            for (RawServer.Request request = peer.request(); request != null; request = peer.request()) {
                String[] header = request.header("authorization").split(" ", -1);
                boolean good;
                try {
                    good = header.length == 2
                            && header[0].equals("bearer")
                            && SignedJWT.parse(header[1])
                                    .verify(new MACVerifier(secret.getBytes(StandardCharsets.UTF_8)));
                } catch (Exception wrong) {
                    good = false;
                }
                peer.write(good ? RawServer.ok(body) : RawServer.reply(401, "{\"errors\":[{\"code\":1}]}"));
            }
        });
    }

    @Test
    void eachEndpointIsShownItsOwnSecret() throws IOException {
        try (RawServer first = checking(SECRET, "first");
                RawServer second = checking(OTHER, "second");
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(first.url(), Credentials.sharedSecret("glustercli", Secret.of(SECRET)))
                        .endpoint(second.url(), Credentials.sharedSecret("glustercli", Secret.of(OTHER)))
                        .build()) {
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("first");
            first.stop();
            assertThat(transport.exchange(RestCall.get("/")).body()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @CsvSource({"READ", "IDEMPOTENT", "ONCE"})
    void aSecretThatWasChanged_isFetchedAgain(Repeatability repeatability, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("auth"), OTHER + "\n");
        try (RawServer server = checking(SECRET, "in");
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(server.url(), Credentials.sharedSecret("glustercli", Secret.fromFile(file)))
                        .build()) {
            assertThat(transport.exchange(RestCall.get("/")).status()).isEqualTo(401);
            assertThat(server.requests())
                    .as("the same secret would be rejected again")
                    .hasSize(1);

            Files.writeString(file, SECRET + "\r\n");
            assertThat(transport
                            .exchange(RestCall.of("POST", "/", repeatability))
                            .body())
                    .isEqualTo("in");
            assertThat(server.requests()).hasSize(3);

            Files.delete(file);
            assertThat(transport.exchange(RestCall.get("/")).body())
                    .as("a good secret is not fetched again")
                    .isEqualTo("in");
        }
    }

    @Test
    void aSecretIsFetchedOnce() throws IOException {
        AtomicInteger fetched = new AtomicInteger();
        Secret secret = Secret.from(() -> {
            fetched.incrementAndGet();
            return SECRET;
        });
        try (RawServer server = checking(SECRET, "in");
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(server.url(), Credentials.sharedSecret("glustercli", secret))
                        .build()) {
            assertThat(fetched).hasValue(0);
            for (int i = 0; i < 5; i++) {
                assertThat(transport.exchange(RestCall.get("/")).ok()).isTrue();
            }
            assertThat(fetched).hasValue(1);
        }
    }

    @Test
    void withoutItsSecret_anEndpointIsPassedOver(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing");
        try (RawServer first = checking(SECRET, "first");
                RawServer second = checking(SECRET, "second");
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(first.url(), Credentials.sharedSecret("glustercli", Secret.fromFile(missing)))
                        .endpoint(second.url(), Credentials.sharedSecret("glustercli", Secret.of(SECRET)))
                        .build()) {
            assertThat(transport
                            .exchange(RestCall.of("POST", "/", Repeatability.ONCE))
                            .body())
                    .isEqualTo("second");
        }
        try (HttpTransport transport = HttpTransport.builder()
                .endpoint("http://127.0.0.1:1", Credentials.sharedSecret("glustercli", Secret.fromFile(missing)))
                .time(new FakeTime())
                .build()) {
            assertThatThrownBy(() -> transport.exchange(RestCall.get("/")))
                    .isInstanceOf(NotPermittedException.class)
                    .hasMessageContaining(missing.toString())
                    .hasMessageContaining("nothing was sent");
        }
    }

    @Test
    void secretsAndUsersThatMakeNoSense_areRefused(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n\n");
        Path huge = Files.writeString(directory.resolve("huge"), "x".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> Secret.fromFile(empty).fetch()).hasMessageContaining("empty");
        assertThatThrownBy(() -> Secret.fromFile(huge).fetch()).hasMessageContaining("more than");
        assertThatThrownBy(() -> Secret.fromFile(directory).fetch()).hasMessageContaining(directory.toString());
        assertThatThrownBy(() -> Secret.of("").fetch()).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> Credentials.sharedSecret("a\"b", Secret.of(SECRET)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> Credentials.sharedSecret("", Secret.of(SECRET)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aTokenLastsTwoMinutesFromWhenItIsMade() throws Exception {
        FakeTime time = new FakeTime();
        try (RawServer server = checking(SECRET, "in");
                HttpTransport transport = HttpTransport.builder()
                        .endpoint(server.url(), Credentials.sharedSecret("glustercli", Secret.of(SECRET)))
                        .time(time)
                        .build()) {
            for (int i = 0; i < 5; i++) {
                transport.exchange(RestCall.get("/"));
                String token = server.requests().get(i).header("authorization").substring("bearer ".length());
                Instant expires = SignedJWT.parse(token)
                        .getJWTClaimsSet()
                        .getExpirationTime()
                        .toInstant();
                assertThat(Duration.between(time.now(), expires))
                        .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
                time.pass(Duration.ofSeconds(50));
            }
        }
    }

    @Test
    void aTokenIsUsedAgainForAWhile_butNotForAnotherRequestOrAnotherKey() {
        Signer signer = new Signer("glustercli", Secret.of(SECRET));
        Signer.Key key = signer.key();
        Signer.Key other = new Signer("glustercli", Secret.of(OTHER)).key();
        Instant now = Instant.ofEpochSecond(1_795_600_000);
        String token = signer.token(key, "GET", "/a", now);
        assertThat(signer.token(key, "GET", "/a?b=c", now.plusSeconds(9))).isEqualTo(token);
        String next = signer.token(key, "GET", "/a", now.plusSeconds(10));
        assertThat(next).isNotEqualTo(token);
        assertThat(signer.token(key, "GET", "/b", now.plusSeconds(10))).isNotEqualTo(next);
        assertThat(signer.token(key, "POST", "/a", now.plusSeconds(10))).isNotEqualTo(next);
        assertThat(signer.token(other, "GET", "/a", now.plusSeconds(10))).isNotEqualTo(next);
        String later = signer.token(key, "GET", "/c", now);
        assertThat(signer.token(key, "GET", "/c", now.minusSeconds(60)))
                .as("the clock was set back: that one would expire late")
                .isNotEqualTo(later);
    }
}
