/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How servers of {@code https} endpoints are trusted and how this client shows itself to them. Without a word, the certificates
 * that this Java trusts are trusted, the server's name must be in its certificate, and no certificate is shown. TLS 1.2 and 1.3.
 * Not safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final List<X509Certificate> trusted = new ArrayList<>();
    private List<X509Certificate> chain = List.of();
    private @Nullable PrivateKey key;
    private @Nullable SSLContext context;
    private boolean trustAnybody;
    private boolean anyName;

    Tls() {}

    /**
     * Trusts the certificates in that PEM file, and no others any more; may be called again. The file is read now.
     *
     * @throws InvalidRequestException when it cannot be read
     */
    public Tls trust(Path pem) {
        trusted.addAll(Pem.certificates(pem));
        return this;
    }

    /**
     * Shows that certificate chain, the client's own first, to servers that ask (mutual TLS). The files are read now.
     *
     * @param key the private key, not encrypted: PKCS #8, or PKCS #1 for RSA
     * @throws InvalidRequestException when one cannot be read, or they do not belong together
     */
    public Tls identity(Path chain, Path key) {
        List<X509Certificate> certificates = Pem.certificates(chain);
        PrivateKey own = Pem.key(key);
        if (!belongTogether(certificates.get(0), own)) {
            throw InvalidRequestException.of(
                    "TLS settings", List.of("the key in " + key + " is not that of the first certificate in " + chain));
        }
        this.chain = certificates;
        this.key = own;
        return this;
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(text);
            return checking.verify(signing.sign());
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** Takes trust and identity from that context, in the place of files. */
    public Tls context(SSLContext context) {
        this.context = Objects.requireNonNull(context, "context");
        return this;
    }

    /** INSECURE: takes any server for the right one, whatever its certificate. Whoever is in between reads and changes all. */
    public Tls insecurelyTrustAnybody() {
        trustAnybody = true;
        anyName = true;
        return this;
    }

    /** INSECURE: takes any server with a trusted certificate for the right one, whatever name is in it. */
    public Tls insecurelyAcceptAnyName() {
        anyName = true;
        return this;
    }

    /**
     * Makes what turns a connection into one with TLS.
     *
     * @throws InvalidRequestException when settings contradict each other or make no context
     */
    Upgrade upgrade() {
        List<String> problems = new ArrayList<>();
        if (context != null && (key != null || !trusted.isEmpty() || trustAnybody)) {
            problems.add("give either an SSLContext or files, not both");
        }
        if (trustAnybody && !trusted.isEmpty()) {
            problems.add("either trust the given certificates or anybody, not both");
        }
        if (!problems.isEmpty()) {
            throw InvalidRequestException.of("TLS settings", problems);
        }
        if (anyName) {
            LOG.warn(
                    "TLS is INSECURE: {}",
                    trustAnybody ? "any server is trusted" : "the names in certificates are not checked");
        }
        SSLContext made = context;
        try {
            if (made == null) {
                made = SSLContext.getInstance("TLS");
                made.init(keys(), trust(), null);
            }
        } catch (GeneralSecurityException | IOException refused) {
            throw Invalid.setting(
                    "TLS settings", "key and certificates do not go together: " + refused.getMessage(), refused);
        }
        return new Upgrade(made.getSocketFactory(), !anyName);
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        PrivateKey own = key;
        if (own == null) {
            return null;
        }
        KeyStore store = empty();
        store.setKeyEntry("client", own, new char[0], chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
        if (trustAnybody) {
            return new TrustManager[] {new Anybody()};
        }
        if (trusted.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("trusted-" + i, trusted.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Puts TLS on a connection. Immutable, thread-safe. */
    record Upgrade(SSLSocketFactory factory, boolean checksNames) {

        SSLSocket on(Socket socket, String host, int port, Duration patience) throws IOException {
            int before = socket.getSoTimeout();
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
            SSLSocket upgraded = (SSLSocket) factory.createSocket(socket, host, port, true);
            SSLParameters parameters = upgraded.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            if (checksNames) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            upgraded.setSSLParameters(parameters);
            upgraded.startHandshake();
            socket.setSoTimeout(before);
            return upgraded;
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
