/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)*)");

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
        secret.filter(found -> !Pem.fits(found, own))
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
        try {
            return text.isEmpty() ? List.of() : Pem.certificates(text.get());
        } catch (IllegalArgumentException malformed) {
            problem(file, String.valueOf(malformed.getMessage()));
            return List.of();
        }
    }

    private Optional<PrivateKey> key(File file) {
        Optional<String> text = content(file);
        if (!file.mode().isEmpty() && !file.mode().endsWith("------")) {
            problem(file, "may be used by others than its owner (" + file.mode() + "): chmod 600 it");
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.privateKey(text.get()));
        } catch (IllegalArgumentException malformed) {
            problem(file, String.valueOf(malformed.getMessage()));
            return Optional.empty();
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
