/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.InvalidRequestException;

/** Certificates and keys as {@code openssl} writes them. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    /** The algorithm of an RSA key, as its PKCS #8 form names it. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    private Pem() {}

    /**
     * Returns the certificates in a file, at least one, in its order.
     *
     * @throws InvalidRequestException when there is none or one cannot be read
     */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(NamedFile.read("certificates", file));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                found.add(certificate(file, block.group(2)));
            }
        }
        if (found.isEmpty()) {
            throw wrong(file, "has no certificate; it must have them in PEM form (-----BEGIN CERTIFICATE-----)");
        }
        return List.copyOf(found);
    }

    private static X509Certificate certificate(Path file, String base64) {
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decode(file, base64)));
            return (X509Certificate) certificate;
        } catch (CertificateException unreadable) {
            throw wrong(file, "has a certificate that cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Returns the private key in a file.
     *
     * @throws InvalidRequestException when there is none, or in a form that is not understood
     */
    static PrivateKey key(Path file) {
        Matcher block = BLOCK.matcher(NamedFile.read("the private key", file));
        while (block.find()) {
            String kind = block.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return key(file, decode(file, block.group(2)));
            }
            if (kind.equals("RSA PRIVATE KEY")) {
                return key(file, pkcs8(decode(file, block.group(2))));
            }
            if (kind.endsWith("PRIVATE KEY")) {
                throw wrong(
                        file,
                        "has its key in a form that is not read here (" + kind
                                + "); convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW_KEY");
            }
        }
        throw wrong(file, "has no private key; it must have one in PEM form (-----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey key(Path file, byte[] pkcs8) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException another) {
                // no key of that algorithm; its text has no place in a message
            }
        }
        throw wrong(file, "has a private key that cannot be read; it must be an RSA, EC or Ed25519 key");
    }

    private static byte[] decode(Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException damaged) {
            throw wrong(file, "is damaged: a block in it is no Base64");
        }
    }

    /** Wraps the older form of an RSA key. */
    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0x02, 0x01, 0x00});
        content.writeBytes(RSA);
        element(content, 0x04, pkcs1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        element(all, 0x30, content.toByteArray());
        return all.toByteArray();
    }

    private static void element(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length & 0xff);
        }
        out.writeBytes(content);
    }

    private static InvalidRequestException wrong(Path file, String what) {
        return InvalidRequestException.of("file", List.of(file + " " + what));
    }
}
