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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.host.ServingProcess;
import org.gluster.gcs.testkit.live.MountedWriter;
import org.gluster.gcs.testkit.live.StateDump;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Volumes whose bricks share processes, three to a process at most, while one of the volumes is written to: the writer must
 * not meet an error, whatever its neighbours do.
 */
@Live
class MultiplexingLiveTest {
    private static final String RESERVE_THREAD = "glfs_posixctxre";
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int MOST = 3;

    private Path base;
    private EmbeddedGcs.Running gcs;
    private int most = MOST;
    private final List<Path> mounts = new ArrayList<>();
    private final MountedWriter writer = new MountedWriter();

    @BeforeEach
    void aCluster() throws IOException {
        base = Files.createTempDirectory("mux");
        open();
        for (String node : NODES) {
            Path device = Files.createDirectory(base.resolve("device-" + node));
            gcs.peers()
                    .add(p -> p.name(node).address("127.0.8." + node.substring(1)))
                    .await();
            gcs.devices()
                    .add(d -> d.node(node)
                            .path(device.toString())
                            .limit(Capacity.ofGiB(1))
                            .policy(DevicePolicy.thin(20, 0.99)))
                    .await();
        }
    }

    private void open() {
        gcs = EmbeddedGcs.builder()
                .dataDirectory(base.resolve("data"))
                .bricksPerProcess(most)
                .build();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        writer.stop();
        mounts.forEach(mount -> sh("umount " + mount));
        gcs.volumes()
                .list()
                .forEach(volume -> gcs.volume(volume.name().value())
                        .delete(d -> d.stopFirst().ifExists())
                        .await(LONG));
        assertThat(processes()).isEmpty();
        gcs.devices()
                .list()
                .forEach(device -> gcs.devices()
                        .remove(device.node().value(), device.path())
                        .await());
        gcs.peers()
                .list()
                .forEach(peer -> gcs.peers().remove(peer.name().value()).await());
        gcs.shutdown(DataPlane.STOP);
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        writer.metNoError();
    }

    @Test
    void bricksShareProcesses_andComeAndGoUnderTheWriterOfANeighbour() throws IOException {
        Volume v1 = create("v1");
        writer.writeTo(mount(v1));
        List<Long> first = pids("v1");
        create("v2");
        create("v3");
        assertThat(pids("v2")).isEqualTo(first);
        assertThat(pids("v3")).isEqualTo(first);
        writer.goesOn();

        create("v4"); // the fourth brick of each node
        assertThat(pids("v4")).doesNotContainAnyElementsOf(first);
        assertThat(processes()).hasSize(6);

        delete("v2");
        writer.goesOn();
        create("v5"); // takes the place that is free
        assertThat(pids("v5")).isEqualTo(first);
        delete("v4");
        waitFor("the second processes to end", () -> processes().size() == 3);
        gcs.volume("v3").stop().await(LONG);
        gcs.volume("v3").start().await(LONG);
        assertThat(pids("v3")).isEqualTo(first);
        assertThat(pids("v1")).isEqualTo(first);
        writer.goesOn();
        assertThat(gcs.audit().findings()).isEmpty();
    }

    /** A process of bricks goes on knowing those that were detached from it, by their paths. */
    @Test
    void namesThatComeBack_serveClientsLikeNewOnes_thoughTheirVolumesComeAndGoAtOnce() throws IOException {
        create("keeper"); // so that the processes stay
        List<String> names = List.of("again-1", "again-2");
        TreeSet<String> paths = new TreeSet<>();
        for (int round = 0; round < 4; round++) {
            atOnce(names, this::create);
            for (String name : names) {
                Volume volume = gcs.volume(name).get();
                volume.bricks()
                        .forEach(brick -> assertThat(paths.add(brick.path()))
                                .as(brick.path())
                                .isTrue());
                Path mount = mount(volume);
                Files.writeString(mount.resolve("file"), name);
                assertThat(mount.resolve("file")).hasContent(name);
                assertThat(gcs.volume(name).get().bricks())
                        .allSatisfy(brick ->
                                assertThat(Path.of(brick.path(), "file")).hasContent(name));
                sh("umount " + mount);
                Files.delete(mount);
                mounts.remove(mount);
            }
            if (round == 1) {
                gcs.shutdown(DataPlane.KEEP);
                open();
            }
            atOnce(names, this::delete);
        }
        assertThat(processes()).hasSize(3);
        assertThat(gcs.audit().findings()).isEmpty();
    }

    /**
     * GlusterFS counts bricks with a reserve twice when they leave a process, and waits for ever for its own thread when the
     * count passes zero in the wrong moment; the brick keeps its file system busy then.
     */
    @Test
    void bricksThatShare_haveNoReserve_andThoseOfAVolumeThatWantsOneDoNotShare() throws IOException {
        create("v1");
        create("v2");
        List<Long> shared = pids("v1");
        delete("v2");
        for (long pid : shared) {
            assertThat(threadNames(pid)).contains("glfs_posixhc").doesNotContain(RESERVE_THREAD);
        }

        gcs.volumes()
                .create(v -> v.name("v3")
                        .capacity(Capacity.ofMiB(320))
                        .option("storage.reserve", "10%")
                        .start(true))
                .await(LONG);
        assertThat(pids("v3")).doesNotContainAnyElementsOf(shared);
        for (long pid : pids("v3")) {
            assertThat(threadNames(pid)).contains(RESERVE_THREAD);
        }
    }

    private static SortedSet<String> threadNames(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(MultiplexingLiveTest::threadName).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Nothing of one that has ended meanwhile. */
    private static String threadName(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private static void atOnce(List<String> names, Consumer<String> action) {
        CompletableFuture.allOf(names.stream()
                        .map(name ->
                                CompletableFuture.runAsync(() -> action.accept(name), task -> new Thread(task).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    void aProcessThatIsKilledUnderWriters_bringsBackAllItsBricks_andTheyHeal() throws Exception {
        Volume v1 = create("v1");
        Volume v2 = create("v2");
        create("v3");
        Path second = mount(v2);
        writer.writeTo(mount(v1));
        long victim = pids("v1").get(0);
        assertThat(pids("v2").get(0)).isEqualTo(victim);

        sh("kill -9 " + victim);
        for (int i = 0; i < 50; i++) {
            Files.writeString(second.resolve("during-" + i), "x".repeat(1000 + i));
        }
        waitFor("all bricks to be back in one process", () -> {
            TreeSet<Long> serving = new TreeSet<>();
            List.of("v1", "v2", "v3").forEach(volume -> serving.add(pids(volume).get(0)));
            return serving.size() == 1 && serving.first() > 0 && serving.first() != victim;
        });
        for (String volume : List.of("v1", "v2", "v3")) {
            waitFor(
                    "every brick to be online",
                    () -> gcs.volume(volume).get().bricks().stream()
                            .allMatch(brick -> brick.state() == BrickState.ONLINE));
        }
        writer.goesOn();
        writer.stop();
        waitFor(
                "heal to finish",
                () -> gcs.volume("v1").heal().finished()
                        && gcs.volume("v2").heal().finished());
        assertThat(Path.of(v2.bricks().get(0).path(), "during-49")).hasContent("x".repeat(1049));
        waitFor("the audit to be clean", () -> gcs.audit().findings().isEmpty());
    }

    @Test
    void anotherJvmAdoptsTheProcessesWithAllTheirBricks() throws IOException {
        Volume v1 = create("v1");
        create("v2");
        create("v3");
        create("v4");
        writer.writeTo(mount(v1));
        List<List<Long>> before = List.of(pids("v1"), pids("v2"), pids("v3"), pids("v4"));

        gcs.close();
        long from = System.nanoTime();
        open();
        System.out.println("a control plane with 12 bricks in 6 processes opened in "
                + (System.nanoTime() - from) / 1_000_000 + " ms");

        waitFor("the audit to be clean", () -> gcs.audit().findings().isEmpty());
        assertThat(List.of(pids("v1"), pids("v2"), pids("v3"), pids("v4"))).isEqualTo(before);
        writer.goesOn();
        gcs.volume("v2")
                .setOptions(java.util.Map.of("performance.io-thread-count", "24"))
                .await(LONG);
        assertThat(threads("v2", before.get(1).get(0))).isEqualTo(24);
        delete("v2");
        create("v5");
        assertThat(pids("v5")).isEqualTo(before.get(0));
        writer.goesOn();
    }

    @Test
    void optionsReachTheBricksOfTheirVolumeAlone_andWhatIsReadAtTheStartOnlyIsTakenByAttachingAnew()
            throws IOException {
        Volume v1 = create("v1");
        create("v2");
        writer.writeTo(mount(v1));
        List<Long> shared = pids("v2");
        gcs.volume("v2")
                .setOptions(java.util.Map.of("performance.io-thread-count", "24"))
                .await(LONG);
        assertThat(threads("v2", shared.get(0))).isEqualTo(24);
        assertThat(threads("v1", shared.get(0))).isEqualTo(16);

        assertThat(attaches("v2")).isEqualTo(1);
        gcs.volume("v2")
                .changeOptions(change ->
                        change.set("diagnostics.stats-dnscache-ttl-sec", "600").allowBrickRestart())
                .await(LONG);
        assertThat(pids("v2")).isEqualTo(shared);
        assertThat(attaches("v2")).isEqualTo(2);
        assertThat(attaches("v1")).isEqualTo(1);
        writer.goesOn();

        gcs.volume("v2")
                .changeOptions(
                        change -> change.set("cluster.brick-multiplex", "off").allowBrickRestart())
                .await(LONG);
        // GlusterFS answers that a brick is detached, and closes its files a while later
        waitFor("the shared processes to let go of the bricks", () -> Collections.disjoint(pids("v2"), shared));
        assertThat(pids("v1")).isEqualTo(shared);
        for (long pid : pids("v2")) {
            assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).contains("bricks/own-");
        }
        create("v3");
        assertThat(pids("v3")).isEqualTo(shared);
        writer.goesOn();
        assertThat(gcs.audit().findings()).isEmpty();
    }

    /** Printed, not asserted: what a brick costs. */
    @Test
    void whatABrickCosts() throws IOException {
        gcs.close();
        most = 100;
        open();
        create("v1");
        long pid = pids("v1").get(0);
        long empty = resident(pid);
        int more = 8;
        long from = System.nanoTime();
        for (int i = 2; i <= 1 + more; i++) {
            create("v" + i);
        }
        long each = (System.nanoTime() - from) / 1_000_000 / more;
        assertThat(pids("v" + (1 + more)).get(0)).isEqualTo(pid);
        Path healed = base.resolve("data/nodes/n1/run/self-heal.state");
        waitFor("self-heal to be connected", () -> healed(healed, 1 + more));
        System.out.println("one brick process: " + empty + " kB with 1 brick, " + resident(pid) + " kB with "
                + (1 + more) + " bricks and self-heal connected: " + (resident(pid) - empty) / more
                + " kB a brick; create and start of a volume of three bricks " + each + " ms");
    }

    private static boolean healed(Path state, int volumes) {
        try {
            List<String> lines = Files.readAllLines(state); // a header, and a line for each
            return lines.size() == 1 + volumes && lines.stream().noneMatch(line -> line.endsWith(" -"));
        } catch (IOException notYet) {
            return false;
        }
    }

    private Volume create(String name) {
        return gcs.volumes()
                .create(v -> v.name(name)
                        .capacity(Capacity.ofMiB(320))
                        .redundancy(Redundancy.replicated(3))
                        .start(true))
                .await(LONG);
    }

    private void delete(String name) {
        gcs.volume(name).delete(d -> d.stopFirst()).await(LONG);
    }

    private Path mount(Volume volume) throws IOException {
        Path mount = Files.createDirectory(base.resolve("mnt-" + volume.name().value()));
        sh(volume.mountSpec().commandLine(mount));
        mounts.add(mount);
        return mount;
    }

    /** The processes of a volume's bricks. */
    private List<Long> pids(String volume) {
        return gcs.volume(volume).get().bricks().stream()
                .map(brick -> ServingProcess.of(Path.of(brick.path())))
                .toList();
    }

    /** The brick processes of this test. */
    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    try {
                        String line = Files.readString(
                                Path.of("/proc/" + pid + "/cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
                        return line.substring(0, Math.max(0, line.indexOf('\0')))
                                        .endsWith("glusterfsd")
                                && line.contains(base.toString());
                    } catch (IOException gone) {
                        return false;
                    }
                })
                .toList();
    }

    /** How many threads a brick may have, as its process tells in a dump of its state. */
    private static int threads(String volume, long pid) throws IOException {
        String text = StateDump.of(pid);
        int section = text.indexOf("." + volume + "-io-threads]");
        int at = text.indexOf("maximum_threads_count=", section);
        assertThat(section).isPositive();
        return Integer.parseInt(text.substring(at + "maximum_threads_count=".length(), text.indexOf('\n', at)));
    }

    /** How often the first node's process was given the brick of a volume, as its log says. */
    private long attaches(String volume) throws IOException {
        long count = 0;
        try (Stream<Path> logs = Files.list(base.resolve("data/nodes/n1/log"))) {
            for (Path log : logs.filter(file -> file.getFileName().toString().startsWith("shared-"))
                    .toList()) {
                count += Files.readAllLines(log).stream()
                        .filter(line -> line.contains("got attach for") && line.contains("/" + volume + "."))
                        .count();
            }
        }
        return count;
    }

    private static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
