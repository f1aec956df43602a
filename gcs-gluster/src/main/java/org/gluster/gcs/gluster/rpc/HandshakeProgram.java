/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Bytes;

/**
 * Hands volfiles to mounts, bricks and the self-heal daemon, and remembers in {@link Subscriptions} who has which.
 *
 * <p>Keys seen from release 10: a mount asks for {@code /vol} and a self-heal daemon for {@code shd/vol} with flags 1, a
 * brick for its {@code --volfile-id} with flags 0; all send {@code min-op-version} and {@code max-op-version}, a brick
 * also {@code brick_name}. An unknown key is answered with errno 2 (ENOENT), which becomes the exit status of the asking
 * process; a volfile with credentials, asked for over TCP, and one that the asker may not have, with 13 (EACCES), which
 * clients log as "Permission denied". A process that asks again and is refused keeps the volfile it has, and its
 * connection; it is remembered too, so that it can be told when there is one.
 */
public final class HandshakeProgram implements RpcProgram {
    static final int PROGRAM = 14_398_633;
    static final int VERSION = 2;
    static final int GETSPEC = 2;

    private static final int PING = 3;
    private static final int SET_LK_VER = 4;
    private static final int EVENT_NOTIFY = 5;
    private static final int GET_VOLUME_INFO = 6;
    private static final SortedSet<Integer> PROCEDURES = Collections.unmodifiableSortedSet(
            new TreeSet<>(List.of(GETSPEC, PING, SET_LK_VER, EVENT_NOTIFY, GET_VOLUME_INFO)));

    private static final int WANTS_SERVERS = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;
    private static final int ENOTSUP = 95;
    private static final int MAX_KEY = 4_096;
    private static final int MAX_DICT = 64 * 1024;

    private final VolfileSource source;
    private final Subscriptions subscriptions;

    /** Serves from this source, and notes who asked. */
    public HandshakeProgram(VolfileSource source, Subscriptions subscriptions) {
        this.source = source;
        this.subscriptions = subscriptions;
    }

    @Override
    public String name() {
        return "Gluster Handshake";
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
        if (procedure == GETSPEC) {
            return getspec(arguments, connection);
        }
        Bytes results = switch (procedure) {
            case PING -> pong();
            case SET_LK_VER -> setLockVersion(arguments);
            case EVENT_NOTIFY -> eventNotify(arguments);
            case GET_VOLUME_INFO -> volumeInfo(arguments);
            default -> throw new IllegalArgumentException("no procedure " + procedure);
        };
        return CompletableFuture.completedFuture(results);
    }

    @Override
    public void closed(RpcConnection connection) {
        subscriptions.remove(connection);
    }

    static Bytes pong() {
        return new XdrWriter().writeInt(0).writeInt(0).writeInt(0).toBytes();
    }

    private CompletionStage<Bytes> getspec(XdrReader arguments, RpcConnection connection) {
        int flags = arguments.readInt();
        String key = Subscriptions.plain(arguments.readString(MAX_KEY));
        GlusterDict asked = GlusterDict.decode(arguments.readOpaque(MAX_DICT));
        return source.admits(key, connection.remoteAddress(), connection.isLocal())
                .thenApply(admitted -> admitted ? getspec(flags, key, asked, connection) : refusal(EACCES));
    }

    private Bytes getspec(int flags, String key, GlusterDict asked, RpcConnection connection) {
        Optional<Volfile> found = source.volfile(key, connection.isLocal());
        if (found.isEmpty()) {
            subscriptions.refused(key, connection);
            return refusal(ENOENT);
        }
        Volfile volfile = found.get();
        if (volfile.isLocalOnly() && !connection.isLocal()) {
            return refusal(EACCES);
        }
        if (!understands(asked, volfile.opVersion())) {
            return refusal(ENOTSUP);
        }
        subscriptions.add(key, connection, volfile.checksum());
        GlusterDict extra = GlusterDict.empty();
        boolean wantsServers = (flags & WANTS_SERVERS) != 0 && !connection.isLocal(); // a daemon stays with its node
        if (wantsServers && !volfile.servers().isEmpty()) {
            extra = extra.with("servers-list", String.join(" ", volfile.servers()));
        }
        if (volfile.pidfile().isPresent()) {
            extra = extra.with("pidfile", volfile.pidfile().get().toString());
        }
        return new XdrWriter()
                .writeInt(volfile.text().getBytes(StandardCharsets.UTF_8).length)
                .writeInt(0)
                .writeString(volfile.text())
                .writeOpaque(extra.encode())
                .toBytes();
    }

    private static boolean understands(GlusterDict asked, int opVersion) {
        OptionalLong min = asked.number("min-op-version");
        OptionalLong max = asked.number("max-op-version");
        return opVersion == 0 || (min.orElse(0) <= opVersion && opVersion <= max.orElse(Long.MAX_VALUE));
    }

    private static Bytes refusal(int errno) {
        return new XdrWriter()
                .writeInt(-1)
                .writeInt(errno)
                .writeString("")
                .writeString("")
                .toBytes();
    }

    private static Bytes setLockVersion(XdrReader arguments) {
        arguments.readString(MAX_KEY);
        int version = arguments.readInt();
        return new XdrWriter().writeInt(0).writeInt(0).writeInt(version).toBytes();
    }

    private static Bytes eventNotify(XdrReader arguments) {
        arguments.readInt();
        GlusterDict.decode(arguments.readOpaque(MAX_DICT));
        return new XdrWriter().writeInt(0).writeInt(0).writeInt(0).toBytes();
    }

    /** {@code glfs_get_volumeid}: names a volume, wants its id. */
    private Bytes volumeInfo(XdrReader arguments) {
        GlusterDict asked = GlusterDict.decode(arguments.readOpaque(MAX_DICT));
        Optional<String> volume = asked.text("volname");
        Optional<UUID> id = volume.flatMap(source::volumeId);
        int errno = id.isPresent() ? 0 : volume.isPresent() ? ENOENT : EINVAL;
        GlusterDict answer = id.map(found -> GlusterDict.empty().with("volume_id", found.toString()))
                .orElse(GlusterDict.empty());
        return new XdrWriter()
                .writeInt(errno == 0 ? 0 : -1)
                .writeInt(errno)
                .writeString(errno == 0 ? "" : "no such volume")
                .writeOpaque(answer.encode())
                .toBytes();
    }
}
