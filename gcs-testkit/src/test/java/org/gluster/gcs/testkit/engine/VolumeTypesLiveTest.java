/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gluster.gcs.testkit.live.Shell.sh;
import static org.gluster.gcs.testkit.live.Waiting.waitFor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.host.ServingProcess;
import org.gluster.gcs.testkit.live.Leftovers;
import org.gluster.gcs.testkit.live.ProcessArguments;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type of volume on real GlusterFS: made, mounted, written, deprived of as many bricks as it can lose, written on,
 * healed, read back without others of its bricks, deleted. Six nodes on one machine, bricks of a few MiB. Needs root and a
 * temporary directory on ext4 or XFS.
 */
@Live
class VolumeTypesLiveTest {
    private static final int NODES = 6;
    private static final Capacity SIZE = Capacity.ofMiB(40);

    private static Path base = Path.of("/nowhere");
    private static EmbeddedGcs.Running gcs;
    private static boolean closed;

    private final SortedMap<String, byte[]> written = new TreeMap<>();
    private final SplittableRandom random = new SplittableRandom(4);

    @BeforeAll
    static void open() throws IOException {
        base = Files.createTempDirectory("types");
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        Files.createDirectory(base.resolve("mnt"));
        for (int node = 1; node <= NODES; node++) {
            String name = "n" + node;
            String address = "127.0.5." + node;
            Path device = Files.createDirectory(base.resolve("device-" + name));
            Files.createDirectory(base.resolve("export-" + name));
            gcs.peers().add(p -> p.name(name).address(address)).await();
            gcs.devices()
                    .add(d -> d.node(name).path(device.toString()).limit(Capacity.ofGiB(1)))
                    .await();
        }
    }

    @AfterAll
    static void close() throws IOException {
        gcs.devices()
                .list()
                .forEach(device -> gcs.devices()
                        .remove(device.node().value(), device.path())
                        .await());
        gcs.peers()
                .list()
                .forEach(peer -> gcs.peers().remove(peer.name().value()).await());
        gcs.shutdown(DataPlane.STOP);
        waitFor("everything to be gone", () -> Leftovers.of(base).isEmpty());
        for (int node = 1; node <= NODES; node++) {
            assertThat(base.resolve("device-n" + node)).isEmptyDirectory();
            assertThat(base.resolve("export-n" + node)).isEmptyDirectory();
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            if (closed) { // by a test that failed then
                reopen();
            }
            sh("umount -l " + base.resolve("mnt") + " 2>/dev/null || true");
            gcs.volumes()
                    .list()
                    .forEach(volume -> gcs.volume(volume.name().value())
                            .delete(d -> d.stopFirst().ifExists())
                            .await());
            sh("rm -rf " + base + "/export-n*/brick"); // what a failed test left of its data
        } finally {
            assertThat(gcs.audit().findings()).isEmpty();
            assertThat(Leftovers.of(base)).isEmpty();
        }
    }

    static Stream<Arguments> types() {
        return Stream.of(
                type(
                        "distributed",
                        0,
                        v -> v.redundancy(Redundancy.distributed()).subvolumes(2)),
                type("replicated:2", 1, v -> v.redundancy(Redundancy.replicated(2))),
                type("replicated:3", 1, v -> v.redundancy(Redundancy.replicated(3))),
                type(
                        "replicated:3 x 2",
                        1,
                        v -> v.redundancy(Redundancy.replicated(3)).subvolumes(2)),
                type("arbiter", 1, v -> v.redundancy(Redundancy.arbiter())),
                type("dispersed:2+1", 1, v -> v.redundancy(Redundancy.dispersed(2, 1))),
                type("dispersed:4+2", 2, v -> v.redundancy(Redundancy.dispersed(4, 2))),
                type(
                        "dispersed:2+1 x 2",
                        1,
                        v -> v.redundancy(Redundancy.dispersed(2, 1)).subvolumes(2)),
                Arguments.of("directories", 1, (Consumer<VolumeRequest.Builder>) v -> {
                    v.redundancy(Redundancy.arbiter());
                    for (int node = 1; node <= NODES; node++) {
                        v.brick("n" + node, base.resolve("export-n" + node) + "/brick");
                    }
                }));
    }

    private static Arguments type(String name, int kills, Consumer<VolumeRequest.Builder> wishes) {
        Consumer<VolumeRequest.Builder> whole =
                v -> wishes.accept(v.capacity(SIZE).smallBricks(SmallBricks.SMALL));
        return Arguments.of(name, kills, whole);
    }

    /** {@code kills} of each set: two copies can lose one while clients go on, at the risk of a split brain. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void aVolumeServes_withoutTheBricksItCanLose(String type, int kills, Consumer<VolumeRequest.Builder> wishes)
            throws IOException {
        Volume volume = gcs.volumes()
                .create(v -> {
                    v.name("v1").start(true);
                    wishes.accept(v);
                })
                .await();
        assertThat(volume.state()).isEqualTo(VolumeState.STARTED);
        assertThat(gcs.audit().findings()).isEmpty();
        Path mount = base.resolve("mnt");
        sh(volume.mountSpec().commandLine(mount));
        assertThat(Files.getFileStore(mount).getUsableSpace())
                .isGreaterThanOrEqualTo(volume.capacity().bytes());
        write(mount, "before", 12);

        List<Long> killed = kill(volume, 0, kills);
        write(mount, "during", 24);
        write(mount, "before", 6); // over what is there
        sh("chmod 1770 " + mount); // heal copies what is on a brick's root, but not whose brick it is
        Files.delete(mount.resolve("before-11"));
        written.remove("before-11");
        waitFor("all bricks to be served again", () -> online(killed));
        waitFor("heal to finish", () -> gcs.volume("v1").heal().finished());
        // a client tries again only every three seconds: without this it may know none of the bricks that are left
        // below
        waitFor(
                "the client to be connected to all bricks",
                () -> connections(mount) >= volume.bricks().size());
        readBack(mount);

        closed = true; // or the bricks that are killed now would be started again
        gcs.close();
        kill(volume, kills, 2 * kills);
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos()); // longer than clients cache
        readBack(mount);
        reopen();

        sh("umount " + mount);
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        gcs.volume("v1").delete().await();
        dataStaysInDirectories(volume);
        assertThat(gcs.volumes().list()).isEmpty();
    }

    private static void reopen() {
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        closed = false;
    }

    private void write(Path mount, String name, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            byte[] content = new byte[1 + random.nextInt(60_000)];
            random.nextBytes(content);
            Files.write(mount.resolve(name + "-" + i), content);
            written.put(name + "-" + i, content);
        }
    }

    private void readBack(Path mount) throws IOException {
        try (Stream<Path> files = Files.list(mount)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(written.keySet());
        }
        for (Map.Entry<String, byte[]> file : written.entrySet()) {
            assertThat(Files.readAllBytes(mount.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    /** Bricks that were given keep what clients stored, without any mark; whoever wants the place back empties it. */
    private void dataStaysInDirectories(Volume volume) throws IOException {
        for (Brick brick : volume.bricks()) {
            Path path = Path.of(brick.path());
            if (brick.device().isPresent()) {
                assertThat(path).doesNotExist();
                continue;
            }
            assertThat(sh("getfattr -d -m - --absolute-names " + path)).isBlank();
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (brick.role() == BrickRole.DATA && volume.redundancy().dataBricks() == 1) {
                        assertThat(Files.readAllBytes(file)).as(name).isEqualTo(written.get(name));
                    }
                    Files.delete(file);
                }
            }
            Files.delete(path);
        }
    }

    /** Kills bricks of each set, by their place in it; answers the pids. */
    private static List<Long> kill(Volume volume, int from, int to) {
        List<Long> killed = new ArrayList<>();
        int set = volume.redundancy().bricksPerSubvolume();
        for (Brick brick : volume.bricks()) {
            int place = brick.index() % set;
            if (place >= from && place < to) {
                long pid = process(brick);
                assertThat(pid).isPositive(); // to kill 0 is to kill ourselves
                sh("kill -9 " + pid);
                killed.add(pid);
            }
        }
        return killed;
    }

    private static boolean online(List<Long> killed) {
        return gcs.volume("v1").get().bricks().stream()
                .allMatch(brick ->
                        brick.state() == BrickState.ONLINE && process(brick) != 0 && !killed.contains(process(brick)));
    }

    private static long process(Brick brick) {
        return ServingProcess.of(Path.of(brick.path()));
    }

    /** How many bricks the client of a mount is connected to: by TCP, each at another address or port. */
    private static long connections(Path mount) {
        long client = ProcessArguments.find(arguments -> arguments.endsWith("\0" + mount + "\0"))
                .orElseThrow(() -> new AssertionError("no client serves " + mount));
        String established = " 01 ";
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(client), "fd"))) {
            Set<String> sockets = new HashSet<>();
            for (Path descriptor : descriptors.toList()) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    sockets.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
            return Files.readAllLines(Path.of("/proc", Long.toString(client), "net", "tcp")).stream()
                    .filter(line -> line.contains(established))
                    .map(line -> line.strip().split(" +"))
                    .filter(fields -> fields.length > 9 && sockets.contains(fields[9]))
                    .map(fields -> fields[2])
                    .filter(remote -> !remote.endsWith(":5DC7")) // 24007, from where volfiles come
                    .distinct()
                    .count();
        } catch (IOException between) {
            return 0; // it was just opening or closing one
        }
    }
}
