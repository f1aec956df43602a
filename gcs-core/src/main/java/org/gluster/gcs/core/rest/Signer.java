/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes GlusterD2's tokens: a JSON web token (HS256) that says who asks ({@code iss}), until when it counts ({@code exp}) and for
 * which method and path ({@code qsh}). Thread-safe.
 */
final class Signer {
    private static final long LIFE_SECONDS = 120;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    private static final HexFormat HEX = HexFormat.of();

    private final String user;
    private final Secret secret;
    private volatile @Nullable Key key;

    Signer(String user, Secret secret) {
        this.user = user;
        this.secret = secret;
    }

    /** A secret as it was fetched. Its text is in no {@code toString}. */
    static final class Key {
        private final byte[] bytes;
        private final Mac mac;

        private Key(byte[] bytes) {
            this.bytes = bytes;
            mac = mac(bytes);
        }

        /** A code of its own for each use. */
        private byte[] sign(byte[] content) {
            try {
                return ((Mac) mac.clone()).doFinal(content);
            } catch (CloneNotSupportedException provider) {
                return mac(bytes).doFinal(content);
            }
        }
    }

    /**
     * Returns the key, which is fetched when there is none yet.
     *
     * @throws RuntimeException when the secret cannot be had
     */
    Key key() {
        Key known = key;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            Key fetched = key;
            if (fetched == null) {
                fetched = new Key(secret.fetch());
                key = fetched;
            }
            return fetched;
        }
    }

    /** Fetches the secret again after that key was rejected, and returns whether there is another one now. */
    synchronized boolean renew(Key rejected) {
        if (key != rejected) {
            return true;
        }
        byte[] fetched;
        try {
            fetched = secret.fetch();
        } catch (RuntimeException unavailable) {
            return false; // the server's rejection is what counts
        }
        if (Arrays.equals(fetched, rejected.bytes)) {
            return false;
        }
        key = new Key(fetched);
        return true;
    }

    /** Returns a token for that method and target. */
    String token(Key with, String method, String target, Instant now) {
        return sign(
                with,
                "{\"exp\":" + (now.getEpochSecond() + LIFE_SECONDS) + ",\"iss\":\"" + user + "\",\"qsh\":\""
                        + qsh(method, target) + "\"}");
    }

    private static String sign(Key key, String claims) {
        String content = HEADER + '.' + encode(claims);
        return content + '.' + BASE64.encodeToString(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Signs those bytes with that key as a JSON web signature does. */
    static byte[] signature(byte[] key, byte[] content) {
        return mac(key).doFinal(content);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", impossible);
        }
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of method and decoded path; a query has no part in it. */
    static String qsh(String method, String target) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + '&').getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(digest.digest(decodedPath(target)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    /** The path as bytes, since what is percent-encoded need not be text. */
    private static byte[] decodedPath(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (path.indexOf('%') < 0) {
            return path.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            char each = path.charAt(i);
            if (each == '%') {
                bytes.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(each);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "Signer[user " + user + "]";
    }
}
