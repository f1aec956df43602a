/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.block.host.HostCall.TlsFiles;
import org.gluster.gcs.block.host.TlsInspection.File;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys are made by the JDK's own {@code keytool}. */
class TlsInspectionTest {
    private static final String PASSWORD = "not-secret";
    private static final int HEADER_OF_RSA = 26; // what PKCS#8 puts around a 2048-bit key of the older form

    @TempDir
    static Path directory;

    private static String authority;
    private static String stranger;
    private static String certificate;
    private static byte[] key;
    private static byte[] otherKey;

    @BeforeAll
    static void make() throws Exception {
        pair("authority", "RSA", "-ext", "bc:c");
        pair("stranger", "EC", "-ext", "bc:c");
        pair("node", "RSA");
        pair("other", "EC");
        keytool("-certreq", "-alias", "node", "-file", file("node.csr"));
        keytool("-gencert", "-alias", "authority", "-rfc", "-infile", file("node.csr"), "-outfile", file("node.pem"));
        authority = exported("authority");
        stranger = exported("stranger");
        certificate = Files.readString(directory.resolve("node.pem"));
        key = key("node");
        otherKey = key("other");
    }

    private static void pair(String alias, String algorithm, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", algorithm));
        arguments.addAll(List.of("-dname", "CN=" + alias + ", O=Test", "-validity", "1"));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
    }

    private static String exported(String alias) throws Exception {
        keytool("-exportcert", "-rfc", "-alias", alias, "-file", file(alias + ".pem"));
        return Files.readString(directory.resolve(alias + ".pem"));
    }

    private static byte[] key(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("store"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        Key found = store.getKey(alias, PASSWORD.toCharArray());
        return found.getEncoded();
    }

    private static String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", file("store"), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static File at(String path, String content, String mode) {
        return new File(Path.of(path), Optional.of(content), mode);
    }

    private static TlsFiles inspect(String certificateText, String keyText, String authorities) {
        return TlsInspection.of(
                at("/c", certificateText, "rw-r--r--"),
                at("/k", keyText, "rw-------"),
                at("/a", authorities, "rw-r--r--"));
    }

    private static List<String> problems(String certificateText, String keyText, String authorities) {
        return inspect(certificateText, keyText, authorities).problems().stream()
                .map(problem -> problem.file() + " " + problem.why())
                .toList();
    }

    @Test
    void filesThatFit_haveNoProblem_andSayForWhomAndHowLong() {
        TlsFiles seen = inspect(certificate, pem("PRIVATE KEY", key), stranger + authority);
        assertThat(seen.problems()).isEmpty();
        assertThat(seen.subject()).isEqualTo("node");
        assertThat(seen.validFrom()).isBefore(seen.validUntil());
    }

    @Test
    void theOlderFormsOfKeys_areReadToo() {
        byte[] older = Arrays.copyOfRange(key, HEADER_OF_RSA, key.length);
        assertThat(problems("some text\n" + certificate, pem("RSA PRIVATE KEY", older), authority))
                .isEmpty();
        assertThat(problems(stranger, pem("EC PRIVATE KEY", new byte[20]), stranger))
                .containsExactly("/k holds a private key that cannot be read");
    }

    @Test
    void anOlderEcKey_isReadByItsCurve() throws Exception {
        assertThat(problems(stranger, pem("EC PRIVATE KEY", sec1(key("stranger"))), stranger))
                .isEmpty();
        assertThat(problems(stranger, pem("EC PRIVATE KEY", sec1(otherKey)), stranger))
                .containsExactly("/k is not the key of the certificate in /c");
    }

    /** An EC key as OpenSSL writes it: the number, and the curve in the parameters. */
    private static byte[] sec1(byte[] pkcs8) {
        byte[] p256OrP384 = Arrays.copyOfRange(pkcs8, 16, 16 + 2 + (pkcs8[17] & 0xff));
        int number = p256OrP384[1] == 5 ? 48 : 32;
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(new byte[] {2, 1, 1, 4, (byte) number});
        inner.writeBytes(Arrays.copyOfRange(pkcs8, pkcs8.length - number, pkcs8.length));
        inner.writeBytes(new byte[] {(byte) 0xa0, (byte) p256OrP384.length});
        inner.writeBytes(p256OrP384);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0x30, (byte) inner.size()});
        all.writeBytes(inner.toByteArray());
        return all.toByteArray();
    }

    @Test
    void filesThatDoNotFit_areAllNamed() {
        assertThat(problems(certificate, pem("PRIVATE KEY", otherKey), stranger))
                .hasSize(2)
                .contains("/k is not the key of the certificate in /c")
                .anyMatch(problem -> problem.startsWith("/c is not signed by an authority in /a"));
        assertThat(problems("text", "text", "text")).hasSize(3).allMatch(problem -> problem.contains(" holds no "));
        assertThat(problems(pem("CERTIFICATE", new byte[20]), pem("PRIVATE KEY", new byte[20]), authority))
                .hasSize(2)
                .allMatch(problem -> problem.contains("cannot be read"));
        assertThat(problems(certificate, pem("ENCRYPTED PRIVATE KEY", key), authority))
                .singleElement()
                .asString()
                .contains("is encrypted");
    }

    @Test
    void aKeyForOthers_andWhatIsNotThere_areNamed() {
        File absent = new File(Path.of("/a"), Optional.empty(), "");
        File unreadable = new File(Path.of("/c"), Optional.empty(), "rw-------");
        assertThat(TlsInspection.of(unreadable, at("/k", pem("PRIVATE KEY", key), "rw-r-----"), absent)
                        .problems())
                .extracting(HostCall.TlsProblem::why)
                .hasSize(3)
                .contains("cannot be read", "is missing")
                .anyMatch(why -> why.contains("chmod 600"));
        assertThat(at("/k", pem("PRIVATE KEY", key), "rw-------").toString()).doesNotContain("BEGIN");
    }

    @Test
    void aCertificateAmongTheAuthorities_isItsOwnAuthority() throws Exception {
        assertThat(problems(stranger, pem("PRIVATE KEY", key("stranger")), authority + stranger))
                .isEmpty();
    }
}
