/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** How a caller shows an endpoint who it is. Immutable, thread-safe. */
@Incubating(since = "0.1.0")
public final class Credentials {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,128}");
    private static final Credentials NONE = new Credentials("", null);

    private final String user;
    private final @Nullable Secret secret;

    private Credentials(String user, @Nullable Secret secret) {
        this.user = user;
        this.secret = secret;
    }

    /** Returns no credentials: for a server that asks for none, or knows the caller by its TLS certificate. */
    public static Credentials none() {
        return NONE;
    }

    /**
     * Returns a secret shared with the server, as GlusterD2 has one on each of its nodes; its user is {@code glustercli}. Every
     * request carries a token of its own, signed with it (HS256) and valid for two minutes; the secret is never sent.
     *
     * @throws InvalidRequestException when the user has other characters than letters, digits and {@code . _ @ -}
     */
    public static Credentials sharedSecret(String user, Secret secret) {
        if (!USER.matcher(user).matches()) {
            throw InvalidRequestException.of(
                    "credentials",
                    List.of("the user must be 1 to 128 letters, digits, dots, dashes, underscores or at signs"));
        }
        return new Credentials(user, Objects.requireNonNull(secret, "secret"));
    }

    String user() {
        return user;
    }

    Optional<Secret> secret() {
        return Optional.ofNullable(secret);
    }

    @Override
    public String toString() {
        return secret == null ? "Credentials[none]" : "Credentials[user " + user + ", " + secret + "]";
    }
}
