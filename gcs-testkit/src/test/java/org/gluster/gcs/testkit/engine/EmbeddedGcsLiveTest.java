/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gluster.gcs.testkit.live.Shell.sh;
import static org.gluster.gcs.testkit.live.Waiting.waitFor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NoSpaceException;
import org.gluster.gcs.PeerNotFoundException;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.host.ServingProcess;
import org.gluster.gcs.testkit.live.Leftovers;
import org.gluster.gcs.testkit.live.MountedWriter;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The embedded engine over real disks, loop devices and GlusterFS. Needs root and a temporary directory on ext4 or XFS. */
@Live
class EmbeddedGcsLiveTest {
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final Duration LONG = Duration.ofSeconds(60);

    private Path base;
    private EmbeddedGcs.Running gcs;

    @BeforeEach
    void open() throws IOException {
        base = Files.createTempDirectory("emb");
        for (String node : NODES) {
            Files.createDirectory(device(node));
        }
        gcs = EmbeddedGcs.builder().dataDirectory(data()).build();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try {
            removeAll();
        } finally {
            gcs.shutdown(DataPlane.STOP);
        }
        waitFor("everything to be gone", () -> Leftovers.of(base).isEmpty());
        for (String node : NODES) {
            try (Stream<Path> files = Files.list(device(node))) {
                assertThat(files).isEmpty();
            }
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aVolumeServes_throughAKilledBrickAndARestart() throws Exception {
        addAll();
        Volume volume = gcs.volumes()
                .create(v -> v.name("v1")
                        .capacity(Capacity.ofMiB(320))
                        .redundancy(Redundancy.replicated(3))
                        .start(true))
                .await();
        assertThat(volume.state()).isEqualTo(VolumeState.STARTED);
        assertThat(gcs.audit().findings()).isEmpty();
        Path mount = Files.createDirectory(base.resolve("mnt"));
        sh(volume.mountSpec().commandLine(mount));
        try {
            Files.writeString(mount.resolve("first"), "before");
            assertThat(usable(mount)).isGreaterThanOrEqualTo(Capacity.ofMiB(320).bytes());

            long victim = brickProcess(0);
            assertThat(victim).isPositive(); // to kill 0 is to kill ourselves
            sh("kill -9 " + victim);
            for (int i = 0; i < 50; i++) {
                Files.writeString(mount.resolve("during-" + i), "x".repeat(1000 + i));
            }
            waitFor("the brick to come back", () -> brickProcess(0) != 0 && brickProcess(0) != victim);
            waitFor(
                    "every brick to be online",
                    () -> gcs.volume("v1").get().bricks().stream()
                            .allMatch(brick -> brick.state() == BrickState.ONLINE));
            waitFor("heal to finish", () -> gcs.volume("v1").heal().finished());
            for (var brick : volume.bricks()) {
                assertThat(Path.of(brick.path(), "during-49")).hasContent("x".repeat(1049));
            }

            MountedWriter writer = new MountedWriter();
            writer.writeTo(mount);
            gcs.close();
            gcs = EmbeddedGcs.builder().dataDirectory(data()).build();
            writer.stop();
            writer.metNoError();
            assertThat(mount.resolve("first")).hasContent("before");
            assertThat(gcs.volume("v1").get().state()).isEqualTo(VolumeState.STARTED);
            waitFor("the audit to be clean", () -> gcs.audit().findings().isEmpty());
        } finally {
            sh("umount " + mount);
        }
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        gcs.volume("v1").delete().await();
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(gcs.audit().findings()).isEmpty();
    }

    @Test
    void aSecondEngineOnTheSameDirectory_isRefused() {
        assertThatThrownBy(() -> EmbeddedGcs.builder().dataDirectory(data()).build())
                .isInstanceOf(InUseException.class)
                .hasMessageContaining(data().toString());
    }

    @Test
    void aPortThatIsTaken_isNamed() throws IOException {
        try (ServerSocket holder = new ServerSocket(24_007, 1, InetAddress.getByName(address("n1")))) {
            assertThat(holder.isBound()).isTrue();
            assertThatThrownBy(() -> gcs.peers()
                            .add(p -> p.name("n1").address(address("n1")))
                            .await(LONG))
                    .isInstanceOf(GcsException.class)
                    .hasMessageContaining("24007");
        }
        assertThat(gcs.peers().list()).isEmpty();
        gcs.peers().add(p -> p.name("n1").address(address("n1"))).await(LONG);
    }

    @Test
    void aDeviceThatCannotBeUsed_isRefusedAndLeftAsItWas() throws IOException {
        gcs.peers().add(p -> p.name("n1").address(address("n1"))).await();
        Path foreign = Files.writeString(device("n1").resolve("holiday.jpg"), "x");
        assertThatThrownBy(() -> addDevice("n1", Capacity.ofGiB(1))).hasMessageContaining("holiday.jpg");
        assertThat(foreign).hasContent("x");
        Files.delete(foreign);

        Path shm = Files.createTempDirectory(Path.of("/dev/shm"), "gcs-test");
        try {
            assertThatThrownBy(() -> gcs.devices()
                            .add(d -> d.node("n1").path(shm.toString()))
                            .await())
                    .hasMessageContaining("tmpfs")
                    .hasMessageContaining(shm.toString());
            assertThat(shm).isEmptyDirectory();
        } finally {
            Files.delete(shm);
        }

        Capacity tooMuch = Capacity.ofTiB(1024);
        assertThatThrownBy(() -> addDevice("n1", tooMuch)).isInstanceOf(GcsException.class);
        assertThatThrownBy(() -> addDevice("nobody", Capacity.ofGiB(1))).isInstanceOf(PeerNotFoundException.class);
        assertThat(gcs.devices().list()).isEmpty();
        assertThat(device("n1")).isEmptyDirectory();

        addDevice("n1", Capacity.ofGiB(1));
        assertThatThrownBy(() -> addDevice("n1", Capacity.ofGiB(1))).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void aVolumeThatDoesNotFit_isRefusedWithEveryShortfall() {
        addAll();
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("big").capacity(Capacity.ofGiB(50)).redundancy(Redundancy.replicated(3)))
                        .await())
                .isInstanceOfSatisfying(
                        NoFitException.class,
                        refusal -> assertThat(refusal.shortfalls()).isNotEmpty());
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(gcs.audit().findings()).isEmpty();
    }

    @Test
    void aDiskThatIsReallyFull_failsTheCreateAndLeavesNothing() throws IOException {
        Path image = base.resolve("disk.img");
        Path disk = Files.createDirectory(base.resolve("disk"));
        sh("truncate -s 1G " + image);
        sh("mkfs.ext4 -q " + image);
        sh("mount -o loop " + image + " " + disk);
        Path device = Files.createDirectory(disk.resolve("device"));
        try {
            addPeers();
            addDevice("n1", Capacity.ofGiB(1));
            addDevice("n2", Capacity.ofGiB(1));
            gcs.devices().add(d -> d.node("n3").path(device.toString())).await();
            sh("fallocate -l 700M " + disk.resolve("somebody-else"));

            assertThatThrownBy(() -> gcs.volumes()
                            .create(v ->
                                    v.name("v1").capacity(Capacity.ofMiB(400)).redundancy(Redundancy.replicated(3)))
                            .await())
                    .satisfiesAnyOf( // by whether its node has looked at the disk meanwhile
                            failure -> assertThat(failure)
                                    .isInstanceOf(NoSpaceException.class)
                                    .hasMessageContaining(device.toString()),
                            failure -> assertThat(failure).isInstanceOf(NoFitException.class));

            assertThat(gcs.volumes().list()).isEmpty();
            assertThat(gcs.audit().findings()).isEmpty();
            gcs.devices().remove("n3", device.toString()).await();
            assertThat(device).isEmptyDirectory();
        } finally {
            sh("umount " + disk);
            Files.delete(disk);
            Files.delete(image);
        }
    }

    private void addAll() {
        addPeers();
        NODES.forEach(node -> addDevice(node, Capacity.ofGiB(2)));
    }

    private void addPeers() {
        for (String node : NODES) {
            gcs.peers().add(p -> p.name(node).address(address(node))).await();
        }
    }

    private void addDevice(String node, Capacity limit) {
        gcs.devices()
                .add(d -> d.node(node).path(device(node).toString()).limit(limit))
                .await();
    }

    private void removeAll() {
        gcs.volumes()
                .list()
                .forEach(volume -> gcs.volume(volume.name().value())
                        .delete(d -> d.stopFirst().ifExists())
                        .await());
        gcs.devices()
                .list()
                .forEach(device -> gcs.devices()
                        .remove(device.node().value(), device.path())
                        .await());
        gcs.peers()
                .list()
                .forEach(peer -> gcs.peers().remove(peer.name().value()).await());
    }

    private Path data() {
        return base.resolve("data");
    }

    private Path device(String node) {
        return base.resolve("device-" + node);
    }

    private static String address(String node) {
        return "127.0.3." + node.substring(1);
    }

    private long brickProcess(int index) {
        return ServingProcess.of(
                Path.of(gcs.volume("v1").get().bricks().get(index).path()));
    }

    private static long usable(Path mount) throws IOException {
        return Files.getFileStore(mount).getUsableSpace();
    }
}
