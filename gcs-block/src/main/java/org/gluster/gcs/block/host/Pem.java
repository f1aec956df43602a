/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM form. Pure. */
public final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final byte[] CHALLENGE =
            "does this key belong to that certificate?".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final String ENCRYPTED = "is encrypted, and nobody can give the passphrase: decrypt it";
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pem() {}

    /**
     * The certificates in a text, one at least.
     *
     * @throws IllegalArgumentException saying what is wrong with it, as in "(it) holds no ..."
     */
    public static List<X509Certificate> certificates(String text) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher blocks = BLOCK.matcher(text);
            while (blocks.find()) {
                if (blocks.group(1).equals("CERTIFICATE") || blocks.group(1).equals("TRUSTED CERTIFICATE")) {
                    found.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(decoded(blocks.group(2)))));
                }
            }
        } catch (CertificateException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException("holds a certificate that cannot be read", malformed);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("holds no certificate in PEM form (\"-----BEGIN CERTIFICATE-----\")");
        }
        return found;
    }

    /**
     * The first private key in a text: RSA, EC or EdDSA, in any of the forms that OpenSSL writes, not encrypted.
     *
     * @throws IllegalArgumentException saying what is wrong with it; no part of the key is in it
     */
    public static PrivateKey privateKey(String text) {
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            switch (blocks.group(1)) {
                case "PRIVATE KEY" -> {
                    return parsed(inner(blocks.group(2), bytes -> bytes));
                }
                case "RSA PRIVATE KEY" -> {
                    if (blocks.group(2).contains("ENCRYPTED")) {
                        throw new IllegalArgumentException(ENCRYPTED);
                    }
                    return parsed(inner(blocks.group(2), bytes -> wrapped(RSA, bytes)));
                }
                case "EC PRIVATE KEY" -> {
                    return parsed(inner(blocks.group(2), bytes -> wrapped(der(SEQUENCE, EC, curve(bytes)), bytes)));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw new IllegalArgumentException(ENCRYPTED);
                default -> {
                    // e.g. the certificate, or the parameters of a curve
                }
            }
        }
        throw new IllegalArgumentException("holds no private key in PEM form (\"-----BEGIN PRIVATE KEY-----\")");
    }

    /** Whether this is the key of that certificate. */
    public static boolean fits(PrivateKey key, X509Certificate certificate) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        String signature = switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
        try {
            Signature signing = Signature.getInstance(signature);
            signing.initSign(key);
            signing.update(CHALLENGE);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(signature);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(CHALLENGE);
            return verifying.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }

    private interface Form {
        byte[] pkcs8(byte[] bytes);
    }

    private static byte[] inner(String base64, Form form) {
        try {
            return form.pkcs8(decoded(base64));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException("holds a private key that cannot be read");
        }
    }

    private static byte[] decoded(String base64) {
        return Base64.getMimeDecoder().decode(base64.strip());
    }

    private static PrivateKey parsed(byte[] pkcs8) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException anotherKind) {
                // The next kind may fit.
            }
        }
        throw new IllegalArgumentException("holds a private key that cannot be read, or is neither RSA, EC nor EdDSA");
    }

    /** The older forms of keys are inner parts of the newer one. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, new byte[] {0x02, 0x01, 0x00}, algorithm, der(OCTETS, key));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = body.size();
        if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }

    /** The curve of an EC key: what stands in its optional parameters. */
    private static byte[] curve(byte[] key) {
        int at = (key[1] & 0x80) == 0 ? 2 : 2 + (key[1] & 0x7f);
        while (at < key.length) {
            int length = key[at + 1] & 0xff;
            if ((key[at] & 0xff) == PARAMETERS) {
                byte[] curve = new byte[length];
                System.arraycopy(key, at + 2, curve, 0, length);
                return curve;
            }
            at += 2 + length;
        }
        throw new IllegalArgumentException("no curve");
    }
}
