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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.testkit.host.ServingProcess;
import org.gluster.gcs.testkit.live.MountedWriter;
import org.gluster.gcs.testkit.live.StateDump;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Options of a volume that is mounted and written to: what the client's graph, the bricks and the self-heal daemons make of
 * them is seen with their own means, and the writer never meets an error.
 */
@Live
class OptionsLiveTest {
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final Duration LONG = Duration.ofMinutes(3);

    private Path base;
    private Path mount;
    private EmbeddedGcs.Running gcs;
    private final MountedWriter writer = new MountedWriter();

    @BeforeEach
    void aMountedVolumeThatIsWrittenTo() throws IOException {
        base = Files.createTempDirectory("opt");
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();
        for (String node : NODES) {
            Path device = Files.createDirectory(base.resolve("device-" + node));
            gcs.peers()
                    .add(p -> p.name(node).address("127.0.6." + node.substring(1)))
                    .await();
            gcs.devices()
                    .add(d -> d.node(node).path(device.toString()).limit(Capacity.ofGiB(1)))
                    .await();
        }
        Volume volume = gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofMiB(320)).start(true))
                .await();
        mount = Files.createDirectory(base.resolve("mnt"));
        sh(volume.mountSpec().commandLine(mount));
        writer.writeTo(mount);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        writer.stop();
        sh("umount " + mount);
        gcs.volume("v1").delete(d -> d.stopFirst()).await(LONG);
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
    void clientBrickAndSelfHealDaemonTakeOptions_andGiveThemBack() throws IOException {
        VolumeHandle volume = gcs.volume("v1");
        SortedSet<String> graph = clientGraph();
        assertThat(graph).contains("v1-write-behind");
        waitFor("the self-heal daemon to have the new volume", () -> healed("n1"));
        String attached = selfHeals("n1");
        long brick = brickProcess(0);
        assertThat(StateDump.of(brick)).contains("maximum_threads_count=16");
        String timeout = clientOption("v1-client-0", "ping-timeout");
        assertThat(timeout).isEqualTo("42");

        assertThatThrownBy(() -> volume.setOptions(
                        Map.of("performance.write-behind", "off", "performance.io-thread-count", "1000")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("performance.io-thread-count");
        assertThat(volume.get().options()).isEmpty();
        assertThat(clientGraph()).isEqualTo(graph);

        long from = System.nanoTime();
        volume.setOptions(Map.of(
                        "performance.write-behind", "off",
                        "network.ping-timeout", "30",
                        "performance.io-thread-count", "24",
                        "cluster.shd-max-threads", "4"))
                .await(LONG);
        System.out.println("options of a volume of 3 bricks changed in " + (System.nanoTime() - from) / 1_000_000
                + " ms, the commit and all reports included");

        waitFor("the client to switch its graph", () -> clientGraphIs(now -> !now.contains("v1-write-behind")));
        assertThat(clientOption("v1-client-0", "ping-timeout")).isEqualTo("30");
        assertThat(StateDump.of(brick)).contains("maximum_threads_count=24");
        assertThat(brickProcess(0)).isEqualTo(brick);
        assertThat(selfHeals("n1")).isNotEqualTo(attached);
        assertThat(selfHealLog("n1")).anyMatch(line -> line.contains("option shd-max-threads using set value 4"));

        volume.resetAllOptions().await(LONG);

        waitFor("the client to have its graph back", () -> clientGraphIs(now -> now.equals(graph)));
        assertThat(clientOption("v1-client-0", "ping-timeout")).isEqualTo("42");
        assertThat(StateDump.of(brick)).contains("maximum_threads_count=16");
        assertThat(selfHeals("n1")).isEqualTo(attached);
        writer.goesOn();
    }

    /** The engine is closed in the middle: the next one goes on, and bricks that were told nothing fetch by themselves. */
    @Test
    void aChangeThatWasInterruptedGoesOn_inTheNextEngine() throws IOException {
        Operation<Volume> change = gcs.volume("v1").setOptions(Map.of("performance.io-thread-count", "24"));
        gcs.close();
        gcs = EmbeddedGcs.builder().dataDirectory(base.resolve("data")).build();

        gcs.operations().get(change.id()).await(LONG);

        for (int brick = 0; brick < 3; brick++) {
            assertThat(StateDump.of(brickProcess(brick))).contains("maximum_threads_count=24");
        }
        assertThat(gcs.operations().get(change.id()).state()).isEqualTo(OperationState.SUCCEEDED);
        writer.goesOn();
    }

    @Test
    void bricksAreRestartedOneNodeAfterTheOther_andTheWriterNoticesNothing() throws IOException {
        VolumeHandle volume = gcs.volume("v1");
        List<Long> before = List.of(brickProcess(0), brickProcess(1), brickProcess(2));
        assertThatThrownBy(() -> volume.setOptions(Map.of("transport.listen-backlog", "2048")))
                .isInstanceOf(WrongStateException.class);

        long from = System.nanoTime();
        volume.changeOptions(change -> change.set("transport.listen-backlog", "2048")
                        .set("debug.trace", "posix")
                        .allowBrickRestart())
                .await(LONG);
        System.out.println(
                "bricks of 3 nodes restarted one after the other in " + (System.nanoTime() - from) / 1_000_000 + " ms");

        assertThat(List.of(brickProcess(0), brickProcess(1), brickProcess(2))).doesNotContainAnyElementsOf(before);
        for (String node : NODES) {
            assertThat(brickVolfile(node)).contains("type debug/trace");
            assertThat(processLog(node)).anyMatch(line -> line.contains("option transport.listen-backlog 2048"));
        }
        waitFor("heal to finish", () -> gcs.volume("v1").heal().finished());
        assertThat(gcs.audit().findings()).isEmpty();
        writer.goesOn();
    }

    /** The translators of the graph that the mount uses now. */
    private SortedSet<String> clientGraph() {
        try (Stream<Path> translators = Files.list(mount.resolve(".meta/graphs/active"))) {
            return new TreeSet<>(translators
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("top"))
                    .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** While a client switches, the graph that was active when it was looked up may be gone when its files are listed. */
    private boolean clientGraphIs(Predicate<Set<String>> expected) {
        try {
            return expected.test(clientGraph());
        } catch (UncheckedIOException switching) {
            return false;
        }
    }

    private String clientOption(String translator, String option) throws IOException {
        Path file = mount.resolve(".meta/graphs/active")
                .resolve(translator)
                .resolve("options")
                .resolve(option);
        return Files.exists(file) ? Files.readString(file).strip() : "42";
    }

    private boolean healed(String node) {
        try {
            return selfHeals(node).contains("\nv1 ") && !selfHeals(node).contains(" -");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What the self-heal daemon of a node was given. */
    private String selfHeals(String node) throws IOException {
        String state = Files.readString(base.resolve("data/nodes/" + node + "/run/self-heal.state"));
        return state.substring(state.indexOf('\n'));
    }

    private List<String> selfHealLog(String node) throws IOException {
        return Files.readAllLines(base.resolve("data/nodes/" + node + "/log/self-heal.log"));
    }

    private List<String> processLog(String node) throws IOException {
        return Files.readAllLines(only(base.resolve("data/nodes/" + node + "/log"), "shared-"));
    }

    /** With which the brick of a node was attached to its process. */
    private String brickVolfile(String node) throws IOException {
        return Files.readString(only(base.resolve("data/nodes/" + node + "/run"), "v1."));
    }

    private static Path only(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private long brickProcess(int index) {
        long pid = ServingProcess.of(
                Path.of(gcs.volume("v1").get().bricks().get(index).path()));
        assertThat(pid).isPositive();
        return pid;
    }
}
