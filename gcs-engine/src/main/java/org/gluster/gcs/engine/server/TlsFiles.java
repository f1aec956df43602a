/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.block.host.Pem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a front door's TLS files into Jetty's form. */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    /** Guards a key store that exists in memory only. */
    private static final String PASSWORD = "in memory";

    private final ServerTls tls;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private String version;

    /**
     * Reads them.
     *
     * @throws GcsException naming the file, and what is wrong with it
     */
    TlsFiles(ServerTls tls) {
        this.tls = tls;
        version = version();
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        load(context);
        if (tls.clientAuthorities().isPresent()) {
            context.setNeedClientAuth(tls.clientsNeedCertificates());
            context.setWantClientAuth(!tls.clientsNeedCertificates());
        }
    }

    SslContextFactory.Server context() {
        return context;
    }

    /** Takes up files that have changed, for new connections; ones that cannot be used leave everything as it is. */
    void refresh() {
        String now = version();
        if (now.equals(version)) {
            return;
        }
        version = now;
        try {
            context.reload(this::load);
            LOG.info("the certificate {} was read again", tls.certificate());
        } catch (Exception unusable) {
            LOG.error(
                    "the files for TLS have changed and cannot be used; what was read before stays: {}",
                    unusable.getMessage());
        }
    }

    private void load(SslContextFactory factory) {
        List<X509Certificate> chain = certificates(tls.certificate());
        PrivateKey key = key(chain.get(0));
        try {
            KeyStore own = empty();
            own.setKeyEntry("node", key, PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
            factory.setKeyStore(own);
            factory.setKeyStorePassword(PASSWORD);
            factory.setKeyManagerPassword(PASSWORD);
            if (tls.clientAuthorities().isPresent()) {
                KeyStore trusted = empty();
                List<X509Certificate> authorities =
                        certificates(tls.clientAuthorities().get());
                for (int i = 0; i < authorities.size(); i++) {
                    trusted.setCertificateEntry("authority-" + i, authorities.get(i));
                }
                factory.setTrustStore(trusted);
            }
        } catch (GeneralSecurityException | IOException failure) {
            throw refused(tls.certificate(), "cannot be used: " + failure.getMessage());
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private List<X509Certificate> certificates(Path file) {
        try {
            return Pem.certificates(text(file));
        } catch (IllegalArgumentException malformed) {
            throw refused(file, String.valueOf(malformed.getMessage()));
        }
    }

    private PrivateKey key(X509Certificate certificate) {
        try {
            PrivateKey key = Pem.privateKey(text(tls.key()));
            if (!Pem.fits(key, certificate)) {
                throw refused(tls.key(), "is not the key of the certificate in " + tls.certificate());
            }
            return key;
        } catch (IllegalArgumentException malformed) {
            throw refused(tls.key(), String.valueOf(malformed.getMessage()));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw refused(file, "cannot be read: " + failure);
        }
    }

    private String version() {
        StringBuilder found = new StringBuilder();
        for (Path file :
                List.of(tls.certificate(), tls.key(), tls.clientAuthorities().orElse(tls.certificate()))) {
            try {
                found.append(Files.getLastModifiedTime(file))
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ');
            } catch (IOException absent) {
                found.append("absent ");
            }
        }
        return found.toString();
    }

    private static GcsException refused(Path file, String why) {
        return GcsException.of(ErrorDetail.builder(ErrorCode.REFUSED)
                .resource(file.toString())
                .message("TLS cannot be served: " + file + " " + why)
                .build());
    }
}
