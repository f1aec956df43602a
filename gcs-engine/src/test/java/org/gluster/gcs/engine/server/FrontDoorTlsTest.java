/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys are made by the JDK's own {@code keytool}. */
@Timeout(120)
class FrontDoorTlsTest {
    private static final String PASSWORD = "not-secret";
    private static final HttpHandler WHO = call -> HttpReply.json(
            200, "\"" + call.caller().name() + " " + call.caller().role() + "\"\n");

    @TempDir
    static Path certificates;

    @TempDir
    Path directory;

    private final Rpc rpc = new Rpc();
    private final List<FrontDoor> open = new ArrayList<>();

    @BeforeAll
    static void make() throws Exception {
        pair("authority", "-ext", "bc:c");
        for (String name : List.of("node", "renewed", "csi", "unknown")) {
            pair(name, "-signer", "authority");
        }
        pair("forger");
    }

    @AfterEach
    void closeAll() {
        open.forEach(FrontDoor::close);
    }

    @Test
    void httpIsServedInsideTlsOnly_andRpcOutsideAndInside() throws Exception {
        rpc.volfiles.put("v1", "volume v1\n");
        FrontDoor door = open(Credentials.none(), server());
        try (Wire wire = tls(door, null, "TLSv1.3")) {
            wire.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("\"(everybody) ADMIN\"\n");
            wire.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
        try (Wire wire = tls(door, null, "TLSv1.2")) {
            wire.send(Rpc.getspec(7, "v1"));
            assertThat(wire.readSome(52)).contains("volume v1");
        }
        try (RpcClient client = Rpc.client(door.address())) {
            assertThat(Rpc.fetch(client, "v1")).isEqualTo("volume v1\n");
        }
        assertThat(Wire.exchange(door.address(), "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        assertThatThrownBy(() -> tls(door, null, "TLSv1.1")).isInstanceOf(IOException.class);
    }

    @Test
    void aHandshakeThatStalls_isCutOff() throws Exception {
        PortLimits limits = new PortLimits(
                Duration.ofSeconds(20),
                Duration.ofMillis(400),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                10,
                10,
                1,
                8192,
                8192,
                8192);
        FrontDoor door = open(builder(Credentials.none()).tls(server()).limits(limits));
        try (Wire wire = new Wire(door.address()).send(new byte[] {0x16, 3, 1, 1, 0, 1, 0, 0})) {
            assertThat(wire.readToEnd()).isEmpty();
        }
    }

    @Test
    void aClientCertificate_isAUser() throws Exception {
        Path users = directory.resolve("users");
        Files.writeString(users, "csi provision -\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        FrontDoor door = open(Credentials.in(directory), server().clients(file("authority.pem"), false));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(get(tls(door, "csi", version)))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\"csi PROVISION\"\n");
            assertThat(get(tls(door, "unknown", version)))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("the client certificate is that of nobody known here: unknown");
            assertThat(get(tls(door, null, version)))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("'Authorization' header is required");
            assertThat(answer(door, "forger", version)).matches("(?s)|HTTP/1.1 401 .*"); // never sent, or refused
        }
        FrontDoor strict = open(Credentials.in(directory), server().clients(file("authority.pem"), true));
        assertThat(get(tls(strict, "csi", "TLSv1.3"))).endsWith("\"csi PROVISION\"\n");
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(answer(strict, null, version)).isEmpty();
            assertThat(answer(strict, "forger", version)).isEmpty();
        }
    }

    /** Nothing when it was turned away; with TLS 1.3 a client learns that only after its handshake. */
    private static String answer(FrontDoor door, @Nullable String client, String version) {
        try {
            return get(tls(door, client, version));
        } catch (Exception refused) {
            return "";
        }
    }

    @Test
    void changedFiles_areTakenUp_andUnusableOnesAreNot() throws Exception {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        Files.copy(file("node.pem"), certificate);
        Files.copy(file("node.key"), key);
        FrontDoor door = open(Credentials.none(), ServerTls.of(certificate, key));
        assertThat(subject(door)).contains("CN=node");
        Files.writeString(certificate, "nonsense");
        Files.writeString(key, Files.readString(file("renewed.key")));
        TimeUnit.MILLISECONDS.sleep(600); // two of its looks: what it does not do can only be waited for
        assertThat(subject(door)).contains("CN=node");
        Files.writeString(certificate, Files.readString(file("renewed.pem")));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!subject(door).contains("CN=renewed")) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
        }
    }

    @Test
    void filesThatCannotBeUsed_areNamed() {
        assertThatThrownBy(() -> open(Credentials.none(), ServerTls.of(file("absent.pem"), file("node.key"))))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining("absent.pem cannot be read");
        assertThatThrownBy(() -> open(Credentials.none(), ServerTls.of(file("node.pem"), file("csi.key"))))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining("csi.key is not the key of the certificate in");
        assertThatThrownBy(() -> open(Credentials.none(), ServerTls.of(file("node.key"), file("node.key"))))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining("holds no certificate");
        assertThatThrownBy(() -> new ServerTls(file("node.pem"), file("node.key"), java.util.Optional.empty(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ServerTls server() {
        return ServerTls.of(file("node.pem"), file("node.key"));
    }

    private FrontDoor open(Credentials credentials, ServerTls tls) {
        return open(builder(credentials).tls(tls));
    }

    private FrontDoor open(FrontDoor.Builder builder) {
        FrontDoor door = builder.open();
        open.add(door);
        return door;
    }

    private FrontDoor.Builder builder(Credentials credentials) {
        return FrontDoor.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .credentials(credentials)
                .handler(WHO)
                .rpc(rpc.service(RpcLimits.DEFAULT));
    }

    private static String get(Wire connection) throws IOException {
        try (Wire wire = connection) {
            wire.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            return wire.readToEnd();
        }
    }

    private static Wire tls(FrontDoor door, @Nullable String client, String version) throws Exception {
        return new Wire(socket(door, client, version));
    }

    private static String subject(FrontDoor door) throws Exception {
        try (SSLSocket socket = socket(door, null, "TLSv1.3")) {
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return own.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket socket(FrontDoor door, @Nullable String client, String version) throws Exception {
        KeyManager[] keys = null;
        if (client != null) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            KeyStore all = store();
            own.setKeyEntry(
                    client,
                    all.getKey(client, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain(client));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(own, PASSWORD.toCharArray());
            keys = factory.getKeyManagers();
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", store().getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(door.address().getAddress(), door.address().getPort());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    private static void pair(String alias, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
        arguments.addAll(List.of("-groupname", "secp256r1", "-dname", "CN=" + alias + ", O=Test", "-validity", "2"));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
        KeyStore all = store();
        write(alias + ".pem", "CERTIFICATE", all.getCertificate(alias).getEncoded());
        write(
                alias + ".key",
                "PRIVATE KEY",
                all.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(String name, String what, byte[] bytes) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file(name), "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
    }

    private static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file("store"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static Path file(String name) {
        return certificates.resolve(name);
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", file("store").toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
