/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.server.Caller.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a {@link FrontDoor}, and how they prove who they are: with a token that is signed with a shared secret, as GlusterD2's
 * clients do, or with a client certificate. Thread-safe.
 */
public final class Credentials {
    /** The user of GlusterD2's command line and of its client library; an administrator. */
    public static final String ADMINISTRATOR = "glustercli";

    private static final String EVERYBODY = "(everybody)";
    private static final String NOBODY = "(nobody)";

    private final byte @Nullable [] secret;
    private final @Nullable UsersFile users;

    private Credentials(byte @Nullable [] secret, @Nullable UsersFile users) {
        this.secret = secret;
        this.users = users;
    }

    /** Everybody who reaches the port is an administrator. */
    public static Credentials none() {
        return new Credentials(null, null);
    }

    /**
     * Whoever knows this secret is an administrator; nobody else is let in.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static Credentials ofSecret(byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("a secret cannot be empty");
        }
        return new Credentials(secret.clone(), null);
    }

    /**
     * The secret of the administrator in the file {@code auth} of this directory, made when it is absent, and further users in its
     * file {@code users}, which may be absent and is read again when it changes.
     *
     * @throws GcsException when the secret cannot be read or made, or others than owner and group may read it
     */
    public static Credentials in(Path directory) {
        return new Credentials(SecretFile.in(directory), new UsersFile(directory.resolve(UsersFile.NAME)));
    }

    /** Takes notice of a changed file of users. Blocks for a short read. */
    void refresh() {
        if (users != null) {
            users.refresh();
        }
    }

    /**
     * Who makes a request.
     *
     * @param requestTarget path and query as sent
     * @param path the same, decoded
     * @param authorization the header's value; empty text when there is none
     * @param certificate the client's, checked against the authorities
     */
    Caller caller(
            String method,
            String requestTarget,
            TargetPath path,
            String authorization,
            Optional<X509Certificate> certificate,
            Instant now,
            String requestId)
            throws Tokens.Refused {
        if (secret == null) {
            return new Caller(EVERYBODY, Role.ADMIN, requestId);
        }
        if (requestTarget.equals("/ping") || requestTarget.equals("/endpoints")) {
            return new Caller(NOBODY, Role.NONE, requestId);
        }
        if (authorization.isEmpty() && certificate.isPresent()) {
            String name = CommonName.of(certificate.get().getSubjectX500Principal())
                    .orElseThrow(() -> new Tokens.Refused("the client certificate has no common name"));
            return user(name)
                    .map(user -> new Caller(user.name(), user.role(), requestId))
                    .orElseThrow(
                            () -> new Tokens.Refused("the client certificate is that of nobody known here: " + name));
        }
        String issuer = Tokens.issuer(authorization, method, path, this::secretOf, now);
        Role role = issuer.equals(ADMINISTRATOR)
                ? Role.ADMIN
                : user(issuer).map(UsersFile.User::role).orElse(Role.NONE);
        return new Caller(issuer, role, requestId);
    }

    private Optional<UsersFile.User> user(String name) {
        return users == null ? Optional.empty() : users.find(name);
    }

    private Optional<byte[]> secretOf(String issuer) {
        if (issuer.equals(ADMINISTRATOR)) {
            return Optional.ofNullable(secret);
        }
        return user(issuer).flatMap(UsersFile.User::secret);
    }

    @Override
    public String toString() {
        return secret == null ? "no credentials needed" : "secret" + (users == null ? "" : " and users");
    }
}
