/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.engine.server.ControlServer;
import org.gluster.gcs.volume.Volume;
import org.jspecify.annotations.Nullable;

/** A cluster on this machine that outlives the command which starts it. */
final class DevCluster {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(90);
    private static final Duration CHANGE = Duration.ofMinutes(3);
    private static final int PORT = 24_007;
    private static final int LAST_ADDRESS = 254;
    private static final int COPIES = 3;
    private static final String VOLUME = "dev";

    private final Session session;
    private final Path data;
    private final ControlTransport control;

    DevCluster(Session session) {
        this.session = session;
        data = session.data();
        control = new ControlTransport(data.resolve(ControlServer.SOCKET));
    }

    int up(int nodes, String firstAddress, Capacity size, boolean volume, boolean foreground) {
        List<String> addresses = addresses(firstAddress, nodes);
        requireRoot();
        boolean ran = control.answers();
        if (!ran) {
            requirePorts(addresses);
        }
        if (!ran && foreground) {
            return new DevServer(data).serve(gcs -> {
                furnish(gcs, addresses, size, volume);
                describe(gcs, "running in the foreground; an interrupt ends this process and leaves bricks serving");
            });
        }
        if (!ran) {
            start();
        }
        Gcs gcs = RemoteGcs.over(control);
        furnish(gcs, addresses, size, volume);
        describe(gcs, ran ? "running already" : "running in the background");
        return 0;
    }

    int down(boolean delete) {
        if (!control.answers()) {
            if (!Files.isDirectory(data.resolve("store"))) {
                session.out().println("there is no cluster in " + data);
                return 0;
            }
            // It was killed: take it up once more, to end it in order.
            requireRoot();
            EmbeddedGcs.Running gcs = EmbeddedGcs.builder().dataDirectory(data).build();
            try {
                clear(gcs, delete);
                gcs.shutdown(DataPlane.STOP);
            } finally {
                gcs.close();
            }
        } else {
            Gcs gcs = RemoteGcs.over(control);
            clear(gcs, delete);
            Optional<ProcessHandle> process = process();
            control.shutdown(DataPlane.STOP);
            process.ifPresent(DevCluster::awaitEnd);
        }
        if (delete) {
            deleteData();
            session.out().println("the cluster in " + data + " is deleted; nothing of it is left");
        } else {
            session.out()
                    .println("the cluster in " + data
                            + " is stopped; its volumes and their mounted images are kept: \"dev up\" starts it again,"
                            + " \"dev down --delete\" deletes it");
        }
        return 0;
    }

    int status() {
        if (!control.answers()) {
            session.print(
                    new DevCommand.StatusJson(false, data, 0, 0, List.of()),
                    "the cluster in " + data + " is not running; \"dev up\" starts it");
            return 1;
        }
        Gcs gcs = RemoteGcs.over(control);
        List<Peer> peers = gcs.peers().list();
        List<Device> devices = gcs.devices().list();
        List<Volume> volumes = gcs.volumes().list();
        Table table = Table.of("PEER", "ADDRESS", "STATE", "DEVICE", "FREE");
        for (Peer peer : peers) {
            Optional<Device> device = devices.stream()
                    .filter(one -> one.node().equals(peer.name()))
                    .findFirst();
            table.row(
                    peer.name().value(),
                    peer.address(),
                    GcsCommand.word(peer.state()),
                    device.map(Device::path).orElse("-"),
                    device.map(one -> one.free().format()).orElse("-"));
        }
        Table mounts = Table.of("VOLUME", "STATE", "MOUNT");
        volumes.forEach(volume -> mounts.row(
                volume.name().value(),
                GcsCommand.word(volume.state()),
                volume.mountSpec().source()));
        session.print(
                new DevCommand.StatusJson(
                        true,
                        data,
                        peers.size(),
                        devices.size(),
                        volumes.stream().map(volume -> volume.name().value()).toList()),
                "the cluster in " + data + " is running\n\n" + table + "\n" + mounts);
        return 0;
    }

    private static void requireRoot() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                throw Failures.of(
                        ErrorCode.NOT_PERMITTED,
                        "a dev cluster makes loop devices and mounts and needs root: run it with sudo");
            }
        } catch (IOException | UnsupportedOperationException notLinux) {
            throw Failures.of(ErrorCode.NOT_SUPPORTED, "a dev cluster needs Linux", notLinux);
        }
    }

    /** Starts the process in a session of its own, so that it outlives this one and its terminal. */
    private void start() {
        Path log = data.resolve("dev.log");
        Process process;
        try {
            if (!Files.isDirectory(data)) {
                Path parent = data.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            List<String> command = new ArrayList<>(List.of(
                    "setsid",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError"));
            Arrays.stream(ProcessHandle.current().info().arguments().orElse(new String[0]))
                    .filter(option -> option.startsWith("-XX:Tiered") || option.startsWith("-Djdk.lang.Process."))
                    .forEach(command::add); // as this one was started
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "--data",
                    data.toString(),
                    "dev",
                    "serve"));
            process = new ProcessBuilder(command)
                    .directory(data.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException failure) {
            throw Failures.of(
                    ErrorCode.REFUSED, "the cluster's process cannot be started: " + failure.getMessage(), failure);
        }
        long end = System.nanoTime() + START.toNanos();
        while (!control.answers()) {
            if (!process.isAlive()) {
                throw Failures.of(
                        ErrorCode.REFUSED, "the cluster did not start: " + lastLine(log) + " (log: " + log + ")");
            }
            if (System.nanoTime() > end) {
                throw Failures.of(
                        ErrorCode.TIMEOUT,
                        "the cluster's process " + process.pid() + " did not answer within " + START.toSeconds()
                                + " s; it goes on starting: see " + log);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failures.of(ErrorCode.INTERRUPTED, "interrupted while waiting for the cluster, which goes on", stop);
        }
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.stream()
                    .filter(line -> line.startsWith("gcs: "))
                    .reduce((first, second) -> second)
                    .map(line -> line.substring("gcs: ".length()))
                    .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
        } catch (IOException unreadable) {
            return "its log cannot be read: " + unreadable.getMessage();
        }
    }

    /** As many addresses as there are nodes, counted up from the first. */
    private static List<String> addresses(String first, int nodes) {
        Matcher parts = Pattern.compile("(127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.)([0-9]{1,3})")
                .matcher(first);
        if (!parts.matches()) {
            throw Failures.of(
                    ErrorCode.INVALID_REQUEST,
                    "--first-address must be an address of this machine alone, such as 127.0.0.1, not " + first);
        }
        int start = Integer.parseInt(parts.group(2));
        if (nodes < 1 || start < 1 || start + nodes > LAST_ADDRESS + 1) {
            throw Failures.of(
                    ErrorCode.INVALID_REQUEST,
                    "--nodes must be 1 to " + (LAST_ADDRESS + 1 - start) + " from " + first + " on, not " + nodes);
        }
        return IntStream.range(start, start + nodes)
                .mapToObj(last -> parts.group(1) + last)
                .toList();
    }

    private static void requirePorts(List<String> addresses) {
        Machine machine = Machine.local();
        List<String> taken = new ArrayList<>();
        for (String address : addresses) {
            machine.cannotListen(address, PORT).ifPresent(why -> taken.add(address + ":" + PORT + ": " + why));
        }
        if (!taken.isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.IN_USE)
                    .message("clients look for the cluster at port " + PORT + ", where nothing can listen now: "
                            + String.join("; ", taken)
                            + ". Stop what listens there (glusterd, or another cluster), or choose other addresses with"
                            + " --first-address")
                    .problems(taken)
                    .build());
        }
    }

    private void furnish(Gcs gcs, List<String> addresses, Capacity size, boolean volume) {
        for (int number = 1; number <= addresses.size(); number++) {
            String name = "node-" + number;
            String address = addresses.get(number - 1);
            if (gcs.peers().find(name).isEmpty()) {
                gcs.peers().add(peer -> peer.name(name).address(address)).await(CHANGE);
            }
            String path = deviceDirectory(name);
            if (gcs.devices().find(name, path).isEmpty()) {
                gcs.devices()
                        .add(device -> device.node(name).path(path).limit(size))
                        .await(CHANGE);
            }
        }
        if (volume && addresses.size() >= COPIES && gcs.volumes().list().isEmpty()) {
            gcs.volumes()
                    .create(request ->
                            request.name(VOLUME).capacity(Capacity.ofGiB(1)).start(true))
                    .await(CHANGE);
        }
    }

    private String deviceDirectory(String node) {
        Path directory = data.resolve("devices").resolve(node);
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw Failures.of(ErrorCode.REFUSED, directory + " cannot be made: " + failure.getMessage(), failure);
        }
        return directory.toString();
    }

    private void describe(Gcs gcs, String how) {
        session.out().println("the cluster in " + data + " is " + how + "\n");
        Table table = Table.of("VOLUME", "STATE", "ENDPOINT", "MOUNT COMMAND");
        gcs.volumes()
                .list()
                .forEach(volume -> table.row(
                        volume.name().value(),
                        GcsCommand.word(volume.state()),
                        volume.mountSpec().source(),
                        volume.mountSpec().commandLine(Path.of("/mnt/" + volume.name()))));
        session.out().println(table);
        session.out().println("over HTTP:  curl --unix-socket " + control.socket() + " http://gcs/gcs/v1/volumes");
        session.out().println("""

                in Java, on a directory and an address of its own:

                  try (Gcs gcs = EmbeddedGcs.builder().dataDirectory(Path.of("/var/lib/my-gcs")).build()) {
                      gcs.peers().add(p -> p.name("node-1").address("127.0.0.201")).await();
                      gcs.volumes().list().forEach(System.out::println);
                  }
                """);
    }

    private void clear(Gcs gcs, boolean delete) {
        if (!delete) {
            return;
        }
        for (Volume volume : gcs.volumes().list()) {
            gcs.volume(volume.name().value())
                    .delete(request -> request.stopFirst().ifExists())
                    .await(CHANGE);
        }
        for (Device device : gcs.devices().list()) {
            gcs.devices().remove(device.node().value(), device.path()).await(CHANGE);
        }
        for (Peer peer : gcs.peers().list()) {
            gcs.peers().remove(peer.name().value()).await(CHANGE);
        }
    }

    /** The serving process; only asked while it answers, so the file is its own. */
    private Optional<ProcessHandle> process() {
        try {
            return ProcessHandle.of(Long.parseLong(
                    Files.readString(data.resolve(DevServer.PROCESS_FILE)).strip()));
        } catch (IOException | NumberFormatException unknown) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    "the process of the cluster is not known: " + unknown.getMessage() + "; is " + data
                            + " the directory of a dev cluster?",
                    unknown);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw Failures.of(
                    ErrorCode.TIMEOUT,
                    "the cluster's process " + process.pid() + " did not end within " + END.toSeconds()
                            + " s; its log says why",
                    late);
        } catch (ExecutionException failure) {
            throw Failures.of(ErrorCode.INTERNAL, "waiting for process " + process.pid() + " failed", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failures.of(ErrorCode.INTERRUPTED, "interrupted while the cluster ends", stop);
        }
    }

    private void deleteData() {
        try {
            // Never delete through a mount.
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                if (line.split(" ", -1)[4].startsWith(data + "/")) {
                    throw Failures.of(
                            ErrorCode.IN_USE,
                            "something is still mounted at " + line.split(" ", -1)[4] + ": unmount it, then delete "
                                    + data);
                }
            }
            Files.walkFileTree(data, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    data + " cannot be deleted: " + failure.getMessage() + "; delete it yourself",
                    failure);
        }
    }
}
