/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.gluster.gcs.testkit.live.Shell;

/** Authorities and certificates, made with {@code openssl} in a directory. */
final class Certificates {
    private final Path directory;

    Certificates(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    private String name(String file) {
        return path(file).toString();
    }

    /** Makes an authority. */
    void authority(String name) {
        Shell.must(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name(name + ".key"),
                "-out",
                name(name + ".pem"),
                "-days",
                "2",
                "-subj",
                "/CN=" + name);
    }

    /** Makes a certificate for a common name, and its key, signed by an authority. */
    void certificate(String name, String authority) {
        certificate(name, authority, "2");
    }

    void certificate(String name, String authority, String days) {
        Shell.must(
                "openssl",
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name(name + ".key"),
                "-out",
                name(name + ".csr"),
                "-subj",
                "/CN=" + name);
        Shell.must(
                "openssl",
                "x509",
                "-req",
                "-in",
                name(name + ".csr"),
                "-CA",
                name(authority + ".pem"),
                "-CAkey",
                name(authority + ".key"),
                "-CAcreateserial",
                "-days",
                days,
                "-out",
                name(name + ".pem"));
    }

    /** A directory as GlusterFS looks into it: certificate and key of this name, trusting this authority. */
    Path forClient(String name, String authority) {
        try {
            Path client = Files.createDirectories(path("client-" + name));
            if (!name.isEmpty()) {
                copy(name + ".pem", client.resolve("glusterfs.pem"));
                copy(name + ".key", client.resolve("glusterfs.key"));
            }
            copy(authority + ".pem", client.resolve("glusterfs.ca"));
            return client;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void copy(String from, Path to) throws IOException {
        Files.copy(path(from), to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
