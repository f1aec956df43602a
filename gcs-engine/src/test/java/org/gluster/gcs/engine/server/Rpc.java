/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.gluster.rpc.GlusterDict;
import org.gluster.gcs.gluster.rpc.HandshakeProgram;
import org.gluster.gcs.gluster.rpc.PortRegistry;
import org.gluster.gcs.gluster.rpc.PortmapProgram;
import org.gluster.gcs.gluster.rpc.RecordMark;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.RpcLimits;
import org.gluster.gcs.gluster.rpc.RpcMessage;
import org.gluster.gcs.gluster.rpc.RpcService;
import org.gluster.gcs.gluster.rpc.Subscriptions;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.rpc.VolfileSource;
import org.gluster.gcs.gluster.rpc.XdrReader;
import org.gluster.gcs.gluster.rpc.XdrWriter;

/** What a node serves GlusterFS' clients, and such a client. */
final class Rpc implements VolfileSource {
    private static final int HANDSHAKE = 14_398_633;
    private static final int GETSPEC = 2;

    final Map<String, String> volfiles = new ConcurrentHashMap<>();
    final Subscriptions subscriptions = new Subscriptions();
    final PortRegistry ports = new PortRegistry();

    RpcService service(RpcLimits limits) {
        return new RpcService(List.of(new HandshakeProgram(this, subscriptions), new PortmapProgram(ports)), limits);
    }

    @Override
    public CompletionStage<Boolean> admits(String key, SocketAddress asker, boolean local) {
        return CompletableFuture.completedFuture(!key.equals("forbidden"));
    }

    @Override
    public Optional<Volfile> volfile(String key, boolean local) {
        return Optional.ofNullable(volfiles.get(key)).map(Volfile::of);
    }

    @Override
    public Optional<UUID> volumeId(String volume) {
        return Optional.empty();
    }

    static RpcClient client(InetSocketAddress address) {
        return RpcClient.connect(address, Duration.ofSeconds(20));
    }

    static Bytes arguments(String key) {
        return new XdrWriter()
                .writeInt(0)
                .writeString(key)
                .writeOpaque(GlusterDict.empty()
                        .with("min-op-version", 1)
                        .with("max-op-version", 100_000)
                        .encode())
                .toBytes();
    }

    /** One GETSPEC as it goes over the wire. */
    static byte[] getspec(int xid, String key) {
        return RecordMark.wrap(RpcMessage.Call.of(xid, HANDSHAKE, 2, GETSPEC, arguments(key))
                        .encode())
                .toArray();
    }

    /** What the mount program asks for; the text, or the errno when there is none. */
    static String fetch(RpcClient client, String key) {
        RpcMessage.Reply reply = client.call(HANDSHAKE, 2, GETSPEC, arguments(key));
        assertThat(reply.status()).isEqualTo(RpcMessage.Status.SUCCESS);
        XdrReader in = new XdrReader(reply.results());
        int length = in.readInt();
        int errno = in.readInt();
        return length < 0 ? "errno " + errno : in.readString(2 << 20);
    }
}
