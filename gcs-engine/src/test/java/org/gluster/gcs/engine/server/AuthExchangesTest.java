/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded exchange with a GlusterD2 about authentication, sent to a front door whose clock stands where that daemon's stood:
 * status and body are the same, but for {@link #DIFFERENCES}.
 */
@Timeout(120)
class AuthExchangesTest {
    private static final byte[] SECRET = "0f".repeat(32).getBytes(StandardCharsets.US_ASCII);
    private static final long DEFAULT_TIME = 1_795_420_648;
    private static final String VALID_CLAIMS =
            "{\"iss\":\"glustercli\",\"exp\":1795420768,\"qsh\":\"36cbea2b6ef321559845e7d1cce23c62dffa0a973b05b09fcb43f6b0805ef8e7\"}";

    /** Where this server does otherwise, and why. */
    private static final Map<String, String> DIFFERENCES = new TreeMap<>(Map.of(
            "028-issuer-number", "GlusterD2's handler dies of it: 500 with an empty body. It is a bad token: 401",
            "030-exp-string", "there such a token never expires. A time that is no number is a bad token: 401"));

    private static final Map<String, String> OUR_ANSWERS = new TreeMap<>(Map.of(
            "028-issuer-number", error("invalid iss claim in token"),
            "030-exp-string", error("invalid exp claim in token")));

    private static FrontDoor door;
    private static long now = DEFAULT_TIME;

    @BeforeAll
    static void open() {
        door = FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .credentials(Credentials.ofSecret(SECRET))
                .clock(() -> Instant.ofEpochSecond(now))
                .handler(call -> HttpReply.empty(call.method().equals("HEAD") ? 405 : 200))
                .open();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    private static String error(String message) {
        return "{\"errors\":[{\"code\":1,\"message\":\"" + message + "\"}]}\n";
    }

    static List<JsonNode> exchanges() throws IOException {
        List<JsonNode> exchanges = new ArrayList<>();
        try (InputStream in = AuthExchangesTest.class.getResourceAsStream("/gd2-auth/exchanges.json")) {
            JsonMapper.builder().build().readTree(Objects.requireNonNull(in)).forEach(exchanges::add);
        }
        return exchanges;
    }

    static Stream<String> names() throws IOException {
        return exchanges().stream().map(exchange -> exchange.path("name").textValue());
    }

    @Test
    void allOfThemAreHere() throws IOException {
        assertThat(exchanges()).hasSize(49);
        assertThat(names()).containsAll(DIFFERENCES.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAnsweredAsItWas(String name) throws Exception {
        JsonNode exchange = exchanges().stream()
                .filter(one -> one.path("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
        JsonNode request = exchange.path("request");
        now = request.path("requestTime").asLong(DEFAULT_TIME);
        String token = token(name, request);
        StringBuilder text = new StringBuilder(request.path("method").textValue() + " "
                + request.path("path").textValue().replace("TOKEN", token)
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
        request.path("headers")
                .properties()
                .forEach(header -> text.append(header.getKey())
                        .append(": ")
                        .append(header.getValue().textValue().replace("TOKEN", token))
                        .append("\r\n"));
        String answer = Wire.exchange(door.address(), text + "\r\n");

        if (DIFFERENCES.containsKey(name)) {
            assertThat(answer).startsWith("HTTP/1.1 401 ").endsWith("\r\n\r\n" + OUR_ANSWERS.get(name));
            assertThat(exchange.path("status").intValue()).isNotEqualTo(401);
            return;
        }
        assertThat(answer)
                .startsWith("HTTP/1.1 " + exchange.path("status").intValue() + " ")
                .endsWith("\r\n\r\n" + exchange.path("body").textValue());
        if (exchange.has("location")) {
            assertThat(answer)
                    .contains("\r\nLocation: " + exchange.path("location").textValue() + "\r\n");
        }
    }

    /** The token that the placeholder stood for, made from its recorded claims. */
    private static String token(String name, JsonNode request) throws GeneralSecurityException {
        String claims = request.has("tokenClaims") ? request.path("tokenClaims").toString() : VALID_CLAIMS;
        String algorithm = name.contains("-alg-") ? name.substring(name.indexOf("-alg-") + 5) : "hs256";
        String named = algorithm.equals("none") ? "none" : algorithm.toUpperCase(java.util.Locale.ROOT);
        String head = encoded(("{\"alg\":\"" + named + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        byte[] secret = name.endsWith("wrong-secret") ? "another secret".getBytes(StandardCharsets.US_ASCII) : SECRET;
        String hash = algorithm.matches("hs(384|512)") ? algorithm.substring(2) : "256";
        Mac mac = Mac.getInstance("HmacSHA" + hash);
        mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
        boolean unsigned = name.endsWith("empty-signature") || algorithm.equals("none");
        return head + "." + (unsigned ? "" : encoded(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
