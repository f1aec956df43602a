/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gluster.gcs.testkit.http.HttpMessage;

/** GlusterD2's check of a request's token: one secret, one issuer, in the order of its own checks. */
final class Gd2Auth {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> MACS =
            Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");

    private final byte[] secret;

    Gd2Auth(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Why the request is not let in; empty when it is. */
    Optional<String> refusal(HttpMessage request, String decodedPath) {
        if (request.target().equals("/ping") || request.target().equals("/endpoints")) {
            return Optional.empty();
        }
        String header = request.header("authorization").orElse("");
        if (header.isEmpty()) {
            return Optional.of("'Authorization' header is required");
        }
        String[] words = header.split(" ", -1);
        if (words.length != 2 || !words[0].toLowerCase(Locale.ROOT).equals("bearer")) {
            return Optional.of("'Authorization' header must be of the format - Bearer <TOKEN>");
        }
        String[] segments = words[1].split("\\.", -1);
        if (segments.length != 3) {
            return Optional.of("token contains an invalid number of segments");
        }
        try {
            return refusal(request.method() + "&" + decodedPath, segments);
        } catch (IOException | IllegalArgumentException undecodable) {
            return Optional.of("illegal base64 data or JSON in the token");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<String> refusal(String hashed, String[] segments) throws IOException, GeneralSecurityException {
        JsonNode head = MAPPER.readTree(Base64.getUrlDecoder().decode(segments[0]));
        JsonNode claims = MAPPER.readTree(Base64.getUrlDecoder().decode(segments[1]));
        for (String needed : new String[] {"iss", "exp", "qsh"}) {
            if (!claims.has(needed)) {
                return Optional.of("token missing " + needed + " Claim");
            }
        }
        String algorithm = head.path("alg").asText();
        String mac = MACS.get(algorithm);
        if (mac == null) {
            return Optional.of("unexpected signing method: " + algorithm);
        }
        if (!claims.get("iss").asText().equals("glustercli")) {
            return Optional.of("invalid App ID: " + claims.get("iss").asText());
        }
        String qsh = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(hashed.getBytes(StandardCharsets.UTF_8)));
        if (!claims.get("qsh").asText().equals(qsh)) {
            return Optional.of("invalid qsh claim in token");
        }
        if (claims.get("exp").isNumber() && claims.get("exp").asLong() < System.currentTimeMillis() / 1000) {
            return Optional.of("Token is expired");
        }
        Mac signing = Mac.getInstance(mac);
        signing.init(new SecretKeySpec(secret, mac));
        byte[] wanted = signing.doFinal((segments[0] + "." + segments[1]).getBytes(StandardCharsets.US_ASCII));
        return Arrays.equals(wanted, Base64.getUrlDecoder().decode(segments[2]))
                ? Optional.empty()
                : Optional.of("signature is invalid");
    }
}
