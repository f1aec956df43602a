/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gluster.gcs.testkit.live.Shell.sh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.volume.Redundancy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The distribution's own mount program and an HTTP client, side by side at port 24007 of real nodes. Needs root and a temporary
 * directory on ext4 or XFS.
 */
@Live
class FrontDoorLiveTest {
    private static final int CONNECTIONS = 1000;
    private static final int ROUNDS = 20;
    private static final int PORT = 24_007;

    private final List<SocketChannel> others = new ArrayList<>();
    private Path base;
    private EmbeddedGcs.Running gcs;

    @BeforeEach
    void open() throws IOException {
        base = Files.createTempDirectory("door");
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        for (int node = 1; node <= 3; node++) {
            String name = "n" + node;
            Path device = Files.createDirectory(base.resolve("device-" + node));
            String address = address(node);
            gcs.peers().add(peer -> peer.name(name).address(address)).await();
            gcs.devices()
                    .add(d -> d.node(name).path(device.toString()).limit(Capacity.ofMiB(700)))
                    .await();
        }
        gcs.volumes()
                .create(v -> v.name("v1")
                        .capacity(Capacity.ofMiB(320))
                        .redundancy(Redundancy.replicated(3))
                        .start(true))
                .await();
    }

    @AfterEach
    void removeAll() throws IOException {
        try {
            for (SocketChannel channel : others) {
                channel.close();
            }
            gcs.volume("v1").delete(d -> d.stopFirst().ifExists()).await();
            gcs.devices()
                    .list()
                    .forEach(device -> gcs.devices()
                            .remove(device.node().value(), device.path())
                            .await());
        } finally {
            gcs.shutdown(DataPlane.STOP);
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void mountsAndRequests_areServedSideBySide_whateverElseIsConnected() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(address(1), PORT));
            others.add(channel);
            switch (i % 3) {
                case 1 -> channel.write(ByteBuffer.wrap("GET /ping HT".getBytes(StandardCharsets.US_ASCII)));
                case 2 -> channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0, 0, 40, 1}));
                default -> {
                    // silent
                }
            }
        }
        Path mount = Files.createDirectory(base.resolve("mnt"));
        sh("mount -t glusterfs " + address(1) + ":/v1 " + mount);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                Path file = mount.resolve("file-" + i);
                Files.writeString(file, "round " + i);
                assertThat(get(1, "/gcs/v1/volumes/v1", secret()))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\"name\":\"v1\"");
                assertThat(get(2, "/gcs/v1/ping", secret())).startsWith("HTTP/1.1 200 ");
                assertThat(file).hasContent("round " + i);
            }
            assertThat(get(1, "/gcs/v1/volumes", "")).startsWith("HTTP/1.1 401 ");
            assertThat(get(1, "/gcs/v1/volumes", "wrong"))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("signature is invalid");
        } finally {
            sh("umount " + mount);
        }
        sh("mount -t glusterfs -o backup-volfile-servers=" + address(2) + " 127.0.3.77:/v1 " + mount);
        try {
            assertThat(mount.resolve("file-0")).hasContent("round 0");
            gcs.close();
            assertThat(mount.resolve("file-1")).hasContent("round 1");
            gcs = EmbeddedGcs.builder()
                    .dataDirectory(base.resolve("data"))
                    .restAuth(false)
                    .build();
            assertThat(get(3, "/gcs/v1/volumes/v1", "")).startsWith("HTTP/1.1 200 ");
            assertThat(mount.resolve("file-2")).hasContent("round 2");
        } finally {
            sh("umount " + mount);
        }
        Files.delete(mount);
    }

    private static String address(int node) {
        return "127.0.3." + node;
    }

    private String secret() throws IOException {
        return Files.readString(base.resolve("data").resolve("auth"));
    }

    private static String get(int node, String path, String secret) throws IOException, GeneralSecurityException {
        try (Socket socket = new Socket(address(node), PORT)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                    + (secret.isEmpty() ? "" : "Authorization: bearer " + token(path, secret) + "\r\n")
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String token(String path, String secret) throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(("GET&" + path).getBytes(StandardCharsets.US_ASCII));
        String signed = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII))
                + "."
                + base64.encodeToString(("{\"iss\":\"glustercli\",\"exp\":" + (System.currentTimeMillis() / 1000 + 120)
                                + ",\"qsh\":\"" + HexFormat.of().formatHex(hash) + "\"}")
                        .getBytes(StandardCharsets.US_ASCII));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }
}
