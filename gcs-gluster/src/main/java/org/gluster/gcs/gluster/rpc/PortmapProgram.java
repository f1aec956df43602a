/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Bytes;

/**
 * Tells clients on which port a brick listens, and lets brick processes say so. Signing in and out is for processes of
 * this node only, so it is refused with errno 13 (EACCES) over TCP: otherwise anybody could send clients to a brick of his.
 */
public final class PortmapProgram implements RpcProgram {
    static final int PROGRAM = 34_123_456;
    static final int VERSION = 1;
    static final int PORT_BY_BRICK = 1;
    static final int BRICK_BY_PORT = 2;
    static final int SIGN_IN = 4;
    static final int SIGN_OUT = 5;

    private static final SortedSet<Integer> PROCEDURES =
            Collections.unmodifiableSortedSet(new TreeSet<>(List.of(PORT_BY_BRICK, BRICK_BY_PORT, SIGN_IN, SIGN_OUT)));
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;
    private static final int MAX_PATH = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PortRegistry registry;

    /** Serves from, and writes to, this registry. */
    public PortmapProgram(PortRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "Gluster Portmap";
    }

    @Override
    public int number() {
        return PROGRAM;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public SortedSet<Integer> procedures() {
        return PROCEDURES;
    }

    @Override
    public CompletionStage<Bytes> dispatch(int procedure, XdrReader arguments, RpcConnection connection) {
        XdrWriter out = new XdrWriter();
        switch (procedure) {
            case PORT_BY_BRICK -> {
                return registry.await(arguments.readString(MAX_PATH), PATIENCE)
                        .thenApply(found -> result(new XdrWriter(), found.isPresent() ? 0 : ENOENT)
                                .writeInt(0)
                                .writeInt(found.map(PortRegistry.Entry::port).orElse(0))
                                .toBytes());
            }
            case BRICK_BY_PORT -> {
                Optional<PortRegistry.Entry> found = registry.find(arguments.readInt());
                result(out, found.isPresent() ? 0 : ENOENT)
                        .writeInt(0)
                        .writeString(found.map(PortRegistry.Entry::brick).orElse(""));
            }
            case SIGN_IN -> {
                String brick = arguments.readString(MAX_PATH);
                int port = arguments.readInt();
                int pid = arguments.readInt();
                result(out, signIn(brick, port, pid, connection));
            }
            case SIGN_OUT -> {
                String brick = arguments.readString(MAX_PATH);
                arguments.readInt(); // the port
                arguments.readInt(); // the port for RDMA
                boolean done = connection.isLocal() && registry.signOut(brick, connection);
                result(out, done ? 0 : connection.isLocal() ? ENOENT : EACCES);
            }
            default -> throw new IllegalArgumentException("no procedure " + procedure);
        }
        return CompletableFuture.completedFuture(out.toBytes());
    }

    @Override
    public void closed(RpcConnection connection) {
        registry.closed(connection);
    }

    private int signIn(String brick, int port, int pid, RpcConnection connection) {
        if (!connection.isLocal()) {
            return EACCES;
        }
        if (brick.isEmpty() || port < 1 || port > 65_535 || pid < 1) {
            return EINVAL;
        }
        registry.signIn(brick, port, pid, connection);
        return 0;
    }

    private static XdrWriter result(XdrWriter out, int errno) {
        return out.writeInt(errno == 0 ? 0 : -1).writeInt(errno);
    }
}
