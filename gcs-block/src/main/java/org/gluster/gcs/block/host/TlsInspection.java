/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.block.host.HostCall.TlsFiles;
import org.gluster.gcs.block.host.HostCall.TlsProblem;

/**
 * What {@link HostCall.InspectTls} answers, from what the files hold. Of the key nothing leaves this class but whether it
 * fits. Pure.
 */
public final class TlsInspection {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)*)");
    private static final byte[] CHALLENGE =
            "does this key belong to that certificate?".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    /**
     * One file as it was read.
     *
     * @param path where
     * @param content its text; empty when it is absent or cannot be read
     * @param mode as in {@link HostCall.MakeDirectory}; empty text when it is absent
     */
    public record File(Path path, Optional<String> content, String mode) {
        @Override
        public String toString() { // the content may be a key
            return "File[" + path + ", " + mode + "]";
        }
    }

    private final List<TlsProblem> problems = new ArrayList<>();

    private TlsInspection() {}

    /** Looks at the three. */
    public static TlsFiles of(File certificate, File key, File authorities) {
        return new TlsInspection().inspect(certificate, key, authorities);
    }

    private TlsFiles inspect(File certificate, File key, File authorities) {
        List<X509Certificate> chain = certificates(certificate);
        List<X509Certificate> trusted = certificates(authorities);
        Optional<PrivateKey> secret = key(key);
        if (chain.isEmpty()) {
            return new TlsFiles(problems, "", Instant.EPOCH, Instant.EPOCH);
        }
        X509Certificate own = chain.get(0);
        secret.filter(found -> !fits(found, own))
                .ifPresent(other -> problem(key, "is not the key of the certificate in " + certificate.path()));
        if (!trusted.isEmpty()) {
            signed(certificate, chain, authorities, trusted);
        }
        return new TlsFiles(
                problems,
                commonName(own),
                own.getNotBefore().toInstant(),
                own.getNotAfter().toInstant());
    }

    private void problem(File file, String why) {
        problems.add(new TlsProblem(file.path(), why));
    }

    private Optional<String> content(File file) {
        if (file.mode().isEmpty()) {
            problem(file, "is missing");
        } else if (file.content().isEmpty()) {
            problem(file, "cannot be read");
        }
        return file.content();
    }

    private List<X509Certificate> certificates(File file) {
        Optional<String> text = content(file);
        List<X509Certificate> found = new ArrayList<>();
        if (text.isEmpty()) {
            return found;
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher blocks = PEM.matcher(text.get());
            while (blocks.find()) {
                if (blocks.group(1).equals("CERTIFICATE") || blocks.group(1).equals("TRUSTED CERTIFICATE")) {
                    found.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(decoded(blocks.group(2)))));
                }
            }
        } catch (CertificateException | IllegalArgumentException malformed) {
            problem(file, "holds a certificate that cannot be read");
            return List.of();
        }
        if (found.isEmpty()) {
            problem(file, "holds no certificate in PEM form (\"-----BEGIN CERTIFICATE-----\")");
        }
        return found;
    }

    private static byte[] decoded(String base64) {
        return Base64.getMimeDecoder().decode(base64.strip());
    }

    private Optional<PrivateKey> key(File file) {
        Optional<String> text = content(file);
        if (!file.mode().isEmpty() && !file.mode().endsWith("------")) {
            problem(file, "may be used by others than its owner (" + file.mode() + "): chmod 600 it");
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher blocks = PEM.matcher(text.get());
        while (blocks.find()) {
            try {
                byte[] bytes = decoded(blocks.group(2));
                switch (blocks.group(1)) {
                    case "PRIVATE KEY" -> {
                        return parsed(file, bytes);
                    }
                    case "RSA PRIVATE KEY" -> {
                        if (blocks.group(2).contains("ENCRYPTED")) {
                            problem(file, "is encrypted, and nobody can give GlusterFS the passphrase: decrypt it");
                            return Optional.empty();
                        }
                        return parsed(file, wrapped(RSA, bytes));
                    }
                    case "EC PRIVATE KEY" -> {
                        return parsed(file, wrapped(der(SEQUENCE, EC, curve(bytes)), bytes));
                    }
                    case "ENCRYPTED PRIVATE KEY" -> {
                        problem(file, "is encrypted, and nobody can give GlusterFS the passphrase: decrypt it");
                        return Optional.empty();
                    }
                    default -> {
                        // e.g. the certificate, or the parameters of a curve
                    }
                }
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
                problem(file, "holds a private key that cannot be read");
                return Optional.empty();
            }
        }
        problem(file, "holds no private key in PEM form (\"-----BEGIN PRIVATE KEY-----\")");
        return Optional.empty();
    }

    private Optional<PrivateKey> parsed(File file, byte[] pkcs8) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
            } catch (GeneralSecurityException anotherKind) {
                // The next kind may fit.
            }
        }
        problem(file, "holds a private key that cannot be read, or is neither RSA, EC nor EdDSA");
        return Optional.empty();
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

    private static boolean fits(PrivateKey key, X509Certificate certificate) {
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

    /** Whether an authority vouches for it; when things are valid is looked at elsewhere, with a clock. */
    private void signed(
            File certificate, List<X509Certificate> chain, File authorities, List<X509Certificate> trusted) {
        if (trusted.contains(chain.get(0))) {
            return;
        }
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        Instant latest = chain.get(0).getNotBefore().toInstant();
        for (X509Certificate authority : trusted) {
            anchors.add(new TrustAnchor(authority, null));
        }
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate one : chain) {
            Instant begin = one.getNotBefore().toInstant();
            latest = begin.isAfter(latest) ? begin : latest;
            if (!trusted.contains(one)) {
                path.add(one);
            }
        }
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(latest));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException untrusted) {
            if (untrusted instanceof CertPathValidatorException where
                    && where.getIndex() == 0
                    && where.getReason() == BasicReason.EXPIRED) {
                return; // it was never valid, which its times say
            }
            problem(
                    certificate,
                    "is not signed by an authority in " + authorities.path() + " (" + untrusted.getMessage() + ")");
        }
    }

    private static String commonName(X509Certificate certificate) {
        Principal subject = certificate.getSubjectX500Principal();
        Matcher name = COMMON_NAME.matcher(subject.getName());
        return name.find() ? name.group(1).replaceAll("\\\\(.)", "$1") : "";
    }
}
