/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gluster.gcs.testkit.live.Shell.sh;
import static org.gluster.gcs.testkit.live.Waiting.waitFor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real file systems on loop devices that fill up, shrink, vanish, go read-only and return errors under a device. One node
 * gives such a disk beside a plain directory, and it is the roomier one: so a new brick is there when the disk is well, and
 * in the directory when it is not. Needs root.
 */
@Live
class DevicesLiveTest {
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final Capacity SMALL = Capacity.ofMiB(100);

    private Path base;
    private EmbeddedGcs.Running gcs;

    @BeforeEach
    void open() throws IOException {
        base = Files.createTempDirectory("devices");
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        Files.createDirectory(disk());
        for (String node : NODES) {
            Path directory = Files.createDirectory(base.resolve(node));
            gcs.peers()
                    .add(p -> p.name(node).address("127.0.4." + node.charAt(1)))
                    .await();
            gcs.devices()
                    .add(d -> d.node(node).path(directory.toString()).limit(Capacity.ofMiB(700)))
                    .await();
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try {
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
        } finally {
            gcs.shutdown(DataPlane.STOP);
            while (mounted()) {
                sh("umount " + disk());
            }
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path disk() {
        return base.resolve("disk");
    }

    private Path image() {
        return base.resolve("disk.img");
    }

    private boolean mounted() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .anyMatch(line -> line.contains(" " + disk() + " "));
    }

    private void giveDisk(String makeFileSystem, DevicePolicy policy) {
        sh("truncate -s 2G " + image());
        sh(makeFileSystem + " " + image());
        mount();
        sh("rm -rf " + disk() + "/lost+found");
        gcs.devices()
                .add(d -> d.node("n1").path(disk().toString()).policy(policy))
                .await();
        assertThat(state()).isEqualTo(DeviceState.ENABLED);
    }

    private void mount() {
        sh("mount -o loop " + image() + " " + disk());
    }

    private void unmount() {
        sh("umount " + disk());
    }

    private Device device() {
        return gcs.devices().get("n1", disk().toString());
    }

    private DeviceState state() {
        return device().state();
    }

    private void becomes(DeviceState state) {
        waitFor("the device to be " + state + ", not " + device(), () -> state() == state);
        System.out.println("seen: " + state + " " + device().reason());
    }

    private Volume create(String name) {
        return gcs.volumes()
                .create(v -> v.name(name).capacity(SMALL).start(true))
                .await();
    }

    private boolean onDisk(Volume volume) {
        return volume.bricks().stream().anyMatch(brick -> brick.device().equals(Optional.of(device().id())));
    }

    private void avoided() {
        Volume elsewhere = create("elsewhere");
        assertThat(onDisk(elsewhere)).isFalse();
        assertThat(elsewhere.state()).isEqualTo(VolumeState.STARTED);
        gcs.volume("elsewhere").delete(d -> d.stopFirst()).await();
    }

    private void taken() {
        assertThat(onDisk(create("there"))).isTrue();
        gcs.volume("there").delete(d -> d.stopFirst()).await();
    }

    /** Writes through a real client, and reads back; the disk cannot hold it unless it was reserved. */
    private void writes(Volume volume, int mebibytes) throws IOException {
        Path mount = Files.createDirectory(base.resolve("mnt"));
        sh(volume.mountSpec().commandLine(mount));
        try {
            sh("dd if=/dev/urandom of=" + mount.resolve("file") + " bs=1M count=" + mebibytes
                    + " conv=fsync status=none");
            assertThat(Files.size(mount.resolve("file"))).isEqualTo((long) mebibytes << 20);
        } finally {
            sh("umount " + mount);
            Files.delete(mount);
        }
    }

    @Test
    void aDiskFilledByOthers_isFull_andWhatWasReservedOnItIsSafe() throws IOException {
        giveDisk("mkfs.ext4 -q -m 0", DevicePolicy.reserved());
        Volume volume = create("v1");
        assertThat(onDisk(volume)).isTrue();
        Device before = device();
        sh("fallocate -l 900M " + disk().resolve("half"));
        waitFor("the loss to be seen", () -> device().lost().bytes() > 0);
        assertThat(state()).isEqualTo(DeviceState.ENABLED);
        assertThat(device().lost().bytes())
                .isBetween(Capacity.ofMiB(800).bytes(), Capacity.ofMiB(930).bytes());
        assertThat(device().free()).isEqualTo(before.free().minus(device().lost()));

        sh("dd if=/dev/zero of=" + disk().resolve("rest") + " bs=1M status=none || true");
        becomes(DeviceState.FULL);
        assertThat(device().reason()).contains("safe");
        assertThat(device().reserved()).isEqualTo(before.reserved());
        avoided();
        writes(volume, 90);
        assertThat(gcs.volume("v1").heal().finished()).isTrue();
        assertThat(gcs.audit().findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("full"));

        sh("rm " + disk().resolve("half") + " " + disk().resolve("rest"));
        becomes(DeviceState.ENABLED);
        assertThat(device().lost()).isEqualTo(Capacity.ZERO);
        assertThat(gcs.audit().findings()).isEmpty();
        taken();
    }

    @Test
    void aThinDisk_takesSpaceAsItIsWritten_andStopsAtItsWatermark() throws IOException {
        giveDisk("mkfs.xfs -q", DevicePolicy.thin(2, 0.5));
        assertThat(device().total().bytes()).isEqualTo(2 * device().size().bytes());
        Volume volume = create("v1");
        assertThat(onDisk(volume)).isTrue();
        assertThat(device().reserved()).isEqualTo(Capacity.ofMiB(300));
        long empty = allocated();
        assertThat(empty).isLessThan(16L << 20);
        assertThat(gcs.audit().findings()).isEmpty();
        writes(volume, 60);
        assertThat(allocated()).isBetween(empty + (50L << 20), empty + (120L << 20));

        sh("fallocate -l 1100M " + disk().resolve("others"));
        becomes(DeviceState.ABOVE_WATERMARK);
        assertThat(device().usage().orElseThrow().share()).isGreaterThan(0.5);
        avoided();
        sh("rm " + disk().resolve("others"));
        becomes(DeviceState.ENABLED);
        taken();
    }

    /** What is really allocated for the brick on the disk. */
    private long allocated() {
        try {
            Path image = disk().resolve("bricks/" + device().usedBy().get(0).id() + ".img");
            return ((Number) Files.getAttribute(image, "unix:size")).longValue() >= 0
                    ? 512 * Long.parseLong(sh("stat --format=%b " + image))
                    : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aDiskRemountedReadOnly_isSeen() {
        giveDisk("mkfs.ext4 -q -m 0", DevicePolicy.reserved());
        sh("mount -o remount,ro " + disk());
        becomes(DeviceState.READ_ONLY);
        avoided();
        sh("mount -o remount,rw " + disk());
        becomes(DeviceState.ENABLED);
        taken();
    }

    @Test
    void aDiskThatWasShrunk_isSeen() {
        giveDisk("mkfs.ext4 -q -m 0", DevicePolicy.reserved());
        unmount();
        sh("e2fsck -fy " + image() + "; resize2fs " + image() + " 1200M");
        mount();
        becomes(DeviceState.SHRUNK);
        avoided();
        unmount();
        sh("e2fsck -fy " + image() + "; resize2fs " + image() + " 2G");
        mount();
        becomes(DeviceState.ENABLED);
        taken();
    }

    @Test
    void aDiskThatIsUnmounted_orCoveredByAnother_isMissing() throws IOException {
        giveDisk("mkfs.xfs -q", DevicePolicy.reserved());
        unmount();
        becomes(DeviceState.MISSING);
        avoided();
        assertThat(disk()).isEmptyDirectory(); // nothing of ours was written where the disk is not
        mount();
        becomes(DeviceState.ENABLED);

        Path other = Files.createDirectory(base.resolve("other"));
        sh("mount --bind " + other + " " + disk());
        becomes(DeviceState.MISSING);
        avoided();
        assertThat(other).isEmptyDirectory();
        unmount();
        becomes(DeviceState.ENABLED);
        taken();
    }

    /** The kernel keeps a file system as long as something on it is attached: bricks serve on. */
    @Test
    void bricksServeOn_whenTheirDiskIsTakenOutOfSight() throws IOException {
        giveDisk("mkfs.ext4 -q -m 0", DevicePolicy.reserved());
        Volume volume = create("v1");
        assertThat(onDisk(volume)).isTrue();
        Path other = Files.createDirectory(base.resolve("other"));
        sh("mount --bind " + other + " " + disk());
        becomes(DeviceState.MISSING);
        writes(volume, 20);
        assertThat(gcs.volume("v1").get().state()).isEqualTo(VolumeState.STARTED);
        assertThat(gcs.volume("v1").heal().finished()).isTrue();
        assertThat(gcs.audit().findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("missing"));

        unmount();
        becomes(DeviceState.ENABLED);
        assertThat(gcs.audit().findings()).isEmpty();
    }

    /** An XFS that has shut itself down, as it does after an error of its disk, answers everything with an error. */
    @Test
    void aDiskThatReturnsErrors_isFailing() {
        giveDisk("mkfs.xfs -q", DevicePolicy.reserved());
        sh("xfs_io -x -c shutdown " + disk());
        becomes(DeviceState.FAILING);
        assertThat(device().reason()).contains("Input/output error");
        assertThat(gcs.audit().findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("failing"));
        avoided();
        unmount();
        mount();
        becomes(DeviceState.ENABLED);
        taken();
    }

    /** Half of the disk is not there any more: what is cached reads on, and only the small writes find it. */
    @Test
    void aDiskThatTakesNoWrites_isFoundByASmallOne() {
        giveDisk("mkfs.ext4 -q -m 0 -O ^has_journal -E lazy_itable_init=0", DevicePolicy.reserved());
        String loop = sh("findmnt -n -o SOURCE " + disk());
        sh("truncate -s 1M " + image() + " && losetup -c " + loop);
        waitFor("trouble to be seen, not " + device(), () -> state().trouble());
        System.out.println("seen: " + state() + " " + device().reason());
        assertThat(state()).isIn(DeviceState.FAILING, DeviceState.READ_ONLY);
        avoided();
        unmount();
        sh("truncate -s 2G " + image() + " && mkfs.ext4 -q -F -m 0 " + image());
        mount();
        becomes(DeviceState.MISSING); // it is well, and no longer ours: it is not taken for the one that was lost
        avoided();
        unmount();
        gcs.devices().remove("n1", disk().toString()).await();
    }

    @Test
    void aDeviceIsDisabledLabelledAndNotRemovedWhileItHasBricks() {
        giveDisk("mkfs.ext4 -q -m 0", DevicePolicy.reserved());
        assertThat(onDisk(create("v1"))).isTrue();
        assertThatThrownBy(() -> gcs.devices().remove("n1", disk().toString()))
                .isInstanceOf(InUseException.class)
                .hasMessageContaining("v1");
        assertThat(gcs.devices().disable("n1", disk().toString()).await().state())
                .isEqualTo(DeviceState.DISABLED);
        avoided();
        assertThat(gcs.devices().drainPlan("n1", disk().toString()).complete()).isTrue();
        gcs.devices()
                .edit("n1", disk().toString(), edit -> edit.label("rack", "7"))
                .await();
        gcs.close();
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        assertThat(device().labels()).containsEntry("rack", "7");
        assertThat(state()).isEqualTo(DeviceState.DISABLED);
        assertThat(gcs.devices().enable("n1", disk().toString()).await().state())
                .isEqualTo(DeviceState.ENABLED);
        taken();
    }
}
