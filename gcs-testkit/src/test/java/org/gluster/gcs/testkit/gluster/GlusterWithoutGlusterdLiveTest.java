/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gluster.gcs.testkit.live.Waiting.waitFor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.gluster.rpc.GlusterDict;
import org.gluster.gcs.gluster.rpc.HandshakeProgram;
import org.gluster.gcs.gluster.rpc.PortRegistry;
import org.gluster.gcs.gluster.rpc.PortmapProgram;
import org.gluster.gcs.gluster.rpc.RecordMark;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcServer;
import org.gluster.gcs.gluster.rpc.Subscriptions;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.rpc.VolfileSource;
import org.gluster.gcs.gluster.volfile.Graph;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Brick;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Credentials;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Subvolume;
import org.gluster.gcs.testkit.live.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Real bricks, mounts and self-heal daemons, three nodes on three loopback addresses, served by our volfiles and RPC. */
@EnabledIf("possible")
class GlusterWithoutGlusterdLiveTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int FIRST_PORT = 49_352;
    private static final List<Integer> NODES = List.of(1, 2, 3);

    private final Map<String, VolumeSpec> volumes = new ConcurrentHashMap<>();
    private final List<Path> mounts = new ArrayList<>();
    private final Map<Integer, Node> nodes = new ConcurrentHashMap<>();
    private Path root;

    GlusterWithoutGlusterdLiveTest() throws IOException {
        root = Files.createTempDirectory("live");
    }

    static boolean possible() {
        return !"off".equals(System.getProperty("gcs.live"))
                && "root".equals(System.getProperty("user.name"))
                && Files.exists(Path.of("/dev/fuse"))
                && Stream.of(
                                "/usr/sbin/glusterfsd",
                                "/usr/sbin/glusterfs",
                                "/sbin/mount.glusterfs",
                                "/usr/bin/setfattr")
                        .allMatch(program -> Files.isExecutable(Path.of(program)));
    }

    /** One node: its server, and what it knows. */
    private final class Node {
        final int number;
        final Path directory;
        final Subscriptions subscriptions = new Subscriptions();
        final PortRegistry registry = new PortRegistry();
        private RpcServer server;

        Node(int number) throws IOException {
            this.number = number;
            this.directory = Files.createDirectory(
                    root.resolve("n" + number),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            this.server = open();
        }

        RpcServer open() {
            return RpcServer.builder("n" + number)
                    .program(new HandshakeProgram(source(), subscriptions))
                    .program(new PortmapProgram(registry))
                    .listen(new InetSocketAddress(address(number), 24_007))
                    .listen(socket())
                    .open();
        }

        void restart() {
            server.close();
            server = open();
        }

        Path socket() {
            return directory.resolve("m.sock");
        }

        Path file(String name) {
            return directory.resolve(name);
        }

        VolfileSource source() {
            return (text, local) -> VolfileKey.parse(text).flatMap(key -> {
                VolumeSpec volume = volumes.get(key.volume());
                if (volume == null) {
                    return Optional.empty();
                }
                return Optional.of(
                        switch (key.kind()) {
                            case CLIENT ->
                                local
                                        ? volfile(VolumeGraphs.trustedClient(volume))
                                                .localOnly()
                                        : volfile(VolumeGraphs.client(volume));
                            case SELF_HEAL ->
                                volfile(VolumeGraphs.selfHeal(volume))
                                        .localOnly()
                                        .pidfile(file("shd.pid"));
                            case BRICK ->
                                volfile(VolumeGraphs.brick(volume, Integer.parseInt(key.brick())))
                                        .localOnly();
                        });
            });
        }
    }

    @BeforeEach
    void startNodes() throws IOException {
        for (int number : NODES) {
            nodes.put(number, new Node(number));
        }
    }

    @AfterEach
    void cleanUp() throws IOException {
        for (Path mount : mounts) {
            Shell.run("umount", "-l", mount.toString());
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path pidfile :
                    files.filter(file -> file.toString().endsWith(".pid")).toList()) {
                processOf(pidfile)
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(root.toString()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        NODES.forEach(number -> node(number).server.close());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void volumesLiveAndHealWithoutGlusterd() throws Exception {
        volumes.put("open", volume("open", 0, VolumeSpec.ANYONE));
        volumes.put("closed", volume("closed", 1, List.of()));
        for (String volume : List.of("open", "closed")) {
            for (int number : NODES) {
                prepareBrick(volume, number);
                startBrick(volume, number);
            }
        }
        assertThat(Shell.run(brickCommand("nope", 1)).status())
                .as("an unknown volfile")
                .isEqualTo(2);

        // A mount by stock means; one that needs credentials gets them over the Unix socket only.
        Path open = mountPoint("open");
        assertThat(Shell.run("mount", "-t", "glusterfs", address(1) + ":/open", open.toString())
                        .status())
                .isZero();
        Path closed = mountPoint("closed");
        // Its status may be 0 all the same.
        Shell.run("mount", "-t", "glusterfs", address(1) + ":/closed", closed.toString());
        waitFor("the brick has refused a client without credentials", () -> !isMounted(closed));
        assertThat(Shell.run(
                                "glusterfs",
                                "-s",
                                node(1).socket().toString(),
                                "--volfile-server-transport",
                                "unix",
                                "--volfile-id",
                                "closed",
                                "-l",
                                node(1).file("mount.log").toString(),
                                closed.toString())
                        .status())
                .isZero();
        write(open.resolve("before"), "1");
        write(closed.resolve("before"), "2");
        assertThat(Files.readString(open.resolve("before"))).isEqualTo("1");

        // One self-heal daemon a node, given the second volume at run time; again is fine.
        for (int number : NODES) {
            Node node = node(number);
            assertThat(Shell.run(selfHealCommand(node, "open")).status()).isZero();
            String second = VolumeGraphs.selfHeal(volume("closed")).text();
            Bytes attach = BrickOps.serviceAttach("shd/closed", second, node.file("shd.pid"));
            assertThat(ask(node.file("shd.sock"), attach).isOk()).isTrue();
            assertThat(ask(node.file("shd.sock"), attach).isOk()).isTrue();
            waitFor(
                    "the daemon is connected to the second volume",
                    () -> waiting(node, "closed").keys().size() == 3);
            assertThat(waiting(node, "absent").keys()).isEmpty();
        }

        // A killed brick disappears from the port map, misses writes, returns on its port and is healed.
        for (String volume : List.of("open", "closed")) {
            processOf(node(2).file(volume + ".pid")).orElseThrow().destroyForcibly();
            waitFor(
                    "the killed brick is forgotten",
                    () -> node(2).registry.find(path(volume, 2)).isEmpty());
        }
        write(open.resolve("missed"), "3");
        write(closed.resolve("missed"), "4");
        assertThat(Path.of(path("open", 2), "missed")).doesNotExist();
        startBrick("open", 2);
        startBrick("closed", 2);
        waitFor("both volumes are healed", () -> healed("open", "3") && healed("closed", "4"));

        // A manager that went away and came back is found again by all, and its callbacks are heard.
        node(1).restart();
        waitFor(
                "bricks, mount and self-heal daemon are back",
                () -> node(1).registry.find(path("open", 1)).isPresent()
                        && node(1).registry.find(path("closed", 1)).isPresent()
                        && node(1).subscriptions.count("open") == 1
                        && node(1).subscriptions.count("shd/open") == 1
                        && node(1).subscriptions.count("shd/closed") == 1);
        write(open.resolve("after"), "5");
        volumes.put("closed", volume("closed", 1, VolumeSpec.ANYONE));
        for (int number : NODES) {
            assertThat(node(number).subscriptions.notify("closed." + (number - 1)))
                    .isOne();
        }
        Path opened = mountPoint("opened");
        waitFor(
                "the wider access list is in force",
                () -> Shell.run("mount", "-t", "glusterfs", address(1) + ":/closed", opened.toString())
                                        .status()
                                == 0
                        && Files.exists(opened.resolve("missed")));
        assertThat(Files.readString(opened.resolve("missed"))).isEqualTo("4");

        // Told to stop, a brick signs out and ends.
        ProcessHandle brick = processOf(node(3).file("open.pid")).orElseThrow();
        assertThat(ask(node(3).file("open.sock"), BrickOps.terminate(path("open", 3)))
                        .isOk())
                .isTrue();
        waitFor(
                "the stopped brick has signed out",
                () -> node(3).registry.find(path("open", 3)).isEmpty());
        brick.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(ask(node(1).file("shd.sock"), BrickOps.serviceDetach("shd/closed", node(1).file("shd.pid")))
                        .isOk())
                .isTrue();
        waitFor(
                "the volume is detached",
                () -> waiting(node(1), "closed").keys().isEmpty());
        assertThat(waiting(node(1), "open").keys()).isNotEmpty();
    }

    private boolean healed(String volume, String content) {
        NODES.forEach(number -> ask(
                node(number).file("shd.sock"), BrickOps.heal(BrickOps.Heal.INDEX, List.of(volume + "-replicate-0"))));
        Path missed = Path.of(path(volume, 2), "missed");
        try {
            return Files.exists(missed)
                    && Files.readString(missed).equals(content)
                    && NODES.stream().allMatch(number -> nothingPending(number, volume));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean nothingPending(int number, String volume) {
        GlusterDict counts = waiting(node(number), volume);
        return counts.keys().size() == 3
                && counts.keys().stream().allMatch(key -> counts.number(key).orElse(-1) == 0);
    }

    private static GlusterDict waiting(Node node, String volume) {
        return ask(node.file("shd.sock"), BrickOps.heal(BrickOps.Heal.COUNTS, List.of(volume + "-replicate-0")))
                .dict();
    }

    private void prepareBrick(String volume, int number) throws IOException {
        Path brick = Path.of(path(volume, number));
        Files.createDirectories(brick.resolve(".glusterfs"));
        String id = volume(volume).id().toString().replace("-", "");
        assertThat(Shell.run("setfattr", "-n", "trusted.glusterfs.volume-id", "-v", "0x" + id, brick.toString())
                        .status())
                .isZero();
    }

    /** Its start returns when it is registered. */
    private void startBrick(String volume, int number) throws IOException {
        assertThat(Shell.run(brickCommand(volume, number)).status()).isZero();
        PortRegistry.Entry entry =
                node(number).registry.find(path(volume, number)).orElseThrow();
        assertThat(entry.signedIn()).isTrue();
        assertThat(entry.port())
                .isEqualTo(volume(volume).bricks().get(number - 1).port());
        assertThat(processOf(node(number).file(volume + ".pid")).orElseThrow().pid())
                .isEqualTo(entry.pid());
    }

    private String[] brickCommand(String volume, int number) {
        Node node = node(number);
        return new String[] {
            "glusterfsd",
            "-s",
            node.socket().toString(),
            "--volfile-server-transport",
            "unix",
            "--volfile-id",
            VolfileKey.brick(volume, String.valueOf(number - 1)).toString(),
            "-p",
            node.file(volume + ".pid").toString(),
            "-S",
            node.file(volume + ".sock").toString(),
            "--brick-name",
            path(volume, number),
            "-l",
            node.file(volume + ".log").toString(),
            "--process-name",
            "brick",
            "--xlator-option",
            "*-posix.glusterd-uuid=" + new UUID(0, number)
        };
    }

    private static String[] selfHealCommand(Node node, String volume) {
        return new String[] {
            "glusterfs",
            "-s",
            node.socket().toString(),
            "--volfile-server-transport",
            "unix",
            "--volfile-id",
            VolfileKey.selfHeal(volume).toString(),
            "-p",
            node.file("shd.pid").toString(),
            "-S",
            node.file("shd.sock").toString(),
            "-l",
            node.file("shd.log").toString(),
            "--process-name",
            "glustershd",
            "--client-pid=-6",
            "--xlator-option",
            "*replicate*.node-uuid=" + new UUID(0, node.number)
        };
    }

    private VolumeSpec volume(String name, int offset, List<String> access) {
        List<Brick> bricks = IntStream.range(0, 3)
                .mapToObj(index -> new Brick(
                        index, path(name, index + 1), address(index + 1), address(index + 1), FIRST_PORT + offset))
                .toList();
        return VolumeSpec.of(
                name,
                new UUID(7, offset),
                List.of(Subvolume.replicate(bricks)),
                new Credentials("user-" + name, "password-" + name),
                access);
    }

    private VolumeSpec volume(String name) {
        return Objects.requireNonNull(volumes.get(name), name);
    }

    private Node node(int number) {
        return Objects.requireNonNull(nodes.get(number));
    }

    private String path(String volume, int number) {
        return root.resolve("n" + number).resolve(volume).toString();
    }

    private static String address(int number) {
        return "127.77.0." + number;
    }

    private Path mountPoint(String name) throws IOException {
        Path mount = Files.createDirectory(root.resolve("mnt-" + name));
        mounts.add(mount);
        return mount;
    }

    private static Volfile volfile(Graph graph) {
        return Volfile.of(graph.text());
    }

    private static boolean isMounted(Path path) {
        try {
            return Files.readString(Path.of("/proc/self/mounts")).contains(" " + path + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BrickOps.Answer ask(Path socket, Bytes request) {
        try (RpcClient client = RpcClient.connect(UnixDomainSocketAddress.of(socket), DEADLINE)) {
            client.send(request);
            return BrickOps.answer(RecordMark.wrap(client.receive().encode()));
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    private static Optional<ProcessHandle> processOf(Path pidfile) throws IOException {
        String pid = Files.exists(pidfile) ? Files.readString(pidfile).strip() : "";
        return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    }
}
