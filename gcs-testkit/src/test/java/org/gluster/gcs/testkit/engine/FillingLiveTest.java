/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gluster.gcs.testkit.live.Shell.sh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.live.FuseClient;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three small disks, ext4 and XFS, filled to the last brick, emptied in random order and filled again; then one volume
 * filled to its last byte, which its own bricks refuse, not the disks under them. Needs root, GlusterFS and a temporary
 * directory on ext4 or XFS.
 */
@Live
class FillingLiveTest {
    private static final List<String> FILE_SYSTEMS = List.of("ext4", "xfs", "ext4");
    private static final Capacity SIZE = Capacity.ofMiB(40);
    private static final int ATTEMPTS = 3;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("gcs.seed", 4));
    private Path base = Path.of("/nowhere");
    private EmbeddedGcs.Running gcs;

    @BeforeEach
    void open() throws IOException {
        base = Files.createTempDirectory("fill");
        Files.createDirectory(base.resolve("mnt"));
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        for (int node = 1; node <= FILE_SYSTEMS.size(); node++) {
            String name = "n" + node;
            String address = "127.0.6." + node;
            Path image = base.resolve("disk" + node + ".img");
            Files.createDirectory(disk(node));
            sh("truncate -s 450M " + image);
            sh("mkfs." + FILE_SYSTEMS.get(node - 1) + " -q " + image);
            sh("mount -o loop " + image + " " + disk(node));
            Path device = Files.createDirectory(disk(node).resolve("device"));
            gcs.peers().add(p -> p.name(name).address(address)).await();
            gcs.devices()
                    .add(d -> d.node(name).path(device.toString()).limit(Capacity.ofMiB(230)))
                    .await();
        }
    }

    @AfterEach
    void close() throws IOException {
        try {
            sh("umount -l " + base.resolve("mnt") + " 2>/dev/null || true");
            gcs.volumes()
                    .list()
                    .forEach(volume -> gcs.volume(volume.name().value())
                            .delete(d -> d.stopFirst().ifExists())
                            .await());
            assertThat(gcs.audit().findings()).isEmpty();
        } finally {
            gcs.shutdown(DataPlane.STOP);
            for (int node = 1; node <= FILE_SYSTEMS.size(); node++) {
                sh("umount " + disk(node));
            }
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"distributed", "replicated:3", "arbiter", "dispersed:2+1"})
    void theDisksHoldWhatWasReserved_andNoMore(String redundancy) throws Exception {
        List<String> volumes = new ArrayList<>();
        fill(redundancy, volumes);
        int fitted = volumes.size();
        assertThat(fitted).isGreaterThan(1);
        while (!volumes.isEmpty()) {
            gcs.volume(volumes.remove(random.nextInt(volumes.size()))).delete().await();
            compare();
        }
        fill(redundancy, volumes);
        assertThat(volumes).hasSize(fitted);
        System.out.println("filled real disks with " + redundancy + ": " + fitted + " volumes, twice");

        Volume volume = gcs.volume("v0").start().await();
        List<Long> before = free();
        FuseClient client = fillUp(volume, base.resolve("mnt"));
        sh("sync");
        for (int node = 0; node < before.size(); node++) { // the disks did not give a block for it
            assertThat(free().get(node)).isBetween(before.get(node) - (1 << 20), before.get(node) + (1 << 20));
        }
        assertThat(gcs.audit().findings()).isEmpty();
        client.unmount();
        gcs.volume("v0").stop().await();
    }

    private void fill(String redundancy, List<String> volumes) throws IOException {
        while (true) {
            String name = "v" + volumes.size();
            try {
                gcs.volumes()
                        .create(v -> v.name(name)
                                .capacity(SIZE)
                                .redundancy(Redundancy.parse(redundancy))
                                .smallBricks(SmallBricks.SMALL))
                        .await();
            } catch (NoFitException full) {
                assertThat(full.shortfalls()).isNotEmpty();
                return;
            }
            volumes.add(name);
            compare();
        }
    }

    /** Reserved and free make up the size; what is reserved is what the images really occupy, on a disk that has it. */
    private void compare() throws IOException {
        for (Device device : gcs.devices().list()) {
            assertThat(device.reserved().bytes() + device.free().bytes())
                    .isEqualTo(device.size().bytes());
            long occupied = 0;
            try (Stream<Path> images = Files.list(Path.of(device.path(), "bricks"))) {
                for (Path image : images.toList()) {
                    occupied += 512L * Long.parseLong(sh("stat --format=%b " + image));
                }
            }
            // a file system's own blocks for a file's extents count as the file's
            assertThat(occupied)
                    .isBetween(device.reserved().bytes(), device.reserved().bytes() + (1 << 20));
        }
    }

    /** Fills a volume to its last byte; the client with which that was done is left. One that crashes is replaced. */
    private static FuseClient fillUp(Volume volume, Path mount) throws Exception {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FuseClient client = FuseClient.mount(volume, mount);
            sh("rm -f " + mount + "/file-*");
            Optional<Long> written = client.during(() -> writeUntilFull(mount));
            if (written.isPresent()) {
                assertThat(written.get()).isGreaterThanOrEqualTo(SIZE.bytes());
                return client;
            }
        }
        throw new AssertionError(ATTEMPTS + " clients crashed, one after the other");
    }

    /**
     * Writes until the volume says that it is full. Bricks of a set that fill up in the middle of one write do not fail
     * alike: GlusterFS answers that one with an input/output error, and the next with the truth.
     */
    private static long writeUntilFull(Path mount) {
        byte[] block = new byte[1 << 16];
        long written = 0;
        List<IOException> others = new ArrayList<>();
        for (int file = 0; others.size() < 20; file++) { // many, so that all sets of a distributed volume are filled
            try (OutputStream out = Files.newOutputStream(mount.resolve("file-" + file))) {
                for (int i = 0; i < 16; i++) {
                    out.write(block);
                    written += block.length;
                }
            } catch (IOException failure) {
                if (String.valueOf(failure.getMessage()).contains("No space left on device")) {
                    return written;
                }
                others.add(failure);
            }
        }
        throw new AssertionError("the volume never said that it is full, but " + others);
    }

    private List<Long> free() throws IOException {
        List<Long> free = new ArrayList<>();
        for (int node = 1; node <= FILE_SYSTEMS.size(); node++) {
            free.add(Files.getFileStore(disk(node)).getUnallocatedSpace());
        }
        return free;
    }

    private Path disk(int node) {
        return base.resolve("disk" + node);
    }
}
