/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.ControlServer;
import org.gluster.gcs.engine.server.ServerTls;
import org.jspecify.annotations.Nullable;

/** One member of a cluster, from its start to its end. */
final class Node {
    /** Of how many of the latest operations it is kept where their time went. */
    static final int TIMELINES = 64;

    private static final int PORT = 24_007;
    private static final Duration JOIN = Duration.ofSeconds(60);
    private static final String IDENTITY = "uuid.toml";

    private final Session session;
    private final NodeSettings settings;
    private final @Nullable String name;
    private final Path state;

    Node(Session session, NodeSettings settings, @Nullable String name) {
        this.session = session;
        this.settings = settings;
        this.name = name;
        state = settings.stateDirectory();
    }

    /** Blocks until a signal, or a request for the end. */
    int run() {
        CompletableFuture<DataPlane> end = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        if (!Signals.onEnd(() -> end.complete(DataPlane.KEEP))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> atExit(end, ended), "gcs-node-signal"));
        }
        settings.warnings().forEach(warning -> session.err().println("gcs: warning: " + warning));
        log();
        requireOurs();
        PidFile pid = PidFile.take(settings.pidFile());
        try (pid) {
            EmbeddedGcs.Running gcs = open();
            try {
                Peer self = self(gcs);
                writeIdentity(gcs, self);
                ControlServer control =
                        ControlServer.open(state.resolve(ControlServer.SOCKET), new ApiHandlers(gcs, end::complete));
                try (control) {
                    session.out()
                            .println("ready: " + self.name() + " at " + (settings.tls() ? "https://" : "http://")
                                    + self.address() + ":" + PORT + ", control socket "
                                    + state.resolve(ControlServer.SOCKET) + ", process "
                                    + ProcessHandle.current().pid()
                                    + (settings.on(NodeKey.RESTAUTH)
                                            ? ", secret in " + state.resolve("auth")
                                            : ", NO authentication: whoever reaches the port is an administrator"));
                    session.out().flush();
                    DataPlane wanted = end.join();
                    session.out()
                            .println(wanted == DataPlane.KEEP ? "ending; bricks go on serving" : "ending, bricks too");
                    gcs.shutdown(wanted);
                }
            } finally {
                gcs.close();
            }
            return 0;
        } finally {
            ended.countDown();
        }
    }

    private EmbeddedGcs.Running open() {
        EmbeddedGcs.Builder builder = EmbeddedGcs.builder()
                .keepTimelines(TIMELINES)
                .dataDirectory(state)
                .restAuth(settings.on(NodeKey.RESTAUTH))
                .stateDump(settings.on(NodeKey.STATEDUMP));
        if (settings.address(NodeKey.CLIENTADDRESS).everywhere()) {
            builder.listenEverywhere();
        }
        if (settings.tls()) {
            builder.tls(ServerTls.of(settings.directory(NodeKey.CERT_FILE), settings.directory(NodeKey.KEY_FILE)));
        }
        return builder.build();
    }

    private static void atExit(CompletableFuture<DataPlane> end, CountDownLatch ended) {
        end.complete(DataPlane.KEEP);
        try {
            if (!ended.await(30, TimeUnit.SECONDS)) {
                System.err.println("gcs: the node did not end in time; its next start goes on from what it finds");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the first logger is made, since that reads these once. */
    private void log() {
        // GlusterD2 is told by these to open its log file anew and to dump its state; neither may end a node.
        Signals.on("HUP", () -> System.err.println("gcs: SIGHUP: there is no log file to be opened anew"));
        Signals.on(
                "USR1", () -> System.err.println("gcs: SIGUSR1: the state is told by GET /statedump, not by a file"));
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel",
                settings.logLevel().name().toLowerCase(java.util.Locale.ROOT));
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        Path file = settings.logFile();
        if (file == null) {
            if (settings.text(NodeKey.LOGFILE).equals("STDOUT")) {
                System.setErr(System.out);
            }
            return;
        }
        try {
            LogFile log = new LogFile(file);
            System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
            Signals.on("HUP", () -> reopen(log));
        } catch (IOException failure) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    "the log file " + file + " cannot be written: " + failure.getMessage()
                            + "; name another with --logfile or --logdir",
                    failure);
        }
    }

    /** For whoever moves log files away, as GlusterD2 does it. */
    private static void reopen(LogFile log) {
        try {
            log.reopen();
        } catch (IOException failure) {
            System.err.println("gcs: the log file cannot be opened anew (" + failure + "): this one is gone on with");
        }
    }

    /** GlusterD2's state is not ours to go on with: its volumes are in an etcd that is not read here. */
    private void requireOurs() {
        boolean ours = Files.exists(state.resolve("store").resolve("catalogue.mv"));
        boolean embeddedEtcd = Files.exists(state.resolve("store").resolve("member"));
        if (embeddedEtcd || (!ours && Files.exists(state.resolve(IDENTITY)))) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    "the directory " + state + " holds the state of GlusterD2 ("
                            + (embeddedEtcd ? "store/member" : IDENTITY)
                            + "), whose volumes this node does not take over: give it a directory of its own with"
                            + " --localstatedir");
        }
    }

    /** The peer that this process is; made where the cluster is new. */
    private Peer self(EmbeddedGcs.Running gcs) {
        List<Peer> peers = gcs.peers().list();
        String host = settings.host();
        if (peers.isEmpty()) {
            String address = host.isEmpty() ? ownAddress() : host;
            String listens = settings.address(NodeKey.CLIENTADDRESS).everywhere() ? "0.0.0.0" : address;
            Machine.local().cannotListen(listens, PORT).ifPresent(why -> {
                throw Failures.of(
                        ErrorCode.IN_USE,
                        "nothing can listen at " + listens + ":" + PORT + " (" + why
                                + "): end what listens there (glusterd, or another node), or name another address of this"
                                + " machine with --clientaddress");
            });
            return gcs.peers()
                    .add(peer -> peer.name(newName()).address(address))
                    .await(JOIN);
        }
        if (peers.size() > 1 && host.isEmpty()) {
            throw Failures.of(
                    ErrorCode.CONFLICT,
                    "the cluster in " + state + " has " + peers.size()
                            + " nodes, and which of them clients of this process find is not said: name its address with"
                            + " --clientaddress");
        }
        Optional<Peer> known = host.isEmpty()
                ? Optional.of(peers.get(0))
                : peers.stream().filter(peer -> peer.address().equals(host)).findFirst();
        Peer self = known.orElseThrow(() -> Failures.of(
                ErrorCode.CONFLICT,
                "no node of the cluster in " + state + " has the address " + host + ", which "
                        + settings.where(
                                settings.address(NodeKey.CLIENTADDRESS).everywhere()
                                        ? NodeKey.PEERADDRESS
                                        : NodeKey.CLIENTADDRESS)
                        + " says; its node \"" + peers.get(0).name() + "\" has "
                        + peers.get(0).address()
                        + ", where clients look for its volumes, and keeps it: say that one, or none"));
        return self.state() == PeerState.READY ? self : awaitReady(gcs, self);
    }

    /** A start that was cut off goes on by itself. */
    private static Peer awaitReady(EmbeddedGcs.Running gcs, Peer peer) {
        gcs.operations().list().stream()
                .filter(one -> !one.state().terminal()
                        && one.subject().equals(peer.name().value()))
                .findFirst()
                .ifPresent(one -> gcs.operations().get(one.id()).await(JOIN));
        return gcs.peers().get(peer.name().value());
    }

    private String newName() {
        if (name != null) {
            return name;
        }
        String host;
        try {
            host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException unknown) {
            throw Failures.of(
                    ErrorCode.REFUSED,
                    "this machine's host name cannot be read (" + unknown + "): name the node with --name",
                    unknown);
        }
        try {
            return NodeName.of(host).value();
        } catch (InvalidRequestException unfit) {
            throw Failures.of(
                    ErrorCode.INVALID_REQUEST,
                    "this machine's host name cannot be a node's name (" + unfit.getMessage()
                            + "): name it with --name",
                    unfit);
        }
    }

    /** The first address that others may reach, as GlusterD2 takes it; else one that only this machine has. */
    private String ownAddress() {
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(one.getInetAddresses())) {
                    if (address instanceof java.net.Inet4Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()) {
                        return address.getHostAddress();
                    }
                }
            }
        } catch (SocketException unknown) {
            session.err().println("gcs: warning: the addresses of this machine are not known: " + unknown);
        }
        session.err()
                .println("gcs: warning: this machine has no address that others reach: the node is found at 127.0.0.1,"
                        + " by this machine only; name another with --clientaddress");
        return "127.0.0.1";
    }

    /** For whoever reads GlusterD2's: the monitoring exporter takes the peer id from here. */
    private void writeIdentity(EmbeddedGcs.Running gcs, Peer self) {
        Path file = state.resolve(IDENTITY);
        Path fresh = state.resolve(IDENTITY + ".new");
        try {
            Files.writeString(fresh, "cluster-id = \"" + gcs.clusterId() + "\"\npeer-id = \"" + self.id() + "\"\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw Failures.of(ErrorCode.REFUSED, file + " cannot be written: " + failure, failure);
        }
    }
}
