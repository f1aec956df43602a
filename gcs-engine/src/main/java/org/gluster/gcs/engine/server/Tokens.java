/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the tokens of GlusterD2's clients: JWTs with an HMAC, whose claim {@code qsh} binds them to a method and a
 * path. Checks and their texts are GlusterD2's, in its order, but for three that it forgets: a claim {@code iss} that is no text
 * ends in its panic, one {@code exp} that is no number, or is 0, never expires there, and {@code iat} or {@code nbf} that is no
 * number is not looked at. Stateless.
 */
final class Tokens {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> REQUIRED = List.of("iss", "exp", "qsh");

    /** Why a token is refused, as the client is told. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private Tokens() {}

    /**
     * Checks the header {@code Authorization} of a request.
     *
     * @param header its value; empty text when there is none
     * @param secrets the secret of each known issuer
     * @return the issuer
     */
    static String issuer(
            String header, String method, TargetPath path, Function<String, Optional<byte[]>> secrets, Instant now)
            throws Refused {
        if (header.isEmpty()) {
            throw new Refused("'Authorization' header is required");
        }
        String[] words = header.split(" ", -1);
        if (words.length != 2 || !words[0].toLowerCase(Locale.ROOT).equals("bearer")) {
            throw new Refused("'Authorization' header must be of the format - Bearer <TOKEN>");
        }
        return verified(words[1], method, path, secrets, now);
    }

    private static String verified(
            String token, String method, TargetPath path, Function<String, Optional<byte[]>> secrets, Instant now)
            throws Refused {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new Refused("token contains an invalid number of segments");
        }
        JsonNode head = object(parts[0]);
        JsonNode claims = object(parts[1]);
        JsonNode algorithm = head.path("alg");
        if (!algorithm.isTextual()) {
            throw new Refused("signing method (alg) is unspecified.");
        }
        for (String claim : REQUIRED) {
            if (!claims.has(claim)) {
                throw new Refused("token missing " + claim + " Claim");
            }
        }
        String mac = switch (algorithm.textValue()) {
            case "HS256" -> "HmacSHA256";
            case "HS384" -> "HmacSHA384";
            case "HS512" -> "HmacSHA512";
            default -> throw new Refused("unexpected signing method: " + algorithm.textValue());
        };
        JsonNode issuer = claims.path("iss");
        if (!issuer.isTextual()) {
            throw new Refused("invalid iss claim in token");
        }
        byte[] secret = secrets.apply(issuer.textValue())
                .orElseThrow(() -> new Refused("invalid App ID: " + issuer.textValue()));
        JsonNode hash = claims.path("qsh");
        if (!hash.isTextual() || !same(hash.textValue(), hash(method, path))) {
            throw new Refused("invalid qsh claim in token");
        }
        if (!MessageDigest.isEqual(signature(mac, secret, parts[0] + "." + parts[1]), decoded(parts[2]))) {
            throw new Refused("signature is invalid");
        }
        checkTimes(claims, now.getEpochSecond());
        return issuer.textValue();
    }

    private static void checkTimes(JsonNode claims, long now) throws Refused {
        if (claims.has("nbf") && now < time(claims, "nbf")) {
            throw new Refused("Token is not valid yet");
        }
        if (claims.has("iat") && now < time(claims, "iat")) {
            throw new Refused("Token used before issued");
        }
        if (now > time(claims, "exp")) {
            throw new Refused("Token is expired");
        }
    }

    private static long time(JsonNode claims, String name) throws Refused {
        JsonNode value = claims.path(name);
        if (!value.isNumber()) {
            throw new Refused("invalid " + name + " claim in token");
        }
        return (long) value.doubleValue();
    }

    /** What {@code qsh} must be: the lower-case hex SHA-256 of method and decoded path. */
    static String hash(String method, TargetPath path) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + "&").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(path.decoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] signature(String algorithm, byte[] secret, String signed) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac.doFinal(signed.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JVM has " + algorithm, impossible);
        }
    }

    private static JsonNode object(String segment) throws Refused {
        byte[] text = decoded(segment);
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new Refused(complaint(text));
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException("bytes were not read", impossible);
        }
        if (value == null || value.isMissingNode()) {
            throw new Refused("unexpected end of JSON input");
        }
        if (!value.isObject()) {
            throw new Refused("a segment of the token is not a JSON object");
        }
        return value;
    }

    /** As Go's decoder says it, where what is wrong is the beginning. */
    private static String complaint(byte[] text) {
        int first = text.length == 0 ? 0 : text[0] & 0xff;
        if (text.length > 0 && "{[\"-0123456789tfn \t\r\n".indexOf(first) < 0) {
            return "invalid character '" + (char) first + "' looking for beginning of value";
        }
        return "a segment of the token is not JSON";
    }

    private static byte[] decoded(String segment) throws Refused {
        try {
            return Base64.getUrlDecoder().decode(segment);
        } catch (IllegalArgumentException malformed) {
            throw new Refused("illegal base64 data in a segment of the token");
        }
    }
}
