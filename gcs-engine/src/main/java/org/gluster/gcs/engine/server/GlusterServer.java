/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.engine.agent.NodeServer;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.rpc.HandshakeProgram;
import org.gluster.gcs.gluster.rpc.PortRegistry;
import org.gluster.gcs.gluster.rpc.PortmapProgram;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.gluster.gcs.gluster.rpc.RpcProgram;
import org.gluster.gcs.gluster.rpc.RpcServer;
import org.gluster.gcs.gluster.rpc.RpcService;
import org.gluster.gcs.gluster.rpc.Subscriptions;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.rpc.VolfileSource;
import org.jspecify.annotations.Nullable;

/**
 * One node's servers: the {@link FrontDoor} on the node's address, with volfiles and the port mapper behind it, and a Unix socket
 * for its own daemons. Volfiles that hold credentials are answered on the socket only. All methods are thread-safe.
 */
public final class GlusterServer implements NodeServer {
    private final String node;
    private final InetSocketAddress address;
    private final FrontDoor.Builder front;
    private final Executor loop;
    private final Executor blocking;
    private final PublishedVolfiles volfiles;
    private final Admission admission;
    private final PortRegistry ports = new PortRegistry();
    private final Subscriptions subscriptions = new Subscriptions();
    private @Nullable RpcServer server;
    private @Nullable FrontDoor door;
    private boolean closed;

    /**
     * Makes a server that listens nowhere yet.
     *
     * @param node the node's name
     * @param address where clients find it; GlusterFS clients expect port 24007
     * @param front what else is served there, and to whom
     * @param selfHealPidFile pid file of the node's self-heal daemon
     * @param loop on which stages complete
     * @param blocking where it may block
     */
    public GlusterServer(
            String node,
            InetSocketAddress address,
            FrontDoor.Builder front,
            Path selfHealPidFile,
            Executor loop,
            Executor blocking) {
        this.node = node;
        this.address = address;
        this.front = front;
        this.volfiles = new PublishedVolfiles(selfHealPidFile);
        this.loop = loop;
        this.blocking = blocking;
        admission = new Admission(node, InstantSource.system(), blocking, Admission.Resolver.ofMachine());
    }

    /** How many HTTP requests there were. */
    public synchronized HttpCounts counts() {
        return door == null ? new HttpCounts(0, 0, 0, 0, 0) : door.counts();
    }

    /** As {@link FrontDoor#refuseRequests}. */
    public synchronized void refuseRequests() {
        if (door != null) {
            door.refuseRequests();
        }
    }

    /** As {@link FrontDoor#drain}. */
    public void drain(Duration patience) {
        FrontDoor open;
        synchronized (this) {
            open = door;
        }
        if (open != null) {
            open.drain(patience);
        }
    }

    /** Tells those who fetched this volfile to fetch it again; answers how many were told. */
    public int notifySubscribers(String key) {
        return subscriptions.notify(key);
    }

    /** Notes that a process was given a volfile in another way. */
    public void given(HostCall.VolfileGiven given) {
        subscriptions.given(given.volfileKey(), given.by(), given.checksum());
    }

    /** What those who fetched this volfile, and are connected, were given last. */
    public List<VolfileFetch> fetches(String key) {
        return subscriptions.fetches(key);
    }

    @Override
    public CompletionStage<Void> open(Path socket) {
        return onLoop(() -> listen(socket));
    }

    private synchronized void listen(Path socket) {
        if (closed || server != null) {
            return;
        }
        List<RpcProgram> programs =
                List.of(new HandshakeProgram(new Source(), subscriptions), new PortmapProgram(ports));
        FrontDoor opened = null;
        try {
            opened = front.node(node)
                    .listen(address)
                    .rpc(new RpcService(programs, RpcLimits.DEFAULT))
                    .open();
            RpcServer.Builder local = RpcServer.builder(node).listen(socket);
            programs.forEach(local::program);
            server = local.open();
            door = opened;
            opened = null;
        } catch (UncheckedIOException failure) {
            String why = String.valueOf(failure.getMessage());
            boolean notHere = address.isUnresolved() || why.contains("Cannot assign requested address");
            throw new HostException(
                    HostException.Kind.BUSY,
                    "the node \"" + node + "\" cannot listen at " + address.getHostString() + " port "
                            + address.getPort() + ": " + why
                            + (notHere
                                    ? "; this machine has no such address: give the node one that it has"
                                    : "; end the program that listens there (glusterd, or another GCS), or give the node"
                                            + " another address"));
        } catch (GcsException refused) {
            throw new HostException(HostException.Kind.FAILED, String.valueOf(refused.getMessage()));
        } finally {
            if (opened != null) {
                opened.close();
            }
        }
    }

    private CompletionStage<Void> onLoop(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        blocking.execute(() -> {
            try {
                action.run();
                loop.execute(() -> done.complete(null));
            } catch (HostException failure) {
                loop.execute(() -> done.completeExceptionally(failure));
            }
        });
        return done;
    }

    @Override
    public void publish(VolumeRecord volume, boolean started, SortedMap<String, Integer> brickPorts) {
        volfiles.publish(volume, started, brickPorts);
        TreeSet<String> expected = new TreeSet<>();
        if (started) {
            volume.bricks().stream()
                    .filter(brick -> brickPorts.containsKey(brick.id()))
                    .forEach(brick -> expected.add(brick.path()));
        }
        ports.expect(volume.name(), expected);
    }

    @Override
    public void process(String key, Optional<String> volfile) {
        volfiles.process(key, volfile);
    }

    @Override
    public void nodes(SortedSet<String> addresses) {
        volfiles.nodes(addresses);
    }

    @Override
    public List<Refused> refusals(String volume) {
        return admission.refusals(volume);
    }

    @Override
    public void retract(String volume) {
        volfiles.retract(volume);
        ports.expect(volume, Collections.emptySortedSet());
        admission.forget(volume);
    }

    @Override
    public void listening(String brickPath, int port) {
        ports.confirm(brickPath, port, 0);
    }

    @Override
    public void gone(String brickPath) {
        ports.remove(brickPath);
    }

    @Override
    public CompletionStage<Void> close() {
        return onLoop(this::stop);
    }

    private synchronized void stop() {
        closed = true;
        if (door != null) {
            door.close();
            door = null;
        }
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** What is published, for whom the access lists name. */
    private final class Source implements VolfileSource {
        @Override
        public CompletionStage<Boolean> admits(String key, SocketAddress asker, boolean local) {
            Optional<VolumeRecord> volume = volfiles.ofClient(key);
            if (local || volume.isEmpty() || !(asker instanceof InetSocketAddress client)) {
                return CompletableFuture.completedFuture(true); // what there is none of is refused as such
            }
            return admission.admits(volume.get(), volfiles.nodes(), client.getAddress());
        }

        @Override
        public Optional<Volfile> volfile(String key, boolean local) {
            return volfiles.volfile(key, local);
        }

        @Override
        public Optional<UUID> volumeId(String volume) {
            return volfiles.volumeId(volume);
        }
    }
}
