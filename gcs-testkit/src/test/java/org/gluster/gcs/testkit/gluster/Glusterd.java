/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gluster.gcs.gluster.rpc.GlusterDict;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcMessage;
import org.gluster.gcs.gluster.rpc.XdrReader;
import org.gluster.gcs.gluster.rpc.XdrWriter;

/**
 * The distribution's glusterd in network and mount namespaces of its own: its files lie in memory and vanish with it. It
 * keeps volumes and writes their graphs; no brick is ever started.
 */
final class Glusterd implements AutoCloseable {
    static final String HOST = "10.99.0.1";
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int PROGRAM = 1_238_463;
    private static final int VERSION = 2;
    private static final int SET_VOLUME = 12;
    private static final int RESET_VOLUME = 20;
    private static final int MAX_ANSWER = 1 << 20;

    private final Process process;
    private final Path root;
    private final RpcClient rpc;

    private Glusterd(Process process, Path root, RpcClient rpc) {
        this.process = process;
        this.root = root;
        this.rpc = rpc;
    }

    static boolean isInstalled() {
        return Stream.of("/usr/sbin/glusterd", "/usr/sbin/gluster", "/usr/bin/unshare", "/usr/bin/nsenter")
                .allMatch(program -> Files.isExecutable(Path.of(program)));
    }

    /** Starts it; it ends with {@link #close}, and by itself after ten minutes. */
    static Glusterd start() throws IOException, InterruptedException {
        String script = """
                ip link set lo up && ip addr add %s/32 dev lo
                for each in /run /var/lib/glusterd /var/log/glusterfs /mnt; do mount -t tmpfs tmpfs $each || exit 1; done
                mkdir -p /run/gluster
                exec timeout --foreground 600 /usr/sbin/glusterd -N -p /run/glusterd.pid --log-level ERROR
                """.formatted(HOST);
        Process process = new ProcessBuilder("unshare", "-n", "-m", "--propagation", "private", "sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path root = Path.of("/proc/" + process.pid() + "/root");
        Path socket = root.resolve("run/glusterd.socket");
        try {
            RpcClient rpc = connect(process, socket);
            return new Glusterd(process, root, rpc);
        } catch (IOException | RuntimeException | InterruptedException failed) {
            end(process);
            throw failed;
        }
    }

    private static RpcClient connect(Process process, Path socket) throws IOException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            // the host's own socket can be seen there until the namespace has its own /run
            if (Files.exists(socket) && Files.exists(socket.resolveSibling("glusterd.pid"))) {
                try {
                    return RpcClient.connect(UnixDomainSocketAddress.of(socket), DEADLINE);
                } catch (UncheckedIOException notYet) {
                    // bound, but it does not listen yet
                }
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("glusterd ended with status " + process.exitValue());
            }
        }
        throw new IOException("glusterd did not listen within " + DEADLINE);
    }

    /** Runs a command of the CLI and answers what it prints. */
    String cli(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("nsenter", "-t", Long.toString(process.pid()), "-n", "-m", "-r", "gluster", "--mode=script"));
        command.addAll(words);
        Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (cli.waitFor() != 0) {
            throw new IOException(words + ": " + printed);
        }
        return printed;
    }

    /** Makes a volume and answers its file {@code info}. */
    Map<String, String> create(String name, List<String> kind, int bricks) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("volume", "create", name));
        words.addAll(kind);
        for (int brick = 1; brick <= bricks; brick++) {
            words.add(HOST + ":" + brickPath(name, brick - 1));
        }
        words.add("force");
        cli(words);
        Map<String, String> info = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file(name, "info"))) {
            int equals = line.indexOf('=');
            info.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return info;
    }

    static String brickPath(String volume, int index) {
        return "/mnt/" + volume + "-b" + (index + 1);
    }

    /** Sets options as the CLI does; empty when they are taken, else the answer. */
    Optional<String> set(String volume, Map<String, String> options) {
        GlusterDict dict = GlusterDict.empty().with("volname", volume);
        int index = 0;
        for (Map.Entry<String, String> option : options.entrySet()) {
            index++;
            dict = dict.with("key" + index, option.getKey()).with("value" + index, option.getValue());
        }
        return call(SET_VOLUME, dict.with("count", 2L * index));
    }

    /** Resets an option, or {@code all}, those that a new volume has included. */
    Optional<String> reset(String volume, String option) {
        return call(
                RESET_VOLUME,
                GlusterDict.empty().with("volname", volume).with("key", option).with("force", 1));
    }

    private Optional<String> call(int procedure, GlusterDict dict) {
        RpcMessage.Reply reply = rpc.call(
                PROGRAM,
                VERSION,
                procedure,
                new XdrWriter().writeOpaque(dict.encode()).toBytes());
        XdrReader in = new XdrReader(reply.results());
        int status = in.readInt();
        in.readInt();
        String answer = in.readString(MAX_ANSWER);
        return status == 0 ? Optional.empty() : Optional.of(answer);
    }

    /** The graphs of a volume by their files' names. */
    Map<String, String> graphs(String volume) throws IOException {
        Map<String, String> graphs = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(file(volume, ""))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".vol"))
                    .sorted()
                    .toList()) {
                graphs.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return graphs;
    }

    /** The last lines that it logged. */
    String log() throws IOException {
        List<String> lines = Files.readAllLines(root.resolve("var/log/glusterfs/glusterd.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    private Path file(String volume, String name) {
        return root.resolve("var/lib/glusterd/vols").resolve(volume).resolve(name);
    }

    @Override
    public void close() {
        rpc.close();
        end(process);
    }

    private static void end(Process process) {
        process.destroy(); // timeout hands it on
        process.onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join();
    }
}
