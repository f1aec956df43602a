/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.x500.X500Principal;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.server.Caller.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final String LONG_SECRET = "a-secret-of-more-than-32-characters";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path directory;

    @Test
    void theSecret_isMadeOnce_andIsForOwnerAndGroupOnly() throws IOException {
        Credentials.in(directory);
        Path file = directory.resolve("auth");
        String made = Files.readString(file);
        assertThat(made).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        Credentials.in(directory);
        assertThat(Files.readString(file)).isEqualTo(made);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aSecretThatOthersMayRead_orThatIsEmpty_isRefused() throws IOException {
        Credentials.in(directory);
        Path file = directory.resolve("auth");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Credentials.in(directory))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 640");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "");
        assertThatThrownBy(() -> Credentials.in(directory))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining("remove it");
        assertThatThrownBy(() -> Credentials.in(directory.resolve("absent")))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining("absent/auth");
    }

    @Test
    void usersHaveTheirOwnSecretsAndRoles() throws Exception {
        users(
                "rw-------",
                "# name role secret",
                "csi provision " + LONG_SECRET,
                "",
                "exporter read " + LONG_SECRET + "-2",
                "boss ADMIN " + LONG_SECRET + "-3");
        Credentials credentials = Credentials.in(directory);
        assertThat(ask(credentials, "csi", LONG_SECRET)).isEqualTo(new Caller("csi", Role.PROVISION, "r"));
        assertThat(ask(credentials, "exporter", LONG_SECRET + "-2").role()).isEqualTo(Role.READ);
        assertThat(ask(credentials, "boss", LONG_SECRET + "-3").role()).isEqualTo(Role.ADMIN);
        assertThat(ask(credentials, "glustercli", Files.readString(directory.resolve("auth")))
                        .role())
                .isEqualTo(Role.ADMIN);
        assertThatThrownBy(() -> ask(credentials, "csi", LONG_SECRET + "-2")).hasMessage("signature is invalid");
        assertThatThrownBy(() -> ask(credentials, "nobody", LONG_SECRET)).hasMessage("invalid App ID: nobody");
        assertThat(credentials).asString().doesNotContain(LONG_SECRET);
    }

    @Test
    void changedUsers_areTakenUp_andOnesThatOthersCouldHaveWritten_areNot() throws Exception {
        Credentials credentials = Credentials.in(directory);
        assertThatThrownBy(() -> ask(credentials, "csi", LONG_SECRET)).hasMessage("invalid App ID: csi");
        users("rw-r-----", "csi read " + LONG_SECRET);
        credentials.refresh();
        assertThat(ask(credentials, "csi", LONG_SECRET).role()).isEqualTo(Role.READ);
        users("rw-rw----", "csi admin " + LONG_SECRET);
        credentials.refresh();
        assertThatThrownBy(() -> ask(credentials, "csi", LONG_SECRET)).hasMessage("invalid App ID: csi");
        users("rw-------", "csi provision " + LONG_SECRET);
        credentials.refresh();
        assertThat(ask(credentials, "csi", LONG_SECRET).role()).isEqualTo(Role.PROVISION);
        Files.delete(directory.resolve("users"));
        credentials.refresh();
        assertThatThrownBy(() -> ask(credentials, "csi", LONG_SECRET)).hasMessage("invalid App ID: csi");
    }

    @Test
    void aLineThatCannotBeUsed_letsNobodyIn_andHarmsNoOther() throws Exception {
        users(
                "rw-------",
                "short read abc",
                "glustercli admin " + LONG_SECRET,
                "words read",
                "what superuser " + LONG_SECRET,
                "bycert read -",
                "good read " + LONG_SECRET,
                "good admin " + LONG_SECRET + "-2");
        Credentials credentials = Credentials.in(directory);
        for (String name : new String[] {"short", "words", "what", "bycert"}) {
            assertThatThrownBy(() -> ask(credentials, name, LONG_SECRET)).hasMessage("invalid App ID: " + name);
        }
        assertThatThrownBy(() -> ask(credentials, "glustercli", LONG_SECRET)).hasMessage("signature is invalid");
        assertThatThrownBy(() -> ask(credentials, "bycert", "-")).hasMessage("invalid App ID: bycert");
        assertThat(ask(credentials, "good", LONG_SECRET).role()).isEqualTo(Role.READ);
    }

    @Test
    void aTokenWhoseTimesAreNoNumbers_orZero_isRefused() throws Exception {
        Credentials credentials = Credentials.ofSecret(LONG_SECRET.getBytes(StandardCharsets.UTF_8));
        String hash = Tokens.hash("GET", TargetPath.of("/x").orElseThrow());
        String begin = "{\"iss\":\"glustercli\",\"qsh\":\"" + hash + "\",";
        assertThat(verify(credentials, begin + "\"exp\":1767323046}").role()).isEqualTo(Role.ADMIN);
        assertThatThrownBy(() -> verify(credentials, begin + "\"exp\":0}")).hasMessage("Token is expired");
        assertThatThrownBy(() -> verify(credentials, begin + "\"exp\":null}")).hasMessage("invalid exp claim in token");
        assertThatThrownBy(() -> verify(credentials, begin + "\"exp\":1767323046,\"nbf\":\"x\"}"))
                .hasMessage("invalid nbf claim in token");
        assertThatThrownBy(() -> verify(credentials, begin + "\"exp\":1767323046,\"iat\":true}"))
                .hasMessage("invalid iat claim in token");
        assertThatThrownBy(() -> verify(credentials, "[]")).hasMessage("a segment of the token is not a JSON object");
        assertThatThrownBy(() -> verify(credentials, "")).hasMessage("unexpected end of JSON input");
        assertThatThrownBy(() -> verify(credentials, "{\"iss\":")).hasMessage("a segment of the token is not JSON");
    }

    @Test
    void commonNames_areReadAsTheyAreMeant() {
        assertThat(CommonName.of(new X500Principal("CN=csi, O=Test"))).contains("csi");
        assertThat(CommonName.of(new X500Principal("O=\"x,CN=admin\", CN=csi"))).contains("csi");
        assertThat(CommonName.of(new X500Principal("CN=\"a+b, c\"+OU=x"))).contains("a+b, c");
        assertThat(CommonName.of(new X500Principal("O=Test"))).isEmpty();
        assertThat(CommonName.of(new X500Principal("CN=a, CN=b"))).isEmpty();
    }

    private void users(String mode, String... lines) throws IOException {
        Path file = directory.resolve("users");
        Files.deleteIfExists(file);
        Files.writeString(file, String.join("\n", lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Caller ask(Credentials credentials, String issuer, String secret)
            throws Tokens.Refused, GeneralSecurityException {
        String claims = "{\"iss\":\"" + issuer + "\",\"exp\":" + (NOW.getEpochSecond() + 120) + ",\"qsh\":\""
                + Tokens.hash("GET", TargetPath.of("/x").orElseThrow()) + "\"}";
        return caller(credentials, signed(claims, secret));
    }

    private static Caller verify(Credentials credentials, String claims)
            throws Tokens.Refused, GeneralSecurityException {
        return caller(credentials, signed(claims, LONG_SECRET));
    }

    private static Caller caller(Credentials credentials, String token) throws Tokens.Refused {
        TargetPath path = TargetPath.of("/x").orElseThrow();
        return credentials.caller("GET", "/x", path, "Bearer " + token, Optional.empty(), NOW, "r");
    }

    private static String signed(String claims, String secret) throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }
}
