/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gluster.gcs.testkit.live.Shell.sh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume is expanded while a client has it mounted and writes to it. Needs root and GlusterFS. */
@Live
class ExpansionLiveTest {
    private static final Capacity BEFORE = Capacity.ofMiB(200);
    private static final Capacity AFTER = Capacity.ofMiB(600);
    private static final int FILE = 24 << 20;

    private Path base = Path.of("/nowhere");
    private EmbeddedGcs.Running gcs;

    @BeforeEach
    void open() throws IOException {
        base = Files.createTempDirectory("expand");
        Files.createDirectory(base.resolve("mnt"));
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        for (int node = 1; node <= 3; node++) {
            String name = "n" + node;
            String address = "127.0.7." + node;
            Path device = Files.createDirectory(base.resolve("disk" + node));
            gcs.peers().add(p -> p.name(name).address(address)).await();
            gcs.devices()
                    .add(d -> d.node(name).path(device.toString()).limit(Capacity.ofGiB(2)))
                    .await();
        }
    }

    @AfterEach
    void close() throws IOException {
        try {
            sh("umount -l " + base.resolve("mnt") + " 2>/dev/null || true");
            gcs.volume("orders").delete(d -> d.stopFirst().ifExists()).await();
            assertThat(gcs.audit().findings()).isEmpty();
        } finally {
            gcs.shutdown(DataPlane.STOP);
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicated:3", "arbiter", "dispersed:2+1"})
    void aMountedVolumeGrows_andWhatIsInItIsThere(String redundancy) throws IOException {
        Volume volume = gcs.volumes()
                .create(v -> v.name("orders")
                        .capacity(BEFORE)
                        .redundancy(Redundancy.parse(redundancy))
                        .start(true))
                .await();
        Path mount = base.resolve("mnt");
        sh(volume.mountSpec().commandLine(mount));
        String first = write(mount.resolve("before"), 1);
        long offered = Files.getFileStore(mount).getTotalSpace();

        Operation<Volume> growing = gcs.volume("orders").expandTo(AFTER);
        String second = write(mount.resolve("while"), 2);
        Volume grown = growing.await();

        assertThat(grown.usable().isAtLeast(AFTER)).isTrue();
        long offers = Files.getFileStore(mount).getTotalSpace();
        System.out.println(
                redundancy + " expanded from " + BEFORE.format() + " to " + AFTER.format() + ": a client saw "
                        + Capacity.ofBytes(offered).format() + " before, now "
                        + Capacity.ofBytes(offers).format());
        assertThat(offers).isGreaterThanOrEqualTo(AFTER.bytes());
        assertThat(offered).isLessThan(AFTER.bytes());
        for (int i = 3; i < AFTER.bytes() / FILE; i++) { // really so much can be stored
            write(mount.resolve("file-" + i), i);
        }
        assertThat(digest(mount.resolve("before"))).isEqualTo(first);
        assertThat(digest(mount.resolve("while"))).isEqualTo(second);
        assertThat(gcs.audit().findings()).isEmpty();

        sh("umount " + mount);
        gcs.volume("orders").stop().await();
        gcs.volume("orders").start().await();
        sh(volume.mountSpec().commandLine(mount));
        assertThat(digest(mount.resolve("before"))).isEqualTo(first);
        sh("umount " + mount);
    }

    private static String write(Path file, long seed) throws IOException {
        byte[] block = new byte[1 << 20];
        SplittableRandom random = new SplittableRandom(seed);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < FILE; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return digest(file);
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return Arrays.toString(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException(impossible);
        }
    }
}
