/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RpcServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String BRICK = "/bricks/v/b1";

    private final Map<String, Volfile> volfiles = new ConcurrentHashMap<>();
    private CompletableFuture<Boolean> admission = CompletableFuture.completedFuture(true);
    private final Subscriptions subscriptions = new Subscriptions();
    private final PortRegistry registry = new PortRegistry();
    private final Probe probe = new Probe();
    private final AtomicLong now = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path directory;
    private Path socket;

    /** A program whose answers the test gives. */
    private static final class Probe implements RpcProgram {
        static final int NUMBER = 77;
        static final int ECHO = 1;
        static final int LATER = 2;
        static final int FAIL = 3;
        static final int THROW = 4;
        static final int FLOOD = 5;
        final LinkedBlockingQueue<CompletableFuture<Bytes>> later = new LinkedBlockingQueue<>();
        final AtomicLong asked = new AtomicLong();

        @Override
        public String name() {
            return "Probe";
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int version() {
            return 3;
        }

        @Override
        public SortedSet<Integer> procedures() {
            return new TreeSet<>(List.of(ECHO, LATER, FAIL, THROW, FLOOD));
        }

        @Override
        public CompletionStage<Bytes> dispatch(int procedure, XdrReader arguments, RpcConnection connection) {
            switch (procedure) {
                case ECHO -> {
                    return CompletableFuture.completedFuture(new XdrWriter()
                            .writeOpaque(arguments.readOpaque(100_000))
                            .toBytes());
                }
                case LATER -> {
                    CompletableFuture<Bytes> result = new CompletableFuture<>();
                    later.add(result);
                    return result;
                }
                case FAIL -> {
                    return CompletableFuture.failedFuture(new IllegalStateException("asked to fail"));
                }
                case FLOOD -> {
                    return CompletableFuture.completedFuture(Bytes.of(new byte[1024 * 1024]));
                }
                default -> throw new IllegalStateException("asked to throw");
            }
        }
    }

    RpcServerTest() throws IOException {
        directory = Files.createTempDirectory("rpc");
        socket = directory.resolve("m.sock");
    }

    @BeforeEach
    void secureDirectory() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        assertThat(threads()).isEmpty();
        assertThat(socket).doesNotExist();
        Files.delete(directory);
    }

    @Test
    void nullProcedureAndRefusals_areThoseOfRfc5531() {
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient client = tcp(server);
        assertThat(client.call(Probe.NUMBER, 3, 0, none()).status()).isEqualTo(RpcMessage.Status.SUCCESS);
        assertThat(client.call(78, 3, 0, none()).status()).isEqualTo(RpcMessage.Status.PROG_UNAVAIL);
        RpcMessage.Reply mismatch = client.call(Probe.NUMBER, 4, 0, none());
        assertThat(mismatch.status()).isEqualTo(RpcMessage.Status.PROG_MISMATCH);
        assertThat(mismatch.low()).isEqualTo(3);
        assertThat(mismatch.high()).isEqualTo(3);
        assertThat(client.call(Probe.NUMBER, 3, 9, none()).status()).isEqualTo(RpcMessage.Status.PROC_UNAVAIL);
        assertThat(client.call(Probe.NUMBER, 3, Probe.ECHO, none()).status()).isEqualTo(RpcMessage.Status.GARBAGE_ARGS);
        assertThat(client.call(Probe.NUMBER, 3, Probe.FAIL, none()).status()).isEqualTo(RpcMessage.Status.SYSTEM_ERR);
        assertThat(client.call(Probe.NUMBER, 3, Probe.THROW, none()).status()).isEqualTo(RpcMessage.Status.SYSTEM_ERR);
        client.send(RecordMark.wrap(Seed.hex("00000009 00000000 00000003" + "00000000".repeat(7))));
        assertThat(client.receive())
                .isInstanceOfSatisfying(
                        RpcMessage.Reply.class,
                        reply -> assertThat(reply.status()).isEqualTo(RpcMessage.Status.DENIED));
        assertThat(client.call(Probe.NUMBER, 3, 0, none()).status()).isEqualTo(RpcMessage.Status.SUCCESS);
    }

    @Test
    void dump_listsWhatIsServed() {
        RpcClient client = tcp(start(RpcLimits.DEFAULT));
        XdrReader in = results(client.call(
                DumpProgram.PROGRAM, 1, 1, new XdrWriter().writeLong(5).toBytes()));
        assertThat(in.readLong()).isZero();
        assertThat(in.readInt()).isZero();
        assertThat(in.readInt()).isZero();
        List<String> programs = new ArrayList<>();
        while (in.readBoolean()) {
            programs.add(in.readString(100) + " " + in.readLong() + "/" + in.readLong());
        }
        assertThat(programs)
                .containsExactly("Gluster Handshake 14398633/2", "Gluster Portmap 34123456/1", "Probe 77/3");
        assertThat(in.remaining()).isZero();
        assertThat(client.call(DumpProgram.PROGRAM, 1, 2, none()).results().size())
                .isEqualTo(12);
    }

    @Test
    void getspec_asAMountSendsIt_bringsTheVolfile() {
        volfiles.put("v1", Volfile.of("volume \u00fc\n").servers(List.of("h1", "h2")));
        RpcClient client = tcp(start(RpcLimits.DEFAULT));
        client.send(Seed.hex(CodecTest.GETSPEC));
        RpcMessage.Reply reply = (RpcMessage.Reply) client.receive();
        assertThat(reply.xid()).isEqualTo(2);
        XdrReader in = results(reply);
        assertThat(in.readInt()).isEqualTo(10);
        assertThat(in.readInt()).isZero();
        assertThat(in.readString(100)).isEqualTo("volume \u00fc\n");
        assertThat(GlusterDict.decode(in.readOpaque(100)).text("servers-list")).contains("h1 h2");
        assertThat(subscriptions.count("v1")).isOne();

        RpcClient daemon = local();
        daemon.send(Seed.hex(CodecTest.GETSPEC));
        XdrReader local = results((RpcMessage.Reply) daemon.receive());
        local.readLong();
        local.readString(100);
        assertThat(local.readOpaque(100).size()).isZero(); // a daemon of this node does not fail over
        assertThat(subscriptions.count("/v1")).isEqualTo(2);
    }

    @Test
    void getspec_whenThereIsNone_saysSo() {
        volfiles.put("secret", Volfile.of("volume s\n").localOnly().pidfile(Path.of("/run/shd.pid")));
        volfiles.put("new", Volfile.of("volume n\n").opVersion(100_001));
        RpcServer server = start(RpcLimits.DEFAULT);
        assertThat(errno(getspec(tcp(server), "nope"))).isEqualTo(2);
        assertThat(errno(getspec(local(), "nope"))).isEqualTo(2);
        assertThat(errno(getspec(tcp(server), "secret"))).isEqualTo(13);
        assertThat(errno(getspec(tcp(server), "new"))).isEqualTo(95);
        assertThat(subscriptions.keys()).isEmpty();
        XdrReader secret = results(getspec(local(), "secret"));
        assertThat(secret.readInt()).isEqualTo(9);
        secret.readInt();
        secret.readString(100);
        GlusterDict extra = GlusterDict.decode(secret.readOpaque(100));
        assertThat(extra.keys()).containsExactly("pidfile");
    }

    @Test
    void getspec_whenTheAskerMayNotHaveIt_isRefusedOverTcpOnly() {
        volfiles.put("v1", Volfile.of("volume v\n"));
        admission = CompletableFuture.completedFuture(false);
        RpcServer server = start(RpcLimits.DEFAULT);
        assertThat(errno(getspec(tcp(server), "v1"))).isEqualTo(13);
        assertThat(subscriptions.count("v1")).isZero();
        assertThat(results(getspec(local(), "v1")).readInt()).isEqualTo(9);
    }

    @Test
    void getspec_waitsUntilItIsKnownWhetherTheAskerMayHaveIt() {
        volfiles.put("v1", Volfile.of("volume v\n"));
        admission = new CompletableFuture<>();
        RpcClient waiting = tcp(start(RpcLimits.DEFAULT));
        waiting.send(Seed.hex(CodecTest.GETSPEC));
        assertThat(subscriptions.count("v1")).isZero();
        admission.complete(true);
        assertThat(results((RpcMessage.Reply) waiting.receive()).readInt()).isEqualTo(9);
        assertThat(subscriptions.count("v1")).isOne();
    }

    @Test
    void volumeInfo_bringsTheId() {
        RpcClient client = tcp(start(RpcLimits.DEFAULT));
        XdrReader found = results(client.call(
                14_398_633,
                2,
                6,
                new XdrWriter()
                        .writeOpaque(GlusterDict.empty()
                                .with("flags", 1)
                                .with("volname", "v1")
                                .encode())
                        .toBytes()));
        assertThat(found.readInt()).isZero();
        assertThat(found.readInt()).isZero();
        assertThat(found.readString(100)).isEmpty();
        assertThat(GlusterDict.decode(found.readOpaque(200)).text("volume_id")).contains(new UUID(1, 2).toString());
        XdrReader absent = results(client.call(
                14_398_633,
                2,
                6,
                new XdrWriter()
                        .writeOpaque(GlusterDict.empty().with("volname", "v2").encode())
                        .toBytes()));
        assertThat(absent.readInt()).isEqualTo(-1);
        assertThat(absent.readInt()).isEqualTo(2);
        assertThat(results(client.call(
                                14_398_633,
                                2,
                                4,
                                new XdrWriter().writeString("u").writeInt(9).toBytes()))
                        .readRest())
                .isEqualTo(Seed.hex("00000000 00000000 00000009"));
        assertThat(results(client.call(
                                14_398_633,
                                2,
                                5,
                                new XdrWriter().writeInt(0).writeInt(0).toBytes()))
                        .readRest())
                .isEqualTo(Seed.hex("00000000 00000000 00000000"));
        assertThat(results(client.call(14_398_633, 2, 3, none())).readRest().size())
                .isEqualTo(12);
    }

    @Test
    void fetchspec_goesToSubscribersOnly() {
        volfiles.put("a", Volfile.of("volume a\n"));
        volfiles.put("b", Volfile.of("volume b\n"));
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient a = tcp(server);
        RpcClient both = local();
        RpcClient b = tcp(server);
        getspec(a, "/a");
        getspec(both, "a");
        getspec(both, "b");
        getspec(b, "b");

        assertThat(subscriptions.notify("/a")).isEqualTo(2);
        for (RpcClient client : List.of(a, both)) {
            assertThat(client.receive()).isInstanceOfSatisfying(RpcMessage.Call.class, call -> {
                assertThat(call.program()).isEqualTo(52_743_234);
                assertThat(call.version()).isEqualTo(1);
                assertThat(call.procedure()).isEqualTo(1);
                assertThat(call.arguments().size()).isZero();
            });
        }
        b.send(RecordMark.wrap(
                RpcMessage.Call.of(99, Probe.NUMBER, 3, 0, none()).encode()));
        assertThat(b.receive()).isInstanceOf(RpcMessage.Reply.class); // and no callback before it
        assertThat(subscriptions.notify("c")).isZero();

        a.close();
        await(() -> subscriptions.count("a") == 1);
        both.close();
        await(() -> subscriptions.keys().equals(new TreeSet<>(List.of("b"))));
    }

    @Test
    void whatWasGivenIsRemembered_andWhoWasToldSince() {
        Volfile first = Volfile.of("volume a\n");
        volfiles.put("a", first);
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient early = tcp(server);
        getspec(early, "a");
        Volfile second = Volfile.of("volume a\n  option b\n");
        volfiles.put("a", second);
        getspec(tcp(server), "a");
        assertThat(subscriptions.fetches("/a"))
                .containsExactly(new VolfileFetch(first.checksum(), false), new VolfileFetch(second.checksum(), false));

        subscriptions.notify("a");
        assertThat(subscriptions.fetches("a"))
                .containsExactly(new VolfileFetch(first.checksum(), true), new VolfileFetch(second.checksum(), true));

        early.receive(); // the callback
        getspec(early, "a");
        assertThat(subscriptions.fetches("a"))
                .containsExactly(new VolfileFetch(second.checksum(), false), new VolfileFetch(second.checksum(), true));
    }

    /** A daemon that connects again right after the server came up may ask before its volume is known there. */
    @Test
    void whoWasRefusedIsTold_whenThereIsOne_butOnlyItsLastKeyIsKept() {
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient client = tcp(server);
        getspec(client, "other");
        assertThat(errno(getspec(client, "late"))).isEqualTo(2);
        assertThat(subscriptions.fetches("other")).isEmpty();
        assertThat(subscriptions.fetches("late")).containsExactly(new VolfileFetch("", false));
        assertThat(subscriptions.count("late")).isZero();
        assertThat(subscriptions.keys()).isEmpty();

        Volfile volfile = Volfile.of("volume late\n");
        volfiles.put("late", volfile);
        assertThat(subscriptions.notify("late")).isOne();
        assertThat(client.receive()).isInstanceOf(RpcMessage.Call.class);
        getspec(client, "late");
        assertThat(subscriptions.fetches("late")).containsExactly(new VolfileFetch(volfile.checksum(), false));

        volfiles.remove("late");
        assertThat(errno(getspec(client, "late"))).isEqualTo(2);
        assertThat(subscriptions.fetches("late")).containsExactly(new VolfileFetch(volfile.checksum(), false));
    }

    @Test
    void signIn_isForLocalProcessesOnly() {
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient stranger = tcp(server);
        assertThat(errno(signIn(stranger, BRICK, 49_152, 7))).isEqualTo(13);
        assertThat(registry.entries()).isEmpty();
        RpcClient brick = local();
        assertThat(errno(signIn(brick, BRICK, 49_152, 7))).isZero();
        assertThat(errno(signIn(brick, BRICK, 0, 7))).isEqualTo(22);
        assertThat(registry.entries()).containsExactly(new PortRegistry.Entry(BRICK, 49_152, 7, true, false));

        XdrReader port = results(pmap(stranger, 1, new XdrWriter().writeString(BRICK)));
        assertThat(port.readRest()).isEqualTo(Seed.hex("00000000 00000000 00000000 0000c000"));
        assertThat(results(pmap(stranger, 1, new XdrWriter().writeString("/x"))).readRest())
                .isEqualTo(Seed.hex("ffffffff 00000002 00000000 00000000"));
        XdrReader path = results(pmap(stranger, 2, new XdrWriter().writeInt(49_152)));
        path.readLong();
        path.readInt();
        assertThat(path.readString(100)).isEqualTo(BRICK);
        assertThat(errno(pmap(stranger, 2, new XdrWriter().writeInt(1)))).isEqualTo(2);
    }

    @Test
    void signOut_byAStranger_isRefused() {
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient brick = local();
        RpcClient secondStart = local();
        signIn(brick, BRICK, 49_152, 7);
        assertThat(errno(signOut(tcp(server), BRICK))).isEqualTo(13);
        assertThat(errno(signOut(secondStart, BRICK))).isEqualTo(2);
        assertThat(registry.find(BRICK)).isPresent();
        assertThat(errno(signOut(brick, BRICK))).isZero();
        assertThat(registry.find(BRICK)).isEmpty();
        assertThat(errno(signOut(brick, BRICK))).isEqualTo(2);
    }

    @Test
    void attachedBrick_isEnteredByTheManagerAndSignedOutByItsProcess() {
        start(RpcLimits.DEFAULT);
        RpcClient process = local();
        signIn(process, BRICK, 49_152, 7);
        registry.confirm("/bricks/attached", 49_152, 7);
        registry.confirm("/bricks/other", 49_153, 8);
        assertThat(errno(signOut(process, "/bricks/other"))).isEqualTo(2);
        assertThat(errno(signOut(process, "/bricks/attached"))).isZero();
        assertThat(registry.entries()).extracting(PortRegistry.Entry::brick).containsExactly("/bricks/other", BRICK);
    }

    @Test
    void entries_ofAClosedConnection_stayOnlyIfConfirmed() {
        start(RpcLimits.DEFAULT);
        RpcClient process = local();
        signIn(process, BRICK, 49_152, 7);
        signIn(process, "/bricks/kept", 49_153, 8);
        registry.confirm("/bricks/kept", 49_153, 8);
        assertThat(registry.find("/bricks/kept"))
                .contains(new PortRegistry.Entry("/bricks/kept", 49_153, 8, true, true));
        process.close();
        await(() -> registry.find(BRICK).isEmpty());
        assertThat(registry.entries()).containsExactly(new PortRegistry.Entry("/bricks/kept", 49_153, 8, false, true));
        registry.remove("/bricks/kept");
        assertThat(registry.entries()).isEmpty();
        assertThat(registry.find(49_153)).isEmpty();
    }

    @Test
    void signIn_afterARestart_replacesTheOldEntry() {
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient first = local();
        RpcClient second = local();
        signIn(first, BRICK, 49_152, 7);
        registry.confirm(BRICK, 49_152, 7);
        signIn(second, BRICK, 49_160, 9);
        assertThat(registry.find(BRICK)).contains(new PortRegistry.Entry(BRICK, 49_160, 9, true, false));
        first.close();
        await(() -> server.connections() == 1);
        assertThat(registry.find(BRICK)).isPresent();
    }

    @Test
    void manySilentAndHalfConnections_giveWayToThoseWhoTalk() throws Exception {
        RpcServer server = start(new RpcLimits(20, 1_000, 100_000, 4, Duration.ofHours(1)));
        RpcClient talking = tcp(server);
        echo(talking, 1);
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            SocketChannel channel = SocketChannel.open(server.addresses().get(0));
            open.add(channel);
            silent.add(channel);
            if (i % 2 == 0) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0, 0, 40, 1}));
            }
        }
        echo(tcp(server), 2);
        echo(talking, 3);
        echo(local(), 4); // Unix sockets have places of their own
        assertThat(server.connections()).isLessThanOrEqualTo(21);
        assertThat(silent.get(0).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void connections_whenAllTalkAndPlacesAreOut_areClosedAtOnce() {
        RpcServer server = start(new RpcLimits(2, 1_000, 100_000, 4, Duration.ofHours(1)));
        RpcClient one = tcp(server);
        RpcClient two = tcp(server);
        echo(one, 1);
        echo(two, 2);
        assertThatThrownBy(() -> echo(tcp(server), 3)).isInstanceOf(UncheckedIOException.class);
        one.close();
        await(() -> server.connections() == 1);
        echo(tcp(server), 4);
    }

    @Test
    void halfRecord_isClosedAtItsDeadline_andAnIdleConnectionIsNot() throws Exception {
        RpcServer server = start(new RpcLimits(100, 1_000, 100_000, 4, Duration.ofSeconds(5)));
        RpcClient idle = tcp(server);
        RpcClient half = tcp(server);
        SocketChannel silent = SocketChannel.open(server.addresses().get(0));
        open.add(silent);
        echo(idle, 1);
        echo(half, 2);
        half.send(Seed.hex("8000"));
        await(() -> server.connections() == 3);
        sync(server);

        now.addAndGet(Duration.ofSeconds(4).toNanos());
        half.send(Seed.hex("00")); // a trickle buys no time
        sync(server);
        assertThat(server.connections()).isEqualTo(3);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        sync(server);
        assertThat(server.connections()).isEqualTo(1);
        assertThatThrownBy(half::receive).hasCauseInstanceOf(EOFException.class);
        assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);

        now.addAndGet(Duration.ofDays(30).toNanos());
        sync(server);
        echo(idle, 3);
    }

    @Test
    void recordOverTheCap_closesTheConnection() {
        RpcServer server = start(new RpcLimits(100, 1_000, 100_000, 4, LONG));
        RpcClient client = tcp(server);
        client.send(Seed.hex("800003e9"));
        assertThatThrownBy(client::receive).hasCauseInstanceOf(EOFException.class);
        echo(tcp(server), 1);
    }

    @Test
    void peerThatDoesNotRead_isClosed() {
        RpcServer server = start(new RpcLimits(100, 1_000, 3_000_000, 4, LONG));
        RpcClient greedy = tcp(server);
        for (int i = 0; i < 200; i++) {
            greedy.send(RecordMark.wrap(
                    RpcMessage.Call.of(i, Probe.NUMBER, 3, Probe.FLOOD, none()).encode()));
        }
        await(() -> server.connections() == 0);
        echo(tcp(server), 1);
    }

    @Test
    void peerThatReadsNothing_isClosedAtTheDeadline() {
        RpcServer server = start(new RpcLimits(100, 1_000, 100_000_000, 4, Duration.ofSeconds(5)));
        RpcClient stuck = tcp(server);
        RpcClient other = tcp(server);
        echo(other, 1);
        for (int i = 0; i < 20; i++) {
            stuck.send(RecordMark.wrap(
                    RpcMessage.Call.of(i, Probe.NUMBER, 3, Probe.FLOOD, none()).encode()));
        }
        echo(other, 2);
        sync(server);
        assertThat(server.connections()).isEqualTo(2);
        await(
                () -> { // again and again, since the kernel may still take bytes, and then the deadline begins anew
                    now.addAndGet(Duration.ofSeconds(6).toNanos());
                    sync(server);
                    return server.connections() == 1;
                });
        echo(other, 3);
    }

    @Test
    void callsInFlight_areCapped_andAnsweredInAnyOrder() throws Exception {
        RpcServer server = start(new RpcLimits(100, 1_000, 100_000, 2, LONG));
        RpcClient client = tcp(server);
        for (int xid = 1; xid <= 3; xid++) {
            client.send(RecordMark.wrap(RpcMessage.Call.of(xid, Probe.NUMBER, 3, Probe.LATER, none())
                    .encode()));
        }
        CompletableFuture<Bytes> first = next();
        CompletableFuture<Bytes> second = next();
        echo(tcp(server), 1); // others are served meanwhile
        assertThat(probe.later).isEmpty();
        second.complete(Seed.hex("00000002"));
        assertThat(((RpcMessage.Reply) client.receive()).results()).isEqualTo(Seed.hex("00000002"));
        CompletableFuture<Bytes> third = next();
        third.completeExceptionally(new IllegalStateException("asked to fail"));
        assertThat(((RpcMessage.Reply) client.receive()).status()).isEqualTo(RpcMessage.Status.SYSTEM_ERR);
        first.complete(Seed.hex("00000001"));
        assertThat(((RpcMessage.Reply) client.receive()).xid()).isEqualTo(1);
    }

    @Test
    void whoIsGoneBeforeHeIsAdmitted_isNotRemembered() {
        volfiles.put("v1", Volfile.of("volume v\n"));
        admission = new CompletableFuture<>();
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient impatient = tcp(server);
        impatient.send(Seed.hex(CodecTest.GETSPEC));
        await(() -> probe.asked.get() == 1);
        impatient.close();
        await(() -> server.connections() == 0);
        admission.complete(true);
        sync(server);
        assertThat(subscriptions.fetches("v1")).isEmpty();
    }

    @Test
    void garbage_closesOrIsRefused_andTheServerLives() {
        RpcServer server = start(new RpcLimits(50, 4_096, 100_000, 4, LONG));
        Random random = Seed.random();
        Bytes call = Seed.hex(CodecTest.GETSPEC);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = random.nextBoolean()
                    ? call.toArray()
                    : Seed.bytes(random, 300).toArray();
            for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try (RpcClient client = client(server.addresses().get(0))) {
                client.send(Bytes.of(bytes));
            } catch (UncheckedIOException closedByServer) {
                assertThat(server.connections()).isLessThanOrEqualTo(50);
            }
        }
        echo(tcp(server), 1);
        echo(local(), 2);
    }

    @Test
    void socket_isItsOwnersAlone_andADeadOneIsReplaced() throws Exception {
        RpcServer first = start(RpcLimits.DEFAULT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> RpcServer.builder("n").listen(socket).open())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(socket.toString());
        echo(local(), 1);
        first.close();
        assertThat(socket).doesNotExist();

        try (ServerSocketChannel dead = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        start(RpcLimits.DEFAULT);
        echo(local(), 2);
    }

    @Test
    void open_whenADirectoryLetsOthersIn_orAnAddressIsTaken_opensNothing() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> RpcServer.builder("n").listen(socket).open())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("chmod 700");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        RpcServer server = start(RpcLimits.DEFAULT);
        Path other = directory.resolve("o.sock");
        assertThatThrownBy(() -> RpcServer.builder("n")
                        .listen(other)
                        .listen(server.addresses().get(0))
                        .open())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(server.addresses().get(0).toString());
        assertThat(other).doesNotExist();
        assertThatThrownBy(() -> RpcServer.builder("n")
                        .listen(Path.of("/" + "x".repeat(108)))
                        .open())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("107");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RpcServer.builder("n").program(probe).program(probe).open());
    }

    @Test
    void close_mayBeCalledAgain_andLeavesNoThread() {
        RpcServer server = start(RpcLimits.DEFAULT);
        RpcClient client = tcp(server);
        echo(client, 1);
        assertThat(threads()).containsExactly("gcs-rpc-test");
        server.close();
        server.close();
        assertThat(threads()).isEmpty();
        assertThat(server.connections()).isZero();
        assertThatThrownBy(client::receive).hasCauseInstanceOf(EOFException.class);
        subscriptions.notify("v1");
    }

    // ---- helpers --------------------------------------------------------------------------------------------------

    private RpcServer start(RpcLimits limits) {
        VolfileSource source = new VolfileSource() {
            @Override
            public Optional<Volfile> volfile(String key, boolean local) {
                return Optional.ofNullable(volfiles.get(key));
            }

            @Override
            public CompletionStage<Boolean> admits(String key, SocketAddress asker, boolean local) {
                assertThat(asker instanceof InetSocketAddress).isEqualTo(!local);
                probe.asked.incrementAndGet();
                return local ? CompletableFuture.completedFuture(true) : admission;
            }

            @Override
            public Optional<UUID> volumeId(String volume) {
                return volume.equals("v1") ? Optional.of(new UUID(1, 2)) : Optional.empty();
            }
        };
        RpcServer server = RpcServer.builder("test")
                .program(new HandshakeProgram(source, subscriptions))
                .program(new PortmapProgram(registry))
                .program(probe)
                .limits(limits)
                .nanoTime(now::get)
                .listen(loopback())
                .listen(socket)
                .open();
        open.add(server);
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private RpcClient tcp(RpcServer server) {
        return client(server.addresses().get(0));
    }

    private RpcClient local() {
        return client(UnixDomainSocketAddress.of(socket));
    }

    private RpcClient client(SocketAddress address) {
        RpcClient client = RpcClient.connect(address, LONG);
        open.add(client);
        return client;
    }

    /** Lets the server make a turn of its loop, deadlines included. */
    private void sync(RpcServer server) {
        CompletableFuture<Void> twice = new CompletableFuture<>();
        server.execute(() -> new Thread(() -> server.execute(() -> twice.complete(null))).start());
        twice.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
        CompletableFuture<Void> once = new CompletableFuture<>();
        server.execute(() -> once.complete(null));
        once.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    private CompletableFuture<Bytes> next() throws InterruptedException {
        CompletableFuture<Bytes> next = probe.later.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    private static void echo(RpcClient client, int value) {
        Bytes arguments = new XdrWriter()
                .writeOpaque(new XdrWriter().writeInt(value).toBytes())
                .toBytes();
        assertThat(results(client.call(Probe.NUMBER, 3, Probe.ECHO, arguments)).readRest())
                .isEqualTo(arguments);
    }

    private static RpcMessage.Reply getspec(RpcClient client, String key) {
        return client.call(
                HandshakeProgram.PROGRAM,
                HandshakeProgram.VERSION,
                HandshakeProgram.GETSPEC,
                new XdrWriter()
                        .writeInt(0)
                        .writeString(key)
                        .writeOpaque(GlusterDict.empty()
                                .with("min-op-version", 1)
                                .with("max-op-version", 100_000)
                                .encode())
                        .toBytes());
    }

    private static RpcMessage.Reply signIn(RpcClient client, String brick, int port, int pid) {
        return pmap(
                client,
                PortmapProgram.SIGN_IN,
                new XdrWriter().writeString(brick).writeInt(port).writeInt(pid));
    }

    private static RpcMessage.Reply signOut(RpcClient client, String brick) {
        return pmap(
                client,
                PortmapProgram.SIGN_OUT,
                new XdrWriter().writeString(brick).writeInt(0).writeInt(0));
    }

    private static RpcMessage.Reply pmap(RpcClient client, int procedure, XdrWriter arguments) {
        return client.call(PortmapProgram.PROGRAM, PortmapProgram.VERSION, procedure, arguments.toBytes());
    }

    private static XdrReader results(RpcMessage.Reply reply) {
        assertThat(reply.status()).isEqualTo(RpcMessage.Status.SUCCESS);
        return new XdrReader(reply.results());
    }

    /** The errno of a result that begins with op_ret and op_errno. */
    private static int errno(RpcMessage.Reply reply) {
        XdrReader in = results(reply);
        int result = in.readInt();
        int errno = in.readInt();
        assertThat(result).isEqualTo(errno == 0 ? 0 : -1);
        return errno;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("gcs-rpc-"))
                .sorted()
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waited too long").isNegative();
            Thread.onSpinWait();
        }
    }

    private static Bytes none() {
        return Bytes.of(new byte[0]);
    }
}
