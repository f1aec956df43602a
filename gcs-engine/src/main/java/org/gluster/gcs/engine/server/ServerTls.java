/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The files for TLS at the front door, all in PEM form. They are read when it opens, and again when they change. Immutable.
 *
 * @param certificate its certificate, with those between it and an authority
 * @param key its private key
 * @param clientAuthorities who signs certificates of clients; empty when none are asked for
 * @param clientsNeedCertificates whether a client without one is turned away, rather than asked for a token
 */
public record ServerTls(Path certificate, Path key, Optional<Path> clientAuthorities, boolean clientsNeedCertificates) {

    /** Checks that all is there. */
    public ServerTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(clientAuthorities, "clientAuthorities");
        if (clientsNeedCertificates && clientAuthorities.isEmpty()) {
            throw new IllegalArgumentException(
                    "clients cannot need certificates when nobody is trusted to sign them: give clientAuthorities");
        }
    }

    /** TLS that asks clients for no certificate. */
    public static ServerTls of(Path certificate, Path key) {
        return new ServerTls(certificate, key, Optional.empty(), false);
    }

    /** The same, and clients may, or must, present a certificate that these authorities signed. */
    public ServerTls clients(Path authorities, boolean needed) {
        return new ServerTls(certificate, key, Optional.of(authorities), needed);
    }

    /**
     * Reads the files once.
     *
     * @throws org.gluster.gcs.GcsException naming the file that cannot be used, and what is wrong with it
     */
    public void check() {
        new TlsFiles(this);
    }
}
